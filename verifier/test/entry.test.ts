import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  commit,
  formatEntry,
  formatJson,
  isCommitment,
  parseEntry,
  parseJson,
  verifyCommitment,
} from "../src/index.ts";
import type { Json } from "../src/index.ts";
import { codeOf } from "./support/code.ts";
import { bitFlips } from "./support/mutate.ts";
import { DRAFTS, entryOf } from "./support/sample-ledger.ts";

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function text(value: Uint8Array): string {
  return new TextDecoder().decode(value);
}

describe("canonical JSON", () => {
  test.each([
    "null",
    "true",
    "0",
    "-1",
    "9007199254740991",
    '""',
    '"€ 😀 \u2028 \u007f"',
    '"\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\\u000b"',
    "[]",
    "{}",
    '{"A":1,"a":[{"b":{}}],"a-b":2,"aa":3}',
    "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
  ])("read and written the same: %s", (json) => {
    expect(text(formatJson(parseJson(bytes(json))))).toBe(json);
  });

  test.each([
    "",
    " 1",
    "1 ",
    "01",
    "-0",
    "1.0",
    "1e3",
    "+1",
    "0.5",
    "9007199254740992",
    "NaN",
    "nul",
    "'a'",
    '"a',
    '"\t"',
    '"\\/"',
    '"\\u0041"',
    '"\\u000A"',
    '"\\u000a"',
    '"\\u001F"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\u20ac"',
    "[1,]",
    "[1 ,2]",
    "[1,,2]",
    "[1",
    '{"a":1,}',
    '{"a" :1}',
    '{"a":1,"a":2}',
    '{"b":1,"a":2}',
    '{"a":1,"A":2}',
    '{"":1}',
    '{"1":1}',
    '{"ä":1}',
    '{"a b":1}',
    '{"__proto__":1}',
    '{"\\u0061":1}',
    "{a:1}",
    "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]",
    "\ufeff1",
    "1\u0000",
  ])("refused: %j", (json) => {
    expect(codeOf(() => parseJson(bytes(json)))).toBe("bad-json");
  });

  test.each([[[0x22, 0xff, 0x22]], [[0x22, 0xc0, 0x80, 0x22]], [[0x22, 0xed, 0xa0, 0x80, 0x22]]])(
    "refused: bytes %j, which are not UTF-8",
    (list) => {
      expect(codeOf(() => parseJson(Uint8Array.from(list)))).toBe("bad-json");
    },
  );

  test("a hundred thousand brackets are refused without running out of stack", () => {
    expect(codeOf(() => parseJson(bytes("[".repeat(100_000))))).toBe("bad-json");
    expect(codeOf(() => parseJson(bytes('{"a":'.repeat(100_000))))).toBe("bad-json");
  });

  const key = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.:/-]{0,6}$/);
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom(null, true, false),
      fc.maxSafeInteger(),
      fc.string({ unit: "binary" }),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    ),
  }));

  test("what is written is read back, whatever the order of keys, and is what JSON writes", () => {
    fc.assert(
      fc.property(value, (any) => {
        const written = formatJson(any);
        expect(parseJson(written)).toEqual(any);
        expect(text(written)).toBe(JSON.stringify(parseJson(written)));
      }),
    );
  });

  test("the scanner passes exactly what parsing and writing again leaves the same", () => {
    const json = fc.tuple(
      value,
      fc.nat(),
      fc.constantFrom(...'"\\{}[]:,-019 aé\u0000\ud800ut'.split("")),
    );
    fc.assert(
      fc.property(json, ([any, place, letter]) => {
        const good = JSON.stringify(parseJson(formatJson(any)));
        const at = place % (good.length + 1);
        const changed = new TextDecoder().decode(
          bytes(good.slice(0, at) + letter + good.slice(at + 1)),
        );
        const isRead = codeOf(() => parseJson(bytes(changed))) === "believed";
        expect(isRead, changed).toBe(isCanonical(changed));
      }),
      { numRuns: 2000 },
    );
  });
});

/** The other way to the same answer: let the platform parse, check the subset, write, compare. */
function isCanonical(json: string): boolean {
  try {
    const any: unknown = JSON.parse(json);
    return inSubset(any, 0) && JSON.stringify(any) === json;
  } catch {
    return false;
  }
}

