import * as z from "zod";
import { isDay } from "../../core/day.ts";
import { CASE_KINDS, type PackCase } from "../../core/pack-case.ts";
import { OUTCOMES } from "../../core/deciding/verdict.ts";
import { mergePatch } from "./merge.ts";
import {
  factsShape,
  ownShape,
  partnerShape,
  performedShape,
  personShape,
  requestShape,
} from "./shape.ts";
import { check, readWritten } from "./yaml.ts";

const names = z.array(z.string().min(1).max(400));

const packCaseShape: z.ZodType<PackCase> = z.strictObject({
  name: z.string().min(1).max(400),
  rule: z.string().min(1).max(40),
  shows: z.enum(CASE_KINDS),
  own: ownShape,
  partner: partnerShape,
  facts: factsShape,
  request: requestShape,
  measures: z.array(performedShape).default([]),
  people: z.array(personShape).default([]),
  now: z.string().refine(isDay, "is not a day that exists, written YYYY-MM-DD"),
  expect: z.strictObject({
    outcome: z.enum(OUTCOMES).exactOptional(),
    fires: names.exactOptional(),
    silent: names.exactOptional(),
    paths: z.array(names).exactOptional(),
    asks: names.exactOptional(),
    tasks: names.exactOptional(),
  }),
});

const fileShape: z.ZodType<{ readonly cases: readonly Readonly<Record<string, unknown>>[] }> =
  z.strictObject({ cases: z.array(z.record(z.string(), z.unknown())).min(1) });

/**
 * Reads one file of cases. Each case is a change laid over the pack's base case (base.yaml, an
 * ordinary release on which nothing is wrong). Throws a Refusal with file, line and field.
 */
export function readPackCases(bytes: Uint8Array, name: string, base: unknown): readonly PackCase[] {
  const written = readWritten(bytes, name);
  const { cases } = check(fileShape, written.value, written);
  return cases.map((change, i) =>
    check(packCaseShape, mergePatch(base, change), written, ["cases", i]),
  );
}

/** Reads base.yaml, on which cases are laid. Throws a Refusal with file and line. */
export function readBase(bytes: Uint8Array, name: string): unknown {
  return readWritten(bytes, name).value;
}
