import { describe, expect, test } from "vitest";
import { readCase, readSite } from "../../src/formats/case/read-case.ts";
import { readBase, readPackCases } from "../../src/formats/case/pack-case.ts";

const PLAIN = `caveat: case/1
packs: [nl-wiv]
own: { id: own, name: Own, country: NL }
partners:
  - id: alder
    name: Alder
    kind: service
    audience: peer
item:
  facts:
    tlp: green
    topics: [cyber]
request:
  purpose: warn
now: 2026-04-02
`;

/** A part of the plain case · what stands there instead · line · code · what the sentence says. */
const BAD: readonly (readonly [string, string, number, string, string])[] = [
  ["tlp: green", "tpl: green", 11, "unknown-fact", '"tpl" is not a fact; did you mean "tlp"?'],
  ["topics: [cyber]", "personel: true", 12, "unknown-fact", 'did you mean "personal"?'],
  ["topics: [cyber]", "weather: wet", 12, "unknown-fact", "known are: tlp, pap"],
  ["tlp: green", "tlp: purple", 11, "bad-case", 'item.facts.tlp is wrong: expected one of "clear"'],
  ["tlp: green", "tlp: unreadable", 11, "bad-case", "item.facts.tlp"],
  [
    "tlp: green",
    "personal: maybe",
    11,
    "bad-case",
    "item.facts.personal is wrong: expected boolean",
  ],
  ["tlp: green", "personal: null", 11, "bad-case", "item.facts.personal"],
  [
    "topics: [cyber]",
    "topics: cyber",
    12,
    "bad-case",
    "item.facts.topics is wrong: expected array",
  ],
  ["topics: [cyber]", "lastProcessed: 2026-02-29", 12, "bad-date", "is not a day that exists"],
  ["2026-04-02", "2026-02-29", 15, "bad-date", "now is not a day that exists"],
  ["2026-04-02", "02-04-2026", 15, "bad-date", "written YYYY-MM-DD"],
  ["2026-04-02", "2026-04-02T10:00:00Z", 15, "bad-date", "now is not a day"],
  ["purpose: warn", "purpse: warn", 14, "bad-case", 'request has an unknown field "purpse"'],
  ["purpose: warn", "mode: release", 13, "bad-case", "request.purpose is missing"],
  ["purpose: warn", 'purpose: ""', 14, "bad-case", "request.purpose"],
  ["purpose: warn", `purpose: ${"x".repeat(10_001)}`, 14, "bad-case", "request.purpose"],
  ["purpose: warn", "purpose: warn\n  mode: lend", 15, "bad-case", 'expected one of "release"'],
  [
    "purpose: warn",
    "purpose: warn\n  risk: { torture: low }",
    15,
    "bad-case",
    "request.risk.torture",
  ],
  ["purpose: warn", "purpose: warn\n  risk: { theft: real }", 15, "bad-case", "request.risk"],
  ["purpose: warn", "purpose: warn\n  purpose: other", 15, "duplicate-key", "must be unique"],
  ["purpose: warn", "purpose: &a warn\n  use: *a", 15, "bad-case", "it uses a YAML alias"],
  ["purpose: warn", "purpose: !!js/function warn", 14, "bad-case", "Unresolved tag"],
  ["purpose: warn", "purpose: [warn", 15, "bad-case", "Flow sequence"],
  ["purpose: warn", "__proto__: { a: 1 }", 14, "prototype-key", '"__proto__" is refused'],
  ["kind: service", "kind: servce", 7, "bad-case", 'expected one of "service"'],
  [
    "country: NL",
    "country: Netherlands",
    3,
    "bad-case",
    "not a two-letter country code in capitals",
  ],
  ["id: alder", 'id: " alder"', 5, "bad-case", "partners.0.id starts with a space"],
  [
    "audience: peer",
    "audience: peer\n    note:\n      criterias: {}",
    10,
    "bad-case",
    '"criterias"',
  ],
  ["partners:", "partner:", 4, "bad-case", 'the file has an unknown field "partner"'],
  ["packs: [nl-wiv]", "packs: []", 2, "bad-case", "packs"],
  ["packs: [nl-wiv]", "recipients: []", 2, "bad-case", "recipients"],
  ["case/1", "case/2", 1, "bad-case", 'caveat is wrong: expected "case/1"'],
  ["case/1\n", "case/1\n--- \n", 2, "bad-case", "multiple documents"],
];

describe("a case file that is wrong is refused in one sentence with file, line and field", () => {
  test.each(BAD)("%j as %j", (part, instead, line, code, says) => {
    expect(PLAIN).toContain(part);
    const error = refusalOf(() => readCase(bytesOf(PLAIN.replace(part, instead)), "dir/a.yaml"));
    expect(error).toMatchObject({ name: "Refusal", code, place: `dir/a.yaml:${line}` });
    expect(error.message).toContain(says);
    expect(error.message).not.toMatch(/[\r\n]/);
    expect(error.remedy).not.toBe("");
  });

  test.each<[string, Uint8Array, string]>([
    ["not UTF-8", Buffer.from([...Buffer.from(PLAIN), 0xff]), "bad-utf8"],
    ["larger than 8 MiB", new Uint8Array(8 * 1024 * 1024 + 1).fill(0x20), "too-large"],
    ["empty", new Uint8Array(), "bad-case"],
    ["a list", bytesOf("- a\n"), "bad-case"],
    ["a text", bytesOf("caveat"), "bad-case"],
    ["nested 100,000 deep", bytesOf(`a: ${"[".repeat(100_000)}`), "too-deep"],
    ["nested deep in JSON", bytesOf(`${'{"a":'.repeat(20_000)}1`), "too-deep"],
    ["a bomb of aliases", bytesOf(bomb()), "bad-case"],
  ])("%s", (_, bytes, code) => {
    const error = refusalOf(() => readCase(bytes, "a.yaml"));
    expect(error).toMatchObject({ name: "Refusal", code });
    expect(error.place).toMatch(/^a\.yaml/);
  });

  test("the innermost field is named, not the list around it", () => {
    const text = PLAIN.replace("audience: peer", "audience: peer\n    watch: [{ topic: 7 }]");
    const error = refusalOf(() => readCase(bytesOf(text), "a.yaml"));
    expect(error.message).toContain("partners.0.watch.0.topic is wrong: expected string");
  });
});

