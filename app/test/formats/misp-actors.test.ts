import { describe, expect, test } from "vitest";
import type { Json, JsonObject, Part } from "../../src/core/item.ts";
import { attribute, claims, event, noteCodes, partAt, read, tags, values } from "./misp-event.ts";

const HERON = "aaaaaaaa-1111-4111-8111-111111111111";

describe("attributed to", () => {
  test.each([
    'misp-galaxy:threat-actor="Grey Heron"',
    'misp-galaxy:threat-actor="gh-1"',
    'MISP-GALAXY:threat-actor="GH-1"',
    'misp-galaxy:mitre-intrusion-set="Grey Heron - G0999"',
    'misp-galaxy:mitre-enterprise-attack-intrusion-set="Grey Heron"',
    'misp-galaxy:microsoft-activity-group="Grey Heron"',
    `misp-galaxy:some-vendor-threat-actor="${HERON}"`,
  ])("the countries that the actor table gives for the tag %s", (name) => {
    const part = eventPart({ Tag: tags(name) });
    expect(claims(part, "attributedTo")).toEqual([
      {
        fact: "attributedTo",
        value: "RU",
        place: "/Event/Tag/0",
        says: "Grey Heron: test table, 2026-01-01",
      },
    ]);
    expect(values(part, "concerns")).toEqual([]);
  });

  test("every candidate of an ambiguous name", () => {
    const part = eventPart({ Tag: tags('misp-galaxy:threat-actor="Marsh Bird"') });
    expect(values(part, "actors")).toEqual(["Marsh Bird"]);
    expect(values(part, "attributedTo")).toEqual(["RU", "IR"]);
  });

  test("nobody for an actor that the table does not know, who is named all the same", () => {
    const part = eventPart({ Tag: tags('misp-galaxy:threat-actor="Nobody"') });
    expect(values(part, "actors")).toEqual(["Nobody"]);
    expect(values(part, "attributedTo")).toEqual([]);
  });

  test("what the producer put in the embedded cluster, with the table's say beside it", () => {
    const meta = { country: ["CN"], "cfr-suspected-state-sponsor": ["China"], synonyms: ["GH-1"] };
    const part = eventPart(galaxy("threat-actor", { value: "Something", meta }));
    const at = "/Event/Galaxy/0/GalaxyCluster/0";
    expect(
      claims(part, "attributedTo").map(({ value, place, says }) => [value, place, says]),
    ).toEqual([
      ["RU", `${at}/value`, "Grey Heron: test table, 2026-01-01"],
      ["CN", `${at}/meta/country`, "the producer says so"],
      ["CN", `${at}/meta/cfr-suspected-state-sponsor`, "the producer says so"],
    ]);
  });

  test("the actor of a cluster's uuid", () => {
    const part = eventPart(galaxy("threat-actor", { value: "Renamed", uuid: HERON.toUpperCase() }));
    expect(values(part, "attributedTo")).toEqual(["RU"]);
  });

  test("nobody for the uuid of the galaxy itself, which old servers put in its clusters", () => {
    const uuid = "7cdff317-a673-4474-84ec-4f1754947823";
    expect(values(eventPart(galaxy("threat-actor", { value: "X", uuid })), "attributedTo")).toEqual(
      [],
    );
  });

  test("the actor that an attribute of type threat-actor names, for that attribute", () => {
    const inner = attribute({ type: "threat-actor", category: "Attribution", value: "GH-1" });
    const result = read(event({ Attribute: [inner, attribute()] }));
    expect(values(partAt(result, "/Event/Attribute/0"), "attributedTo")).toEqual(["RU"]);
    expect(values(partAt(result, "/Event/Attribute/1"), "attributedTo")).toEqual([]);
  });

  test("an event's actor for all it holds, and an attribute's own beside it", () => {
    const inner = attribute({ Tag: tags('misp-galaxy:threat-actor="Marsh Bird"') });
    const json = event({ Tag: tags('misp-galaxy:threat-actor="Grey Heron"'), Attribute: [inner] });
    const part = partAt(read(json), "/Event/Attribute/0");
    expect(values(part, "actors")).toEqual(["Marsh Bird", "Grey Heron"]);
    expect(values(part, "attributedTo")).toEqual(["RU", "IR"]);
  });
});

