import { describe, expect, test } from "vitest";
import {
  actorTable,
  bundle,
  claims,
  CREATOR,
  facts,
  id,
  object,
  read,
  relate,
  table,
} from "./given.ts";

const bear = object("intrusion-set", 1, { name: "Test Bear", aliases: ["Test Bear", "TB-1"] });
const panda = object("intrusion-set", 2, { name: "Test Panda" });
const campaign = object("campaign", 1);
const malware = object("malware", 1, { is_family: true });
const indicator = object("indicator", 1);
const actors = table(["Test Bear", "RU"], ["Test Panda", "CN"]);

describe("actors", () => {
  test("are attributed by their name, with who says so and where the name stands", () => {
    expect(claims(read(bundle(bear), actors), bear, "attributedTo")).toEqual([
      {
        fact: "attributedTo",
        value: "RU",
        place: "/objects/0/name",
        says: '"Test Bear" is Test Bear, attributed to RU by test table (2026-01-01)',
      },
    ]);
  });

  test("are attributed by an alias, in any case", () => {
    const reading = read(bundle(bear), table(["tb-1", "RU"]));
    expect(claims(reading, bear, "attributedTo")).toMatchObject([
      { place: "/objects/0/aliases/1" },
    ]);
  });

  test("are attributed by the uuid of their id", () => {
    const uuid = panda.id.slice("intrusion-set--".length);
    const reading = read(bundle(panda), actorTable([{ names: ["P"], uuid, country: "CN" }]));
    expect(claims(reading, panda, "attributedTo")).toMatchObject([{ place: "/objects/0/id" }]);
  });

  test("with an ambiguous name keep all candidates", () => {
    const both = table(["Test Bear", "RU"], ["Test Bear", "IR"]);
    expect(facts(read(bundle(bear), both), bear, "attributedTo")).toEqual(["IR", "RU"]);
  });

  test("keep every source that says the same", () => {
    const both = table(["Test Bear", "RU"], ["TB-1", "RU"]);
    expect(claims(read(bundle(bear), both), bear, "attributedTo")).toHaveLength(2);
  });

  test("name themselves and the main name of their actor", () => {
    const known = actorTable([{ names: ["Sparrow", "TB-1"], uuid: "", country: "RU" }]);
    expect(facts(read(bundle(bear), known), bear, "actors")).toEqual([
      "Sparrow",
      "TB-1",
      "Test Bear",
    ]);
  });

  test("a campaign's own name is no actor's name, but may be known as one", () => {
    const named = object("campaign", 3, { name: "Test Bear" });
    const reading = read(bundle(named, campaign), actors);
    expect(facts(reading, named, "attributedTo")).toEqual(["RU"]);
    expect(facts(reading, campaign, "actors")).toEqual([]);
  });

  test("free text names nobody", () => {
    const told = object("report", 1, { description: "Test Bear of Russia attacked France" });
    const reading = read(bundle(told), actors);
    expect(facts(reading, told, "attributedTo")).toEqual([]);
    expect(facts(reading, told, "concerns")).toEqual([]);
  });

  test("a galaxy label names the actor", () => {
    const labelled = object("report", 1, { labels: ['misp-galaxy:threat-actor="Test Bear"'] });
    expect(facts(read(bundle(labelled), actors), labelled, "attributedTo")).toEqual(["RU"]);
  });

  test("the country a producer states is attributed to, and says so", () => {
    const stated = object("threat-actor", 1, { country: "IR" });
    expect(claims(read(bundle(stated)), stated, "attributedTo")).toMatchObject([
      { value: "IR", says: expect.stringContaining("producer") },
    ]);
  });
});

