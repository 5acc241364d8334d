import { cp, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PARTNER } from "../support/plain.ts";
import { caseOf, caveat, fileOf, ROOT, scratch } from "../support/cli.ts";

const OTHER = { ...PARTNER, id: "other", watch: [{ topic: "terrorism", because: "quoted" }] };

describe("caveat replay reproduces a verdict byte for byte", () => {
  test.each([
    ["one verdict", [PARTNER]],
    ["a list of verdicts", [PARTNER, OTHER]],
  ])("%s", async (_, partners) => {
    const json = await decided({ partners });
    const file = await fileOf("verdict.json", json);
    const again = await caveat(["replay", file, "--json"]);
    expect(again).toEqual({ code: 0, out: json, err: "" });
    const text = await caveat(["replay", file]);
    expect([text.code, text.out.match(/the same, byte for byte/g)?.length]).toEqual([
      0,
      partners.length,
    ]);
  });

  test.each([
    ["STIX", "snow-tide.stix21.json"],
    ["gzipped STIX", "slow-anchor.stix21.json.gz"],
    ["MISP", "kestrel.misp-event.json"],
    ["PDF", "centrifuge-parts.pdf"],
    ["mail", "linde-liaison.eml"],
  ])("of an item in %s, without the item", async (_, name) => {
    const file = join(ROOT, "scenarios", "lowland", "items", name);
    const json = await decided({ item: { file } });
    const again = await caveat(["replay", await fileOf("verdict.json", json), "--json"]);
    expect([again.code, again.out === json]).toEqual([0, true]);
  });

  test("whatever a stranger put into the item, half a character too", async () => {
    const event = {
      info: "x",
      Orgc: { uuid: "\ud800", name: "\ud800" },
      Tag: [{ name: "tlp:\ud800\u001b[2J" }],
    };
    const file = await fileOf("event.json", JSON.stringify({ Event: { ...event, Attribute: [] } }));
    const json = await decided({ item: { file } });
    const again = await caveat(["replay", await fileOf("verdict.json", json), "--json"]);
    expect([again.code, again.out === json]).toEqual([0, true]);
  });
});

describe("under changed packs caveat replay ends with 1 and says", () => {
  test("which rule changed, and nothing of the others", async () => {
    const { code, out } = await replayUnder([
      "3-content.cedar",
      "carries the ban",
      "bears the ban",
    ]);
    expect(code).toBe(1);
    expect(out.split("\n").filter((line) => line.includes(" of pack "))).toEqual([
      "  rule NL-09 of pack nl-wiv has changed",
    ]);
  });

  test("which rule is gone, which is new, and what became of the outcome and the paths", async () => {
    const { code, out } = await replayUnder(["3-content.cedar", '@id("NL-09")', '@id("NL-99")']);
    expect([code, out]).toEqual([1, expect.stringContaining("rule NL-99 of pack nl-wiv is new")]);
    expect(out).toContain("rule NL-09 of pack nl-wiv is gone");
  });

  test("that only the text around the rules changed", async () => {
    const { code, out } = await replayUnder(["pack.yaml", "cost: 1 }", "cost: 2 }"]);
    expect([code, out]).toEqual([1, expect.stringContaining("has changed outside its rules")]);
  });

  test("a new outcome and new paths", async () => {
    const closed = [
      "3-content.cedar",
      'caveats.contains("onward-ban")',
      'approvals.contains("head")',
    ] as const;
    const { code, out } = await replayUnder(closed);
    expect(code).toBe(1);
    expect(out).toContain("the outcome was release-with-caveats and is refer");
    expect(out).toContain("no longer a path: attach:onward-ban");
    expect(out).toContain("a new path: approve:head");
  });

  test("that the pack is not there any more: bad input", async () => {
    const folder = await packsCopy();
    await rename(join(folder, "nl-wiv"), join(folder, "nl-old"));
    const file = await fileOf("verdict.json", await decided());
    const ran = await caveat(["replay", file], { env: { CAVEAT_PACKS: folder } });
    expect([ran.code, ran.out, ran.err]).toEqual([
      2,
      "",
      expect.stringContaining("no pack of this name"),
    ]);
  });
});

