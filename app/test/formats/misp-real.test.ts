import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { makeActorTable } from "../../src/core/actor-table.ts";
import { mergeFacts } from "../../src/core/facts/facts.ts";
import type { FactsSheet } from "../../src/core/facts/sheet.ts";
import type { Json } from "../../src/core/item.ts";
import { SEED_ACTORS } from "../../src/formats/actors/seed.ts";
import { looksLikeMisp, readMisp } from "../../src/formats/misp/misp.ts";
import { describeWithData, sharedData } from "../shared-data.ts";
import { noteCodes, partAt, values } from "./misp-event.ts";

const actors = makeActorTable(SEED_ACTORS);
const NOT_MISP = [
  "misp-events/pymisp/mispevent_testfiles__galaxy.json",
  "misp-feed-infoblox/manifest.json",
  "misp-stix/tests/test_attributes_collection_stix21.json",
  "misp-stix/tests/test_event1_stix21.json",
  "misp-stix/tests/test_event2_stix21.json",
  "misp-stix/tests/test_events_collection_stix21.json",
];

describeWithData("real MISP files", () => {
  test("are all told from what is no MISP", () => {
    expect(files().filter((file) => !looksLikeMisp(json(file)))).toEqual(NOT_MISP);
  });

  test("are all read, with every attribute as a part and no address in what is said", () => {
    const results = events().map((file) => ({ file, ...read(file) }));
    const parts = results.flatMap((result) => result.parts);
    expect(results).toHaveLength(89);
    const attributes = parts.filter(({ place }) => /\/Attribute\/\d+$/.test(place));
    expect(attributes).toHaveLength(32_118);
    const codes = new Set(results.flatMap(({ notes }) => notes.map(({ code }) => code)));
    expect(
      [...codes].filter((code) => /^(malformed|unknown-type|unreadable-country)$/.test(code)),
    ).toEqual([]);
    const said = results.flatMap(({ notes }) => notes.map(({ says }) => says)).join("\n");
    expect(said).not.toContain("@");
  });

  test("none that carries no TLP tag comes out with a TLP level", () => {
    const astray = events().filter((file) => {
      const tagged = /"name":\s*" ?tlp/i.test(readFileSync(sharedData(file), "utf8"));
      return !tagged && sheet(file).levels.tlp !== undefined;
    });
    expect(astray).toEqual([]);
  });

  test("of ESET say it by distribution: 3 is all, 1 community, 0 own", () => {
    const levels = files()
      .filter((file) => file.startsWith("misp-events/eset/"))
      .map((file) => sheet(file).levels.distribution?.value);
    expect(count(levels, "all")).toBe(31);
    expect(count(levels, "community")).toBe(3);
    expect(count(levels, "own")).toBe(5);
    expect(levels).toHaveLength(39);
  });

  test("of ESET carry the creator's e-mail address in most, which is noted", () => {
    const noted = events().filter((file) => noteCodes(read(file)).includes("creator-email"));
    expect(noted.filter((file) => file.startsWith("misp-events/eset/")).length).toBeGreaterThan(30);
  });

  test("the narrower of event and attribute counts", () => {
    const armenia = sheet("misp-events/eset/turla__misp-turla-wateringhole-armenia-event.json");
    expect(armenia.levels.distribution).toMatchObject({ value: "own", mixed: true });
  });

  test("a victim country is no attribution: Turla has Russia among its victims, the Dukes China", () => {
    const turla = sheet("misp-events/eset/turla__misp-turla-crutch-event.json").sets;
    expect(turla.attributedTo).toEqual(["RU"]);
    expect(turla.concerns).toEqual(expect.arrayContaining(["RU", "NL", "DE"]));
    const dukes = sheet("misp-events/eset/dukes__misp-dukes-operation-ghost-event.json").sets;
    expect(dukes.attributedTo).toEqual(["RU"]);
    expect(dukes.concerns).toContain("CN");
  });

  test("an actor of ESET's own galaxy, tagged by uuid, is named by the cluster", () => {
    const { actors: named, attributedTo } = sheet("misp-events/eset/windigo__ebury.misp.json").sets;
    expect(named).toEqual(["Ebury"]);
    expect(attributedTo).toBeUndefined();
  });

  test("ATT&CK numbers behind names are no part of them", () => {
    const { actors: named, attributedTo } = sheet(
      "misp-events/pymisp/reportlab_testfiles__galaxy_1.json",
    ).sets;
    expect(named).toEqual(["APT1", "APT12"]);
    expect(attributedTo).toEqual(["CN"]);
  });

  test("of Infoblox are all clear, every part by the event's tag", () => {
    const feed = events().filter((file) => file.startsWith("misp-feed-infoblox/"));
    expect(feed).toHaveLength(24);
    for (const file of feed) {
      expect(sheet(file).levels.tlp).toEqual({
        value: "clear",
        everywhere: true,
        mixed: false,
        onItem: true,
      });
    }
    const result = read("misp-feed-infoblox/dad88707-beb8-4a14-94e2-5ffecf5a5f85.json");
    expect(partAt(result, "/Event/Attribute/0").claims).toContainEqual(
      expect.objectContaining({ fact: "tlp", value: "clear", place: "/Event/Tag/0" }),
    );
    expect(values(partAt(result, "/Event/Attribute/0"), "lastProcessed")).toEqual([
      "2023-02-07T22:00:00Z",
    ]);
  });

  test("Japanese in every field is read", () => {
    const file = "misp-events/pymisp/reportlab_testfiles__japanese_test.json";
    expect(read(file).parts).toHaveLength(2);
    expect(sheet(file).sets.actors).toEqual(["APT32"]);
  });

  test("events without Attribute, and objects without event, are read", () => {
    expect(read("misp-events/pymisp/mispevent_testfiles__event.json").parts).toHaveLength(1);
    const fragment = read("misp-events/pymisp/mispevent_testfiles__event_obj_tag.json");
    expect(fragment.parts.map(({ place }) => place)).toEqual([
      "/Object/0",
      "/Object/0/Attribute/0",
    ]);
    expect(noteCodes(fragment)).toEqual(["bad-uuid", "no-event"]);
  });

  test("the answer of an attribute search is read", () => {
    const result = read("misp-stix/tests/test_attributes_collection_1.json");
    expect(result.parts.map(({ type }) => type)).toEqual(["AS", "domain"]);
  });
});

function files(): readonly string[] {
  const folders = [
    "misp-events/eset",
    "misp-events/pymisp",
    "misp-feed-infoblox",
    "misp-stix/tests",
  ];
  return folders.flatMap((folder) =>
    readdirSync(sharedData(folder))
      .filter((name) => name.endsWith(".json"))
      .toSorted()
      .map((name) => `${folder}/${name}`),
  );
}

function events(): readonly string[] {
  return files().filter((file) => !NOT_MISP.includes(file));
}

function json(file: string): Json {
  return JSON.parse(readFileSync(sharedData(file), "utf8")) as Json;
}

const read = remember((file) => readMisp(json(file), { actors, name: file }));

const sheet = remember((file): FactsSheet => mergeFacts(read(file).parts, []).sheet);

/** Each file is read once. */
function remember<T>(make: (file: string) => T): (file: string) => T {
  const made = new Map<string, T>();
  return (file) => {
    const before = made.get(file) ?? make(file);
    made.set(file, before);
    return before;
  };
}

function count(values: readonly (string | undefined)[], value: string): number {
  return values.filter((one) => one === value).length;
}