describe("concerns", () => {
  test.each<[string, JsonObject, readonly string[]]>([
    ["a country tag", { Tag: tags('misp-galaxy:country="russia"') }, ["RU"]],
    ["a target tag", { Tag: tags('misp-galaxy:target-information="Russia"') }, ["RU"]],
    ["a tag of a publisher's own", { Tag: tags("TARGET:RUSSIA") }, ["RU"]],
    ["a country cluster", galaxy("country", { value: "russia" }), ["RU"]],
    [
      "a region cluster",
      galaxy("region", { value: "143 - x", meta: { subregions: ["398 - Kazakhstan"] } }),
      ["KZ"],
    ],
    [
      "a target's place",
      { Attribute: [attribute({ type: "target-location", value: "Russia" })] },
      [],
    ],
    [
      "victims",
      galaxy("threat-actor", { value: "X", meta: { "cfr-suspected-victims": ["Russia", "NATO"] } }),
      ["RU"],
    ],
    [
      "where an actor was seen",
      galaxy("groups", { value: "X", meta: { observed_countries: ["RU"] } }),
      ["RU"],
    ],
  ])("%s is what an event concerns, never whom it is attributed to", (_, change, countries) => {
    const part = eventPart(change);
    expect(values(part, "concerns")).toEqual(countries);
    expect(values(part, "attributedTo")).toEqual([]);
  });

  test("a target's place is what the attribute concerns", () => {
    const inner = attribute({ type: "target-location", value: "Russian Federation" });
    const part = partAt(read(event({ Attribute: [inner] })), "/Event/Attribute/0");
    expect(values(part, "concerns")).toEqual(["RU"]);
  });

  test("a sector is a topic", () => {
    const part = eventPart({ Tag: tags('misp-galaxy:sector="Energy"') });
    expect(values(part, "topics")).toEqual(["energy"]);
    expect(values(part, "concerns")).toEqual([]);
  });

  test("a region or an undecidable country leaves the subject unknown", () => {
    for (const name of [
      'misp-galaxy:region="151 - Eastern Europe"',
      'misp-galaxy:country="korea"',
    ]) {
      expect(values(eventPart({ Tag: tags(name) }), "subjectKnown")).toEqual([false]);
    }
    const result = read(event({ Tag: tags('misp-galaxy:country="korea"') }));
    expect(noteCodes(result)).toEqual(["unreadable-country"]);
  });

  test("tools, producers and other galaxies concern and attribute nothing", () => {
    const names = ["tool", "producer", "mitre-malware", "botnet", "threat-actor-tool"];
    const part = eventPart({ Tag: tags(...names.map((type) => `misp-galaxy:${type}="Russia"`)) });
    expect(part.claims.filter(({ value }) => value === "RU" || value === "Russia")).toEqual([]);
  });

  test("a galaxy of markings is not read and says so", () => {
    const part = eventPart({ Tag: tags('misp-galaxy:stix-2.1-acs-marking="x"') });
    expect(values(part, "unreadableMarkings")).toEqual(["x"]);
  });

  test("a publisher's own cluster with a distribution of its own is noted", () => {
    const own = galaxy("tool", { value: "X", default: false, distribution: "0" });
    const shared = galaxy("tool", { value: "X", default: true, distribution: "0" });
    expect(noteCodes(read(event(own)))).toEqual(["cluster-distribution"]);
    expect(noteCodes(read(event(shared)))).toEqual([]);
  });
});

function eventPart(change: JsonObject): Part {
  return partAt(read(event(change)), "/Event");
}

function galaxy(type: string, cluster: Json): JsonObject {
  return { Galaxy: [{ type, GalaxyCluster: [cluster] }] };
}