describe("an altered record is noticed", () => {
  test.each<[string, string, string, RegExp]>([
    [
      "the outcome",
      '"outcome": "release-with-caveats",\n  "packs"',
      '"outcome": "release",\n  "packs"',
      /the outcome was release and is release-with-caveats/,
    ],
    ["a fact", '"evaluated": true', '"evaluated": false', /facts are not those its hash names/],
    [
      "the standing",
      '"relation": true',
      '"relation": false',
      /standing are not those its hash names/,
    ],
    [
      "the request",
      '"purpose": "warn",\n      "requester"',
      '"purpose": "harm",\n      "requester"',
      /request are not those its hash names/,
    ],
    [
      "a path",
      '"attach:onward-ban"\n      ]',
      '"attach:nothing"\n      ]',
      /no longer a path: attach:nothing/,
    ],
    [
      "a sentence of a reason",
      "carries the ban",
      "need not carry the ban",
      /the record was altered/,
    ],
    ["the basis of a reason", '"basis": "proposed"', '"basis": "law"', /the record was altered/],
    ["a clause", "Wiv 2017 art. 65", "Wiv 2017 art. 66", /the record was altered/],
    ["a task", '"tasks": []', '"tasks": [{}]', /the record was altered/],
    ["a performed measure", '"counts": true', '"counts": false', /the record was altered/],
    ["the hash of the packs", '"packs": "', '"packs": "0', /not a verdict/],
    ["one more field", '"tasks": []', '"tasks": [], "more": 1', /the record was altered/],
    [
      "the engine",
      '"engine": "caveat 0.0.1',
      '"engine": "caveat 0.0.0',
      /the engine was caveat 0\.0\.0/,
    ],
  ])("%s", async (_, from, to, says) => {
    const json = await decided();
    expect(json).toContain(from);
    const ran = await caveat(["replay", await fileOf("verdict.json", json.replace(from, to))]);
    expect(ran.code).toBeGreaterThan(0);
    expect(`${ran.out}${ran.err}`).toMatch(says);
  });

  test("even where only a field that would be filled in is taken out", async () => {
    const record = JSON.parse(await decided()) as { grounds: { recipient: { members: object[] } } };
    delete (record.grounds.recipient.members[0] as { watch?: unknown }).watch;
    const ran = await caveat(["replay", await fileOf("verdict.json", JSON.stringify(record))]);
    expect([ran.code, ran.out, ran.err]).toEqual([2, "", expect.stringContaining("not a verdict")]);
  });

  test.each(["{}", "[{}]", "[1]", '"x"', "null", '{"grounds": {}}'])(
    "%s is no verdict",
    async (text) => {
      const { code, out, err } = await caveat(["replay", await fileOf("verdict.json", text)]);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toMatch(/^caveat: .*verdict\.json at \/.*: this is not a verdict .*\n$/);
    },
  );
});

async function decided(change: object = {}): Promise<string> {
  const { code, out } = await caveat(["decide", await caseOf(change), "--json"]);
  expect(code).toBe(0);
  return out;
}

async function packsCopy(): Promise<string> {
  const folder = join(await scratch(), "packs");
  await cp(join(ROOT, "packs"), folder, { recursive: true });
  return folder;
}

/** Replays an ordinary verdict after one text in one file of its pack was replaced. */
async function replayUnder([name, from, to]: readonly [string, string, string]) {
  const record = await fileOf("verdict.json", await decided());
  const folder = await packsCopy();
  const file = join(folder, "nl-wiv", name);
  const text = await readFile(file, "utf8");
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
  return caveat(["replay", record], { env: { CAVEAT_PACKS: folder } });
}
