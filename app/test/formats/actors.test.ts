import { describe, expect, test } from "vitest";
import { makeActorTable } from "../../src/core/actor-table.ts";
import { toCountry } from "../../src/core/country.ts";
import { isDay } from "../../src/core/day.ts";
import type { Json } from "../../src/core/item.ts";
import { Refusal } from "../../src/core/refusal.ts";
import { readGalaxyCluster } from "../../src/formats/actors/galaxy.ts";
import { SEED_ACTORS } from "../../src/formats/actors/seed.ts";
import {
  actorTableToJson,
  importGalaxy,
  parseActorTable,
} from "../../src/formats/actors/table-file.ts";

const SHA = "0123456789abcdef".repeat(4);
const SOURCE = "x.json (MISP galaxy threat-actor version 7, sha256 0123456789ab)";
const BEAR = "5b4ee3ea-eee3-4c8e-8323-85ae32658754";
const PANDA = "56b37b05-72e7-4a89-ba8a-61ce45269a8c";

describe("readGalaxyCluster", () => {
  test("takes name, synonyms, uuid and country of each actor, with its source", () => {
    const values = [
      { value: "Bear", uuid: BEAR.toUpperCase(), meta: { country: "RU", synonyms: ["B1"] } },
    ];
    expect(readGalaxyCluster(galaxy(values), "x.json", SHA)).toEqual([
      {
        name: "Bear",
        aliases: ["B1"],
        uuids: [BEAR],
        attributions: [{ country: "RU", actor: "Bear", source: `${SOURCE}, country`, date: "" }],
      },
    ]);
  });

  test.each([
    ["a code", { country: "cn" }, ["CN"]],
    ["an array", { country: ["CN", "RU", "CN"] }, ["CN", "RU"]],
    ["an empty text", { country: "" }, []],
    ["a name that means two countries", { country: "korea" }, []],
    [
      "a suspected sponsor by name",
      { "cfr-suspected-state-sponsor": "Iran (Islamic Republic of)" },
      ["IR"],
    ],
    ["an unknown sponsor", { "cfr-suspected-state-sponsor": "Unknown" }, []],
    ["both", { country: "KP", "cfr-suspected-state-sponsor": "China" }, ["KP", "CN"]],
    ["victims", { "cfr-suspected-victims": ["Russia"], observed_countries: ["US"] }, []],
    ["a number", { country: 7 }, []],
    ["no meta", undefined, []],
  ])("attributes from %s", (_, meta, countries) => {
    const values = [meta === undefined ? { value: "X" } : { value: "X", meta }];
    const [entry] = readGalaxyCluster(galaxy(values), "x.json", SHA);
    expect(entry?.attributions.map(({ country }) => country)).toEqual(countries);
  });

  test("leaves out what has no name, and survives what is no cluster", () => {
    const values = [null, 7, "x", [], {}, { value: "" }, { value: 7 }, { value: "\u0007" }];
    expect(readGalaxyCluster(galaxy(values), "x.json", SHA)).toEqual([]);
  });

  test("follows likely links of intrusion sets only", () => {
    const related = [
      { "dest-uuid": BEAR, type: "similar", tags: [likelihood("likely")] },
      { "dest-uuid": PANDA, type: "similar", tags: [likelihood("unlikely")] },
      { "dest-uuid": PANDA, type: "uses", tags: [likelihood("likely")] },
      { "dest-uuid": PANDA, type: "similar" },
      { "dest-uuid": "none", type: "similar", tags: [likelihood("likely")] },
      null,
    ];
    const linked = (type: string): unknown =>
      readGalaxyCluster(galaxy([{ value: "X", related }], type), "x.json", SHA)[0]?.linked;
    expect(linked("mitre-intrusion-set")).toEqual([BEAR]);
    expect(linked("threat-actor")).toBeUndefined();
  });

  test.each<[string, Json]>([
    ["nothing", null],
    ["a list", []],
    ["a MISP event", { Event: {} }],
    ["a galaxy definition", { type: "threat-actor", name: "Threat Actor", uuid: BEAR }],
    ["a cluster of countries", galaxy([{ value: "russia" }], "country")],
    ["a cluster of tools", galaxy([{ value: "x" }], "tool")],
  ])("refuses %s", (_, json) => {
    expect(codeOf(() => readGalaxyCluster(json, "x.json", SHA))).toBe("bad-actors");
  });
});

