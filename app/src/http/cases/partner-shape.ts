import { z } from "@hono/zod-openapi";
import type { GroupEntry } from "../../core/case.ts";
import type { Day } from "../../core/day.ts";
import type { Standing } from "../../core/partner.ts";
import { groupShape, partnerShape } from "../../formats/case/shape.ts";
import type { Registered } from "../../usecases/cases/records.ts";
import { day } from "../routes/shape.ts";
import { maybe, sent, shared } from "./shape.ts";

const standing: z.ZodType<Standing> = shared("Standing", partnerShape);
const group: z.ZodType<GroupEntry> = shared("Group", groupShape);

export const registered: z.ZodType<Registered & { readonly from?: Day }> = sent(
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("partner"), standing, from: maybe(day) }),
    z.strictObject({ kind: z.literal("group"), group, from: maybe(day) }),
  ]),
);

interface PartnerView {
  readonly id: string;
  readonly version: number;
  readonly from: string;
  readonly coming: readonly string[];
  readonly registered: Registered | null;
}

export const partner: z.ZodType<PartnerView> = z
  .object({
    id: z.string(),
    version: z.int(),
    from: z.string(),
    coming: z.array(z.string()).openapi({ description: "Days on which another one begins" }),
    registered: z
      .discriminatedUnion("kind", [
        z.object({ kind: z.literal("partner"), standing }),
        z.object({ kind: z.literal("group"), group }),
      ])
      .nullable()
      .openapi({ description: "null where it was erased" }),
  })
  .openapi("Partner");
