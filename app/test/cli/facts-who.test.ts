import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { caveat, fileOf, ROOT, scratch } from "../support/cli.ts";

const LOWLAND = join(ROOT, "scenarios", "lowland");
const ITEMS = [
  "snow-tide.stix21.json",
  "slow-anchor.stix21.json.gz",
  "quiet-ledger.stix20.json",
  "kestrel.misp-event.json",
  "pump-controller.csaf.json",
  "centrifuge-parts.pdf",
  "linde-liaison.eml",
  "community-list.csv",
  "court-reporter.txt",
  "winter-market.md",
] as const;

/** An intrusion set nobody marked, by an actor of the product's own table. */
const UNMARKED = {
  type: "intrusion-set",
  spec_version: "2.1",
  id: "intrusion-set--11111111-1111-4111-8111-111111111111",
  created: "2026-01-01T00:00:00.000Z",
  modified: "2026-01-01T00:00:00.000Z",
  name: "Turla",
} as const;
const EVENT = {
  Event: { uuid: "2".repeat(8) + "-2222-4222-8222-222222222222", info: "x", Attribute: [] },
};

interface Facts {
  readonly item: { readonly sha256: string; readonly size: number; readonly parts: number };
  readonly facts: readonly {
    readonly fact: string;
    readonly value: string | boolean;
    readonly evidence: readonly {
      readonly place: string;
      readonly says: string;
      readonly statedBy?: string;
    }[];
  }[];
}

describe("caveat facts", () => {
  test.each(ITEMS)("of %s gives every value a place or a person", async (name) => {
    const { facts } = await factsOf(join(LOWLAND, "items", name));
    expect(facts.length).toBeGreaterThan(0);
    const bare = facts.filter(
      ({ evidence }) =>
        evidence.length === 0 ||
        evidence.some(({ place, says }) => says === "" || typeof place !== "string"),
    );
    expect(bare).toEqual([]);
  });

  test.each(ITEMS)("of %s names the hash and the length of the original bytes", async (name) => {
    const path = join(LOWLAND, "items", name);
    const bytes = await readFile(path);
    const { item } = await factsOf(path);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect([item.sha256, item.size]).toEqual([sha256, bytes.length]);
  });

  test("shows which person states what a source means", async () => {
    const { facts } = await factsOf(join(LOWLAND, "items", "quiet-ledger.stix20.json"));
    const stated = facts.flatMap(({ evidence }) =>
      evidence.filter((one) => one.statedBy !== undefined),
    );
    expect(stated.filter((one) => !/^sourceDefaults\[\d+\]\.facts\./.test(one.place))).toEqual([]);
  });

  test("of one object, or of one type, shows that alone", async () => {
    const file = await fileOf(
      "a.json",
      JSON.stringify([UNMARKED, { ...UNMARKED, id: OTHER_ID, name: "Nobody" }]),
    );
    const one = await factsOf(file, "--part", UNMARKED.id);
    expect(one.facts).toContainEqual(
      expect.objectContaining({ fact: "attributedTo", value: "RU" }),
    );
    const listed = await caveat(["facts", file, "--type", "intrusion-set"]);
    expect([listed.code, listed.out]).toEqual([
      0,
      expect.stringContaining("2 parts of the type intrusion-set"),
    ]);
  });

  test.each([
    [["--part", "nothing"], /no part "nothing"/],
    [["--type", "intrusion-sets"], /did you mean "intrusion-set"\?/],
    [["--site", "nowhere.yaml"], /nowhere\.yaml: there is no such file/],
  ])("with %j is refused", async (args, says) => {
    const file = await fileOf("a.json", JSON.stringify([UNMARKED]));
    const { code, out, err } = await caveat(["facts", file, ...args]);
    expect([code, out, err]).toEqual([2, "", expect.stringMatching(says)]);
  });

  test("reads the same facts from the same bytes, gzipped or not", async () => {
    const text = JSON.stringify([UNMARKED]);
    const [plain, zipped] = [
      await fileOf("a.json", text),
      await fileOf("a.json.gz", gzipSync(text)),
    ];
    expect((await factsOf(zipped)).facts).toEqual((await factsOf(plain)).facts);
  });

  test("prints nothing of a stranger's that could command a terminal", async () => {
    const tag = { name: "tlp:\u001b[2Jpurple\u009b" };
    const event = { Event: { ...EVENT.Event, info: "\u001b]0;x\u0007", Tag: [tag] } };
    const file = await fileOf("a\u001b[2J.json", JSON.stringify(event));
    const { out } = await caveat(["facts", file, "--all"]);
    expect(out).toContain("purple");
    expect(controlsIn(out)).toEqual([]);
  });
});

