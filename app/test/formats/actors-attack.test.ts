import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { makeActorTable, type ActorEntry } from "../../src/core/actor-table.ts";
import type { ActorTable } from "../../src/core/actor.ts";
import type { Json } from "../../src/core/item.ts";
import { readGalaxyCluster } from "../../src/formats/actors/galaxy.ts";
import { SEED_ACTORS } from "../../src/formats/actors/seed.ts";
import { describeWithData, sharedData } from "../shared-data.ts";

interface IntrusionSet {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly revoked?: boolean;
  readonly x_mitre_deprecated?: boolean;
}

describeWithData("ATT&CK intrusion sets joined with galaxies", () => {
  let sets: readonly IntrusionSet[] = [];
  let actors: readonly ActorEntry[] = [];

  beforeAll(() => {
    sets = activeSets();
    actors = clusterFile("threat-actor");
  });

  test("has 172 active sets and 1,041 threat actors", () => {
    expect(sets).toHaveLength(172);
    expect(actors).toHaveLength(1041);
  });

  test("at least 110 sets obtain a country from the threat-actor galaxy alone", () => {
    const found = join(makeActorTable(actors));
    expect(found.size).toBe(113);
    expect(count(found, "CN")).toBe(47);
    expect(count(found, "RU")).toBe(20);
    expect(count(found, "IR")).toBe(17);
    expect(count(found, "KP")).toBe(8);
  });

  test("the one ambiguous set keeps both candidates", () => {
    const found = join(makeActorTable([...SEED_ACTORS, ...actors]));
    expect(ambiguous(found)).toEqual([["Sandworm Team", ["IR", "RU"]]]);
    const iridium = makeActorTable(actors).byName("IRIDIUM");
    expect([...new Set(iridium.map(({ actor }) => actor))]).toEqual(["Sandworm", "IRIDIUM"]);
  });

  test("links of the intrusion-set galaxy add candidates, and astray ones change nothing", () => {
    const found = join(makeActorTable([...actors, ...clusterFile("mitre-intrusion-set")]));
    expect(found.size).toBe(114);
    expect(found.get("Turla")).toEqual(["RU"]);
  });

  test("with the galaxies of Microsoft and Tidal more sets obtain one", () => {
    const all = ["threat-actor", "mitre-intrusion-set", "microsoft-activity-group", "tidal-groups"];
    const found = join(makeActorTable(all.flatMap(clusterFile)));
    expect(found.size).toBe(123);
    expect(ambiguous(found).map(([name]) => name)).toEqual([
      "FIN7",
      "Mustang Panda",
      "Sandworm Team",
    ]);
  });

  test("no victim becomes an attribution: nobody is attributed to a state named only as a victim", () => {
    const found = join(makeActorTable(actors));
    expect(found.get("Turla")).toEqual(["RU"]);
    expect([...found.values()].flat()).not.toContain("DE");
  });

  test("the actors in the product agree with the galaxy wherever both name a country", () => {
    const table = makeActorTable(actors);
    const astray = SEED_ACTORS.flatMap((seed) => {
      const theirs = countriesOf(table, [seed.name], seed.uuids);
      const ours = seed.attributions.map(({ country }) => country);
      return theirs.length > 0 && !theirs.some((country) => ours.includes(country))
        ? [seed.name]
        : [];
    });
    expect(astray).toEqual([]);
    expect(join(makeActorTable(SEED_ACTORS)).size).toBeGreaterThanOrEqual(30);
  });

  function join(table: ActorTable): ReadonlyMap<string, readonly string[]> {
    const found = sets.map(({ name, aliases = [], id }) => {
      const uuid = id.slice("intrusion-set--".length);
      return [name, countriesOf(table, [name, ...aliases], [uuid])] as const;
    });
    return new Map(found.filter(([, countries]) => countries.length > 0));
  }
});

function countriesOf(
  table: ActorTable,
  names: readonly string[],
  ids: readonly string[],
): readonly string[] {
  const all = [...names.flatMap((n) => table.byName(n)), ...ids.flatMap((id) => table.byUuid(id))];
  return [...new Set(all.map(({ country }) => country))].toSorted();
}

function count(found: ReadonlyMap<string, readonly string[]>, country: string): number {
  return [...found.values()].filter((countries) => countries.includes(country)).length;
}

function ambiguous(
  found: ReadonlyMap<string, readonly string[]>,
): readonly (readonly [string, readonly string[]])[] {
  return [...found]
    .filter(([, countries]) => countries.length > 1)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function activeSets(): readonly IntrusionSet[] {
  const path = sharedData("attack", "enterprise-attack-18.1.stix21.json.gz");
  const bundle = JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")) as {
    objects: IntrusionSet[];
  };
  return bundle.objects.filter(
    (o) => o.type === "intrusion-set" && o.revoked !== true && o.x_mitre_deprecated !== true,
  );
}

function clusterFile(name: string): readonly ActorEntry[] {
  const path = sharedData("misp-galaxy", "clusters", `${name}.json`);
  const json = JSON.parse(readFileSync(path, "utf8")) as Json;
  return readGalaxyCluster(json, `${name}.json`, "0".repeat(64));
}
