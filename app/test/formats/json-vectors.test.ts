import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DEFAULT_LIMITS, type Limits } from "../../src/formats/limits.ts";
import { parseJson } from "../../src/formats/json/parse.ts";

interface Case {
  readonly says: string;
  readonly text?: string;
  readonly base64?: string;
  readonly refused?: string;
  readonly at?: string;
  readonly limits?: Partial<Limits>;
}

const VECTORS = new URL("../../../vectors/json/strict-reader.json", import.meta.url);
const cases = JSON.parse(readFileSync(VECTORS, "utf8")) as Case[];
const read = cases.filter((one) => one.refused === undefined);
const refused = cases.filter((one) => one.refused !== undefined);

test.each(read)("reads $says", (one) => {
  const bytes = bytesOf(one);
  const text = new TextDecoder().decode(bytes);
  expect(parseJson(bytes, "x.json", limitsOf(one))).toEqual(JSON.parse(text));
});

test.each(refused)("refuses $says", (one) => {
  const at = one.refused === "bad-utf8" ? ` at byte ${one.at}` : `:${one.at}`;
  expect(() => parseJson(bytesOf(one), "x.json", limitsOf(one))).toThrow(
    expect.objectContaining({ code: one.refused, place: `x.json${at}` }),
  );
});

function bytesOf(one: Case): Uint8Array {
  if (one.base64 !== undefined) return Buffer.from(one.base64, "base64");
  return new TextEncoder().encode(one.text);
}

function limitsOf(one: Case): Limits {
  return { ...DEFAULT_LIMITS, ...one.limits };
}
