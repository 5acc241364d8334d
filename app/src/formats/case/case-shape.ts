import * as z from "zod";
import { isDay } from "../../core/day.ts";
import type { CaseFile, SiteFile } from "../../core/case.ts";
import {
  factsShape,
  groupShape,
  ownShape,
  partnerShape,
  performedShape,
  personShape,
  requestShape,
  sourceDefaultShape,
  statedShape,
} from "./shape.ts";

const name = z.string().min(1).max(200);
const path = z.string().min(1).max(4096);

/** A site: the own service, its partners, people and packs. */
export const siteShape: z.ZodType<SiteFile> = z.strictObject({
  caveat: z.literal("site/1").describe("The kind and version of this file"),
  own: ownShape,
  packs: z.array(name).min(1),
  partners: z.array(partnerShape).min(1),
  groups: z.array(groupShape).default([]),
  people: z.array(personShape).default([]),
  sourceDefaults: z.array(sourceDefaultShape).default([]),
});

/** A case: one item, one or more partners, one request. */
export const caseShape: z.ZodType<CaseFile> = z.strictObject({
  caveat: z.literal("case/1").describe("The kind and version of this file"),
  site: path
    .describe("A site file, relative to this one; what stands here is added to it")
    .exactOptional(),
  own: ownShape.exactOptional(),
  packs: z.array(name).min(1).exactOptional(),
  partners: z.array(partnerShape).default([]),
  groups: z.array(groupShape).default([]),
  recipients: z
    .array(name)
    .min(1)
    .describe("Ids of partners or groups; absent: all of them")
    .exactOptional(),
  people: z.array(personShape).default([]),
  sourceDefaults: z.array(sourceDefaultShape).default([]),
  item: z.strictObject({
    name: name.exactOptional(),
    file: path.describe("The item, relative to this file").exactOptional(),
    facts: factsShape.describe("Facts without a file, or stated beside it").exactOptional(),
    stated: z.array(statedShape).default([]),
  }),
  request: requestShape,
  measures: z.array(performedShape).default([]),
  now: z
    .string()
    .refine(isDay, "is not a day that exists, written YYYY-MM-DD")
    .describe("YYYY-MM-DD; absent: today")
    .exactOptional(),
});
