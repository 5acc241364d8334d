import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { FACTS_STATED, PARTNER, STATED } from "../support/plain.ts";
import { caseOf, caveat, fileOf, scratch, type Circumstances } from "../support/cli.ts";

/** Exit 2, one sentence, nothing else. */
async function expectRefused(args: readonly string[], says: RegExp, more?: Circumstances) {
  const { code, out, err } = await caveat(args, more);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(/^(?:caveat|error): [^\n]+\n$/);
  expect(err).toMatch(says);
}

describe("a case that cannot be decided is refused with its place", () => {
  test.each<[string, object, RegExp]>([
    [
      "unknown measure",
      withMeasure("approve:haed"),
      /case\.json at measures\[2\].*"approve:head"\?/,
    ],
    ["measure of no kind", withMeasure("sign:head"), /"sign:head" is not a measure/],
    ["measure of another pack", withMeasure("attach:tlp"), /"attach:tlp" is not a measure/],
    ["measure of a prototype", withMeasure("__proto__:x"), /is not a measure/],
    ["unknown recipient", { recipients: ["partnr"] }, /case\.json.*did you mean "partner"\?/],
    [
      "unknown member",
      { groups: [{ id: "g", name: "G", members: ["partner", "prtner"] }] },
      /"prtner"/,
    ],
    ["an id twice", { partners: [PARTNER, PARTNER] }, /the id "partner" stands twice/],
    ["unknown pack", { packs: ["nl-wvi"] }, /did you mean "nl-wiv"\?/],
    ["no pack", { packs: undefined }, /no pack is named; add packs/],
    ["no own service", { own: undefined }, /"own" is missing/],
    ["nobody to receive it", { partners: [] }, /nobody is there to receive it/],
    ["no such site", { site: "nowhere.yaml" }, /nowhere\.yaml: there is no such file/],
    ["no such item", { item: { file: "nothing.json" } }, /nothing\.json: there is no such file/],
    [
      "a contradiction in one statement",
      facts({ personal: false, journalist: true }),
      /case\.json at item\.facts\.journalist: journalist cannot be true/,
    ],
    [
      "a contradiction between statements",
      {
        item: {
          facts: { tlp: "red" },
          stated: [{ by: "a", on: "2026-04-01", facts: { tlp: "clear" } }],
        },
      },
      /case\.json at item\.stated\[0\]\.facts\.tlp: tlp is stated as clear here and as red at .*item\.facts\.tlp/,
    ],
    [
      "an unknown fact",
      facts({ personel: true }),
      /case\.json:\d+: "personel" is not a fact; did you mean "personal"\?/,
    ],
    [
      "a date that does not exist",
      { now: "2026-02-30" },
      /case\.json:\d+: now is not a day that exists/,
    ],
  ])("%s", async (_, change, says) => {
    await expectRefused(["decide", await caseOf(change)], says);
  });

  test("a missing fact is no bad input: it is unknown", async () => {
    const { code, out } = await caveat(["decide", await caseOf({ item: {} }), "--json"]);
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { unknown: expect.arrayContaining(["resource.evaluated"]) },
    ]);
  });
});

describe("the command line", () => {
  test.each<[string, readonly string[], RegExp]>([
    ["a partner nobody knows", ["--partner", "partnr"], /did you mean "partner"\?/],
    ["a pack nobody knows", ["--pack", "cti-comunity"], /did you mean "cti-community"\?/],
    ["a day that does not exist", ["--now", "2026-02-30"], /not a day that exists/],
    ["a folder that is no pack", ["--pack", "./nowhere"], /there is no pack here/],
  ])("with %s", async (_, args, says) => {
    await expectRefused(["decide", await caseOf(), ...args], says);
  });

  test.each(["CAVEAT_MAX_BYTES", "CAVEAT_MAX_NODES"])(
    "with a %s that is no number",
    async (name) => {
      await expectRefused(["decide", await caseOf()], new RegExp(name), {
        env: { [name]: "many" },
      });
    },
  );

  test("with a folder of packs that is not there, or has no schema", async () => {
    const empty = await scratch();
    for (const folder of [`${empty}/gone`, empty]) {
      await expectRefused(["decide", await caseOf()], /pack/, { env: { CAVEAT_PACKS: folder } });
    }
  });

  test("with a file that is not there, or is a folder", async () => {
    const folder = await scratch();
    await expectRefused(["decide", `${folder}/gone.yaml`], /gone\.yaml: there is no such file/);
    await expectRefused(["decide", folder], /this is a directory/);
  });
});

describe("an item that cannot be read is refused by every command with its place", () => {
  const DEEP = `${"[".repeat(65)}${"]".repeat(65)}`;
  const items: readonly [string, string, string | Uint8Array, RegExp][] = [
    ["not JSON", "a.json", '{"type": }', /a\.json:1:\d+/],
    ["too deep", "a.json", DEEP, /a\.json.*\b64\b/],
    ["a key twice", "a.json", '{"type":"bundle","id":"x","id":"y"}', /"id"|\/id/],
    ["a prototype", "a.json", '{"type":"bundle","__proto__":{}}', /__proto__/],
    ["not UTF-8", "a.json", Buffer.from([0x7b, 0xff, 0x7d]), /a\.json at byte 1/],
    ["a gzip bomb", "a.json.gz", gzipSync(Buffer.alloc(5_000_000, 0x20)), /gzip bomb/],
    ["no known format", "a.json", '{"hello": "world"}', /not STIX, MISP or CSAF/],
    ["binary", "a.txt", Buffer.from([0x61, 0x00, 0x62]), /a\.txt.*not text/],
  ];

  test.each(items)("%s", async (_, name, content, says) => {
    const file = await fileOf(name, content);
    await expectRefused(["facts", file], says);
    await expectRefused(["who", file], says);
    await expectRefused(["decide", await caseOf({ item: { file } })], says);
  });

  test("too large, or with too many values, for the limits set", async () => {
    const file = await fileOf(
      "a.json",
      JSON.stringify({ type: "bundle", objects: Array(100).fill(1) }),
    );
    await expectRefused(["facts", file], /limit of 100 bytes/, {
      env: { CAVEAT_MAX_BYTES: "100" },
    });
    await expectRefused(["facts", file], /a\.json/, { env: { CAVEAT_MAX_NODES: "50" } });
  });

  test("and what a stranger wrote in a name cannot command the terminal", async () => {
    const file = await fileOf("a.json", '{"\\u001b[2Jevil":1,"\\u001b[2Jevil":2}');
    const { err } = await caveat(["facts", file]);
    expect(err).toContain("evil");
    expect(err).not.toContain("\u001b");
  });
});

function withMeasure(measure: string): object {
  return { measures: [...STATED, { measure, by: "the-head", on: "2026-04-01" }] };
}

function facts(change: object): object {
  return { item: { facts: { ...FACTS_STATED, ...change } } };
}