describe("a stored import", () => {
  const imported = importGalaxy(
    galaxy(
      [
        { value: "Bear", uuid: BEAR, meta: { country: "RU", synonyms: ["B1"] } },
        {
          value: "Bear Team",
          related: [{ "dest-uuid": BEAR, type: "similar", tags: [likelihood("likely")] }],
        },
      ],
      "mitre-intrusion-set",
    ),
    "x.json",
    SHA,
    "2026-11-26",
  );

  test("dates what the file says by the day of the import", () => {
    expect(makeActorTable(imported.entries).byName("bear")).toMatchObject([
      { country: "RU", date: "2026-11-26" },
    ]);
  });

  test("comes back as it was stored", () => {
    const stored = JSON.stringify(actorTableToJson([imported]));
    expect(parseActorTable(JSON.parse(stored) as Json, "actors.json")).toEqual([imported]);
    expect(parseActorTable(actorTableToJson([]), "actors.json")).toEqual([]);
  });

  test.each<[string, Json, string]>([
    ["nothing", null, "/"],
    ["another version", { caveat: "actors/2", imported: [] }, "/caveat"],
    ["an unknown field", { caveat: "actors/1", imported: [], more: 1 }, "/"],
    ["a hash that is none", stored({ sha256: "x" }), "/imported/0/sha256"],
    ["a day that does not exist", stored({ on: "2026-02-29" }), "/imported/0/on"],
    ["a country that does not exist", stored({}, "ZZ"), "/imported/0/entries/0/attributions/0/0"],
    ["a country in lower case", stored({}, "ru"), "/imported/0/entries/0/attributions/0/0"],
  ])("is refused with its place when it is %s", (_, json, place) => {
    expect(codeOf(() => parseActorTable(json, "actors.json"))).toBe("bad-actors");
    expect(placeOf(() => parseActorTable(json, "actors.json"))).toBe(`actors.json at ${place}`);
  });
});

describe("the actors in the product", () => {
  test("are between 25 and 45, each with a country that exists, a source and a day", () => {
    expect(SEED_ACTORS.length).toBeGreaterThanOrEqual(25);
    expect(SEED_ACTORS.length).toBeLessThanOrEqual(45);
    const said = SEED_ACTORS.flatMap(({ attributions }) => attributions);
    expect(said.filter(({ country }) => toCountry(country) !== country)).toEqual([]);
    expect(said.filter(({ date }) => !isDay(date) || date > "2026-01-01")).toEqual([]);
    expect(said.filter(({ source }) => source.length < 15)).toEqual([]);
    expect(SEED_ACTORS.filter(({ attributions }) => attributions.length === 0)).toEqual([]);
  });

  test("share no name and no id", () => {
    const names = SEED_ACTORS.flatMap((e) => [e.name, ...e.aliases]).map((n) => n.toLowerCase());
    const ids = SEED_ACTORS.flatMap(({ uuids }) => uuids);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))).toEqual([]);
  });

  test("are found by the names in use", () => {
    const table = makeActorTable(SEED_ACTORS);
    expect(table.byName("fancy bear")).toMatchObject([{ country: "RU", date: "2018-10-04" }]);
    expect(table.byName("APT10")).toMatchObject([{ country: "CN" }]);
    expect(table.byName("Ghostwriter").map(({ country }) => country)).toEqual(["RU", "BY"]);
  });
});

function galaxy(values: readonly Json[], type = "threat-actor"): Json {
  return { type, name: "Test", version: 7, values };
}

function stored(change: Readonly<Record<string, Json>>, country = "RU"): Json {
  const entry = { name: "X", aliases: [], uuids: [], attributions: [[country, "source"]] };
  const one = { file: "x.json", sha256: SHA, on: "2026-11-26", entries: [entry], ...change };
  return { caveat: "actors/1", imported: [one] };
}

function likelihood(word: string): string {
  return `estimative-language:likelihood-probability="${word}"`;
}

function refusalOf(run: () => unknown): Refusal | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  return undefined;
}

function codeOf(run: () => unknown): string | undefined {
  return refusalOf(run)?.code;
}

function placeOf(run: () => unknown): string | undefined {
  return refusalOf(run)?.place;
}