describe("attribution travels", () => {
  const chain = [
    relate(indicator, "indicates", malware),
    relate(malware, "authored-by", campaign),
    relate(campaign, "attributed-to", bear),
  ];

  test("from an actor to its campaign, its malware and the indicator of that", () => {
    const reading = read(bundle(indicator, malware, campaign, bear, ...chain), actors);
    for (const reached of [campaign, malware, indicator]) {
      expect(facts(reading, reached, "attributedTo")).toEqual(["RU"]);
    }
    expect(claims(reading, indicator, "attributedTo")).toMatchObject([
      { place: "/objects/3/name" },
    ]);
  });

  test("in any order of the objects", () => {
    const objects = [indicator, malware, campaign, bear, ...chain];
    const forth = read(bundle(...objects), actors);
    const back = read(bundle(...objects.toReversed()), actors);
    for (const each of objects) {
      expect(facts(back, each, "attributedTo")).toEqual(facts(forth, each, "attributedTo"));
    }
  });

  test("never the other way: the actor does not take from its campaigns", () => {
    const known = object("campaign", 5, { name: "Test Panda" });
    const reading = read(bundle(known, bear, relate(known, "attributed-to", bear)), actors);
    expect(facts(reading, bear, "attributedTo")).toEqual(["RU"]);
    expect(facts(reading, known, "attributedTo")).toEqual(["CN", "RU"]);
  });

  test("from the successor to a revoked actor, which keeps its own", () => {
    const old = { ...panda, revoked: true };
    const reading = read(bundle(old, bear, relate(old, "revoked-by", bear)), actors);
    expect(facts(reading, old, "attributedTo")).toEqual(["CN", "RU"]);
  });

  test("to a relationship from both its ends", () => {
    const link = relate(bear, "related-to", panda);
    const reading = read(bundle(link, bear, panda), actors);
    expect(facts(reading, link, "attributedTo")).toEqual(["CN", "RU"]);
  });

  test("to a report from all its members, through a grouping too", () => {
    const grouping = object("grouping", 1, { object_refs: [panda.id] });
    const report = object("report", 1, { object_refs: [bear.id, grouping.id] });
    const reading = read(bundle(report, grouping, bear, panda), actors);
    expect(facts(reading, report, "attributedTo")).toEqual(["CN", "RU"]);
    expect(facts(reading, bear, "attributedTo")).toEqual(["RU"]);
  });

  test("from an actor that is not in the file, where its id is known", () => {
    const uuid = panda.id.slice("intrusion-set--".length);
    const report = object("report", 1, { object_refs: [panda.id] });
    const reading = read(bundle(report), actorTable([{ names: ["P"], uuid, country: "CN" }]));
    expect(claims(reading, report, "attributedTo")).toMatchObject([
      { value: "CN", place: "/objects/0/object_refs/0" },
    ]);
  });

  test("through a cycle, and ends", () => {
    const a = object("grouping", 1, { object_refs: [id("grouping", 2)] });
    const b = object("grouping", 2, { object_refs: [id("grouping", 1), bear.id] });
    const self = relate(object("relationship", 900), "related-to", object("relationship", 901));
    const looped = { ...self, source_ref: self.id };
    const reading = read(bundle(a, b, bear, looped), actors);
    expect(facts(reading, a, "attributedTo")).toEqual(["RU"]);
    expect(claims(reading, a, "attributedTo")).toHaveLength(1);
  });

  test("not to whoever made the object", () => {
    const maker = { ...object("identity", 1), id: CREATOR };
    expect(facts(read(bundle(maker, bear), actors), maker, "attributedTo")).toEqual([]);
  });
});

describe("tools", () => {
  test("that one known set uses are a candidate, and say why", () => {
    const use = relate(bear, "uses", malware);
    const reading = read(bundle(malware, bear, use), actors);
    expect(claims(reading, malware, "attributedTo")).toMatchObject([
      { value: "RU", place: "/objects/2", says: expect.stringContaining("candidate") },
    ]);
  });

  test("that several sets use are attributed to none of them", () => {
    const uses = [relate(bear, "uses", malware), relate(panda, "uses", malware)];
    const reading = read(bundle(malware, bear, panda, ...uses), actors);
    expect(facts(reading, malware, "attributedTo")).toEqual([]);
    expect(facts(reading, malware, "actors")).toEqual([]);
  });

  test("that a known and an unknown set use are shared too", () => {
    const nameless = object("intrusion-set", 7);
    const uses = [relate(bear, "uses", malware), relate(nameless, "uses", malware)];
    const reading = read(bundle(malware, bear, nameless, ...uses), actors);
    expect(facts(reading, malware, "attributedTo")).toEqual([]);
  });

  test("that a set and its own campaign use are used by one set", () => {
    const uses = [relate(bear, "uses", malware), relate(campaign, "uses", malware)];
    const reading = read(
      bundle(malware, bear, campaign, relate(campaign, "attributed-to", bear), ...uses),
      actors,
    );
    expect(facts(reading, malware, "attributedTo")).toEqual(["RU"]);
  });

  test("that a set and its revoked predecessor use are used by one set", () => {
    const old = { ...panda, name: "Old Bear", revoked: true };
    const uses = [relate(bear, "uses", malware), relate(old, "uses", malware)];
    const reading = read(
      bundle(malware, bear, old, relate(old, "revoked-by", bear), ...uses),
      actors,
    );
    expect(facts(reading, malware, "attributedTo")).toEqual(["RU"]);
  });

  test("that a set and a campaign of nobody use still point to the set", () => {
    const uses = [relate(bear, "uses", malware), relate(campaign, "uses", malware)];
    expect(
      facts(read(bundle(malware, bear, campaign, ...uses), actors), malware, "attributedTo"),
    ).toEqual(["RU"]);
  });

  test("hand their candidate on to their indicators", () => {
    const reading = read(
      bundle(
        malware,
        bear,
        indicator,
        relate(bear, "uses", malware),
        relate(indicator, "indicates", malware),
      ),
      actors,
    );
    expect(facts(reading, indicator, "attributedTo")).toEqual(["RU"]);
  });

  test("a technique is nobody's, however few use it", () => {
    const technique = object("attack-pattern", 1);
    const reading = read(bundle(technique, bear, relate(bear, "uses", technique)), actors);
    expect(facts(reading, technique, "attributedTo")).toEqual([]);
  });

  test("the actors' own tools do not attribute the actor", () => {
    const reading = read(bundle(malware, bear, relate(bear, "uses", malware)), actors);
    expect(claims(reading, bear, "attributedTo")).toHaveLength(1);
  });
});
