import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Grounds } from "../../core/deciding/decide.ts";
import { isFactName } from "../../core/facts/fact.ts";
import type { FactsSheet } from "../../core/facts/sheet.ts";
import { Refusal } from "../../core/refusal.ts";
import {
  bindingShape,
  ownShape,
  partnerShape,
  performedInCaseShape,
  personShape,
  requestShape,
} from "../case/shape.ts";
import { parseJson } from "../json/parse.ts";
import type { Limits } from "../limits.ts";

const text = z.string().max(20_000);
const texts = z.array(text);
const hex = z.string().regex(/^[0-9a-f]{64}$/);

const levelReading = z.strictObject({
  value: text,
  everywhere: z.boolean(),
  mixed: z.boolean(),
  onItem: z.boolean(),
});
const factKey = z.string().refine(isFactName, "is not the name of a fact");
const levels = z.record(factKey, levelReading);
const values = {
  levels,
  sets: z.record(factKey, texts),
  lists: z.record(factKey, texts),
  dates: z.record(factKey, text),
};
const facts: z.ZodType<FactsSheet> = z.strictObject({
  ...values,
  byContainer: z.strictObject(values).exactOptional(),
  flags: z.record(factKey, z.boolean()),
  findings: z.array(z.enum(["tainted", "revokedBySource", "wrongData", "needlessHealthData"])),
});

const grounds: z.ZodType<Grounds> = z.strictObject({
  item: text,
  facts,
  notes: z.array(z.strictObject({ code: text, place: text, says: text })),
  own: ownShape,
  recipient: z.strictObject({ id: text, name: text, members: z.array(partnerShape) }),
  request: requestShape,
  performed: z.array(performedInCaseShape),
  people: z.array(personShape),
  equivalences: z.array(
    z.strictObject({
      from: text,
      to: text,
      agreement: text,
      validFrom: text,
      validUntil: text.exactOptional(),
    }),
  ),
  now: text,
  binding: bindingShape.exactOptional(),
});

/** What a replay needs of a recorded verdict; the rest is compared as it stands. */
export interface ReadRecord {
  readonly grounds: Grounds;
  readonly outcome: string;
  readonly engine: string;
  readonly packs: readonly {
    readonly id: string;
    readonly version: string;
    readonly hash: string;
  }[];
  readonly rules: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly paths: readonly { readonly measures: readonly string[] }[];
  readonly hashes: Readonly<Record<"facts" | "standing" | "request" | "packs" | "engine", string>>;
}

const record: z.ZodType<ReadRecord> = z.looseObject({
  grounds,
  outcome: text,
  engine: text,
  packs: z.array(z.strictObject({ id: text, version: text, hash: hex })),
  rules: z.record(z.string(), z.record(z.string(), hex)),
  paths: z.array(z.looseObject({ measures: texts })),
  hashes: z.strictObject({ facts: hex, standing: hex, request: hex, packs: hex, engine: hex }),
});

/**
 * Reads the verdicts of a file that `caveat decide --json` wrote: one, or a list. Throws a Refusal
 * when it is not such a file.
 */
export function readRecord(bytes: Uint8Array, name: string, limits: Limits): readonly ReadRecord[] {
  const json = parseJson(bytes, name, limits);
  const list: readonly unknown[] = Array.isArray(json) ? json : [json];
  return list.map((one, i) => {
    const place = `${name} at ${Array.isArray(json) ? `/${i}` : ""}`;
    const result = record.safeParse(one);
    if (!result.success) throw refused(`${place}/${result.error.issues[0]?.path.join("/") ?? ""}`);
    if (!isWhole(one, result.data)) throw refused(`${place}/grounds`);
    return result.data;
  });
}

/** The same for one verdict that was kept as text. Throws a Refusal when it is none. */
export function parseRecord(text: string, place: string, limits: Limits): ReadRecord {
  const [record] = readRecord(Buffer.from(text), place, limits);
  if (record === undefined) throw refused(place);
  return record;
}

/** Nothing was filled in: what is compared later is what stands in the file. */
function isWhole(written: unknown, read: ReadRecord): boolean {
  return isDeepStrictEqual(structuredClone(written), structuredClone(read));
}

function refused(place: string): Refusal {
  return new Refusal(
    "bad-verdict",
    place,
    "this is not a verdict as caveat decide --json writes it",
    "give such a file, unaltered",
  );
}