function inSubset(any: unknown, depth: number): boolean {
  if (typeof any === "number") return Number.isSafeInteger(any);
  if (typeof any === "string") return !/\p{Surrogate}/u.test(any);
  if (typeof any !== "object" || any === null) return true;
  if (depth === 16) return false;
  const keys = Array.isArray(any) ? [] : Object.keys(any);
  const isPlain = keys.every(
    (key, at) =>
      /^[A-Za-z][A-Za-z0-9_.:/-]*$/.test(key) && (at === 0 || key > (keys[at - 1] ?? "")),
  );
  return isPlain && Object.values(any).every((item) => inSubset(item, depth + 1));
}

describe("entries", () => {
  const entries = DRAFTS.map((draft, index) => entryOf(draft, index));

  test.each(entries)("$kind $id is read as it is written", (entry) => {
    expect(parseEntry(formatEntry(entry))).toEqual(entry);
  });

  const good = text(formatEntry(entryOf({ kind: "reads", body: { a: 1 }, seal: { by: "x" } }, 3)));

  test.each([
    ["another version", '"v":1', '"v":2', "bad-entry"],
    ["a key more", '"v":1', '"v":1,"w":1', "bad-entry"],
    ["a key less", '"kind":"reads",', "", "bad-entry"],
    ["no milliseconds", "03.000Z", "03Z", "bad-entry"],
    ["another time zone", "03.000Z", "03.000+00:00", "bad-entry"],
    ["a thirteenth month", "2026-01", "2026-13", "bad-entry"],
    ["an hour 24", "T00:", "T24:", "bad-entry"],
    ["an id in capitals", "00000000-", "A0000000-", "bad-entry"],
    ["a kind in capitals", '"reads"', '"Reads"', "bad-entry"],
    ["a kind of nothing", '"reads"', '""', "bad-entry"],
    ["a body that is a list", '{"a":1}', "[1]", "bad-json"],
    ["a body with a fraction", '{"a":1}', '{"a":1.5}', "bad-json"],
    ["an escape in a kind", '"reads"', '"re\\nads"', "bad-entry"],
    ["a field in capitals", '{"by":', '{"By":', "bad-entry"],
    ["a commitment without padding", '="}', '"}', "bad-entry"],
    ["a value in the clear", /"by":"[^"]*"/, '"by":"officer"', "bad-entry"],
    ["spare bits in a commitment", /.="}/, 'B="}', "bad-entry"],
    ["white space", '"v":1', '"v": 1', "bad-entry"],
    ["something after the end", /$/, "\n", "bad-entry"],
  ])("refused: %s", (_, from, to, code) => {
    const changed = good.replace(from, to);
    expect(changed).not.toBe(good);
    expect(codeOf(() => parseEntry(bytes(changed)))).toBe(code);
  });

  test("an entry that no bundle could hold is refused", () => {
    const body = { a: "x".repeat(65_535) };
    expect(codeOf(() => formatEntry(entryOf({ kind: "reads", body }, 0)))).toBe("too-large");
  });

  test("an entry cannot be written that would not be read", () => {
    const entry = entryOf({ kind: "reads", body: {} }, 0);
    expect(codeOf(() => formatEntry({ ...entry, kind: "Reads" }))).toBe("bad-entry");
    expect(codeOf(() => formatEntry({ ...entry, body: { half: "\ud800" } }))).toBe("bad-json");
    expect(codeOf(() => formatEntry({ ...entry, body: { part: 0.5 } }))).toBe("bad-json");
  });
});

describe("commitments", () => {
  const opening = { nonce: new Uint8Array(32).fill(1), value: bytes("Ada Lovelace") };

  test("are SHA-256 of nonce, length and value", () => {
    expect(commit({ nonce: new Uint8Array(32), value: bytes("") })).toBe(
      // head -c 36 /dev/zero | openssl dgst -sha256 -binary | base64
      "bbZf1Z/TVvZykUBXG1vNa7O4NJKhbhvwo4hEQvw8ig4=",
    );
    expect(isCommitment(commit(opening))).toBe(true);
  });

  test("are opened by nonce and value, and by no other", () => {
    const commitment = commit(opening);
    expect(codeOf(() => verifyCommitment(commitment, opening))).toBe("believed");
    for (const { bytes: value } of bitFlips(opening.value)) {
      expect(codeOf(() => verifyCommitment(commitment, { ...opening, value }))).toBe(
        "wrong-commitment",
      );
    }
    for (const { bytes: nonce } of bitFlips(opening.nonce)) {
      expect(codeOf(() => verifyCommitment(commitment, { ...opening, nonce }))).toBe(
        "wrong-commitment",
      );
    }
    const longer = { ...opening, nonce: new Uint8Array(33) };
    expect(codeOf(() => verifyCommitment(commitment, longer))).toBe("wrong-commitment");
    expect(() => commit(longer)).toThrow(RangeError);
  });
});