describe("caveat who", () => {
  test.each(ITEMS)("of %s answers for every partner and group of the site", async (name) => {
    const { code, out } = await caveat([
      "who",
      join(LOWLAND, "items", name),
      "--json",
      "--now",
      "2026-11-26",
    ]);
    const verdicts = JSON.parse(out) as readonly { partner: string; outcome: string }[];
    expect([code, new Set(verdicts.map((one) => one.partner)).size]).toEqual([0, verdicts.length]);
    expect(verdicts.length).toBeGreaterThanOrEqual(9);
  });

  test.each([
    ["STIX", "a.json", JSON.stringify([UNMARKED])],
    ["MISP", "a.json", JSON.stringify(EVENT)],
    ["text", "a.txt", "An attack on the harbour is expected."],
    ["Markdown", "a.md", "# Report\n\nAn attack is expected."],
    ["CSV", "a.csv", "address\n192.0.2.1\n"],
  ])("of unmarked %s lets nobody have it as it is", async (_, name, text) => {
    const { out } = await caveat(["who", await fileOf(name, text), "--json"]);
    const outcomes = (JSON.parse(out) as readonly { outcome: string }[]).map((one) => one.outcome);
    expect(outcomes.length).toBeGreaterThanOrEqual(9);
    expect(outcomes.filter((one) => one.startsWith("release"))).toEqual([]);
  });

  test("prints one row, and the whole verdict of those asked about", async () => {
    const file = await fileOf("a.txt", "TLP:GREEN\nAn attack is expected.");
    const short = await caveat(["who", file]);
    const long = await caveat(["who", file, "--partner", "alder", "linde"]);
    expect(short.out).toContain("caveat who");
    expect([short.out, long.out].map((out) => out.match(/^a\.txt → \w+: /gm)?.length)).toEqual([
      undefined,
      2,
    ]);
  });

  test.each([
    [["--partner", "aldr"], /"aldr" is not a registered partner or group; did you mean "alder"\?/],
    [["--action", "attack"], /one of none, own-logs/],
    [["--now", "2026-02-29"], /not a day that exists/],
  ])("with %j is refused", async (args, says) => {
    const { code, out, err } = await caveat(["who", await fileOf("a.txt", "x"), ...args]);
    expect([code, out, err]).toEqual([2, "", expect.stringMatching(says)]);
  });
});

describe("caveat actors import", () => {
  const cluster = (country: string) =>
    JSON.stringify({
      type: "threat-actor",
      version: 1,
      values: [
        {
          value: "Hollow Reed",
          uuid: "3".repeat(8) + "-3333-4333-8333-333333333333",
          meta: { country },
        },
      ],
    });
  const reed = { ...UNMARKED, name: "hollow reed" };

  test("adds actors for later readings, with their source; the same file again replaces them", async () => {
    const env = { CAVEAT_HOME: join(await scratch(), "home") };
    const item = await fileOf("a.json", JSON.stringify([reed]));
    const countries = async (): Promise<unknown[]> =>
      (await factsOf(item, { env })).facts
        .filter((one) => one.fact === "attributedTo")
        .map((one) => one.value);
    expect(await countries()).toEqual([]);
    const file = await fileOf("threat-actor.json", cluster("XA"));
    expect(await caveat(["actors", "import", file], { env })).toEqual({
      code: 0,
      out: `1 actors, 0 with a country, kept in ${env.CAVEAT_HOME}/actors.json\n`,
      err: "",
    });
    for (const country of ["IR", "CN"]) {
      const next = await fileOf("threat-actor.json", cluster(country));
      expect((await caveat(["actors", "import", next], { env })).code).toBe(0);
      expect(await countries()).toEqual([country]);
    }
  });

  test.each(["{}", "[]", '{"type":"country","values":[]}', "not json"])(
    "refuses %s, and keeps nothing",
    async (text) => {
      const env = { CAVEAT_HOME: join(await scratch(), "home") };
      const { code, out } = await caveat(["actors", "import", await fileOf("a.json", text)], {
        env,
      });
      expect([code, out]).toEqual([2, ""]);
      await expect(readFile(join(env.CAVEAT_HOME, "actors.json"))).rejects.toThrow("ENOENT");
    },
  );

  test("a table that somebody damaged is refused by name, never read as empty", async () => {
    const home = await fileOf("actors.json", '{"caveat":"actors/1"');
    const env = { CAVEAT_HOME: join(home, "..") };
    const { code, err } = await caveat(["facts", await fileOf("a.txt", "x")], { env });
    expect([code, err]).toEqual([2, expect.stringContaining("actors.json")]);
  });
});

const OTHER_ID = "intrusion-set--11111111-1111-4111-8111-111111111112";

/** Control characters other than tab and line feed. */
function controlsIn(text: string): readonly string[] {
  return [...text].filter((one) => {
    const code = one.charCodeAt(0);
    return (code < 0x20 && code !== 0x09 && code !== 0x0a) || (code >= 0x7f && code <= 0x9f);
  });
}

async function factsOf(
  file: string,
  ...rest: readonly (string | { env: Record<string, string> })[]
): Promise<Facts> {
  const args = rest.filter((one) => typeof one === "string");
  const circumstances = rest.find((one) => typeof one !== "string") ?? {};
  const { code, out, err } = await caveat(["facts", file, "--json", ...args], circumstances);
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out) as Facts;
}