describe("a case file is read", () => {
  test("and nothing in it is invented but empty lists and what is not so", () => {
    expect(readCase(bytesOf(PLAIN), "a.yaml")).toEqual({
      caveat: "case/1",
      packs: ["nl-wiv"],
      own: { id: "own", name: "Own", country: "NL", ids: [] },
      partners: [
        {
          id: "alder",
          name: "Alder",
          kind: "service",
          audience: "peer",
          ids: [],
          relation: false,
          lawEnforcement: false,
          experiences: [],
          watch: [],
        },
      ],
      groups: [],
      people: [],
      sourceDefaults: [],
      item: { facts: { tlp: "green", topics: ["cyber"] }, stated: [] },
      request: { mode: "release", purpose: "warn" },
      measures: [],
      now: "2026-04-02",
    });
  });

  test("from JSON too, with tabs, escapes and a byte order mark", () => {
    const json = JSON.stringify(readCase(bytesOf(PLAIN), "a.yaml"), null, "\t");
    const text = `\uFEFF${json.replace('"warn"', String.raw`"wa\u0072n \/ \ud83d\ude00"`)}`;
    expect(readCase(bytesOf(text), "a.json").request.purpose).toBe("warn / 😀");
  });

  test("and a JSON key that stands twice is refused with its line", () => {
    const json = '{\n "caveat": "case/1",\n "caveat": "case/1"\n}';
    expect(() => readCase(bytesOf(json), "a.json")).toThrow(
      expect.objectContaining({ code: "duplicate-key", place: "a.json:3" }),
    );
  });

  test("without any fact: a missing fact is unknown and no bad input", () => {
    const text = "caveat: case/1\nitem: {}\nrequest: { purpose: warn }\n";
    expect(readCase(bytesOf(text), "a.yaml").item).toEqual({ stated: [] });
  });

  test("with yes, no and off as the texts they are", () => {
    const text = PLAIN.replace("topics: [cyber]", "topics: [no, yes, off]").replace("NL", "NO");
    const { item, own } = readCase(bytesOf(text), "a.yaml");
    expect([item.facts?.topics, own?.country]).toEqual([["no", "yes", "off"], "NO"]);
  });
});

describe("a site file", () => {
  const SITE = PLAIN.replace("case/1", "site/1").replace(/item:[^]*/, "");

  test.each<[string, string, number, string]>([
    ["site/1", "case/1", 1, 'expected "site/1"'],
    ["own: { id: own, name: Own, country: NL }", "people: []", 1, "own is missing"],
    ["kind: service", "kind: service\n    rating: 7", 8, 'unknown field "rating"'],
    ["packs: [nl-wiv]", "packs: nl-wiv", 2, "packs is wrong: expected array"],
  ])("with %j as %j is refused", (part, instead, line, says) => {
    const error = refusalOf(() => readSite(bytesOf(SITE.replace(part, instead)), "site.yaml"));
    expect(error).toMatchObject({ code: "bad-case", place: `site.yaml:${line}` });
    expect(error.message).toContain(says);
  });

  test("whose source default has no evidence is refused", () => {
    const text = `${SITE}sourceDefaults:\n  - { source: "*", by: me, on: 2026-01-01, facts: {} }\n`;
    expect(() => readSite(bytesOf(text), "site.yaml")).toThrow(
      "sourceDefaults.0.evidence is missing",
    );
  });
});

describe("the cases of a pack", () => {
  const base = readBase(bytesOf("now: 2026-04-02\nfacts: { tlp: green, personal: false }\n"), "b");

  test("that are wrong are refused with the line of the field", () => {
    const text =
      "cases:\n  - name: a\n    rule: R\n    shows: fires\n    facts: { tpl: red }\n    expect: {}\n";
    expect(() => readPackCases(bytesOf(text), "pack/cases/a.yaml", base)).toThrow(
      expect.objectContaining({ code: "unknown-fact", place: "pack/cases/a.yaml:5" }),
    );
  });

  test("without a case, or with another key, are refused", () => {
    for (const text of ["cases: []", "cases: [{}]\nmore: 1", ""]) {
      expect(() => readPackCases(bytesOf(text), "a.yaml", base)).toThrow(
        expect.objectContaining({ name: "Refusal", code: "bad-case" }),
      );
    }
  });
});

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function refusalOf(act: () => unknown) {
  try {
    act();
  } catch (error) {
    return error as Error & {
      readonly code: string;
      readonly place: string;
      readonly remedy: string;
    };
  }
  throw new Error("nothing was refused");
}

function bomb(): string {
  const layer = (n: number): string =>
    `l${n + 1}: &l${n + 1} [${Array.from({ length: 9 }, () => `*l${n}`).join(", ")}]`;
  return ["l0: &l0 x", ...Array.from({ length: 20 }, (_, n) => layer(n))].join("\n");
}
