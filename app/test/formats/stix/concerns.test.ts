import { describe, expect, test } from "vitest";
import { bundle, claims, codes, facts, object, read, relate, table } from "./given.ts";

const france = object("location", 1, { country: "FRA" });
const russia = object("location", 2, { country: "ru" });
const actor = object("intrusion-set", 1, { name: "Test Bear" });
const victim = object("identity", 1, { identity_class: "organization" });

describe("countries that an item concerns", () => {
  test.each(["FR", "fra", "France"])("a location in %s concerns it", (country) => {
    const location = object("location", 3, { country });
    expect(claims(read(bundle(location)), location, "concerns")).toMatchObject([
      { value: "FR", place: "/objects/0/country" },
    ]);
  });

  test("a country's own name counts where OpenCTI says it is a country", () => {
    const location = object("location", 3, { name: "France", x_opencti_location_type: "Country" });
    expect(facts(read(bundle(location)), location, "concerns")).toEqual(["FR"]);
  });

  test("a country that is none, or several, is noted and claims nothing", () => {
    const location = object("location", 3, { country: "korea" });
    const reading = read(bundle(location));
    expect(facts(reading, location, "concerns")).toEqual([]);
    expect(reading.notes).toMatchObject([
      { code: "country-unreadable", place: "/objects/0/country" },
    ]);
  });

  test("a publisher's own country of an identity counts, each with its place", () => {
    const target = object("identity", 3, {
      identity_class: "organization",
      x_cta_country: ["UA", "PL"],
    });
    expect(claims(read(bundle(target)), target, "concerns")).toMatchObject([
      { value: "UA", place: "/objects/0/x_cta_country/0" },
      { value: "PL", place: "/objects/0/x_cta_country/1" },
    ]);
  });

  test("a galaxy label for a country concerns it and attributes nothing", () => {
    const labelled = object("report", 3, { labels: ['misp-galaxy:target-information="France"'] });
    const reading = read(bundle(labelled));
    expect(facts(reading, labelled, "concerns")).toEqual(["FR"]);
    expect(facts(reading, labelled, "attributedTo")).toEqual([]);
  });

  test("what is targeted is concerned, straight or through the victim, and never attributed to", () => {
    const reading = read(
      bundle(
        actor,
        victim,
        france,
        russia,
        relate(actor, "targets", victim),
        relate(actor, "targets", russia),
        relate(victim, "located-at", france),
      ),
    );
    expect(facts(reading, actor, "concerns")).toEqual(["FR", "RU"]);
    expect(facts(reading, victim, "concerns")).toEqual(["FR"]);
    expect(facts(reading, actor, "attributedTo")).toEqual([]);
  });

  test("a place within a place is in the country of the larger one", () => {
    const city = object("location", 3, { region: "western-europe" });
    const reading = read(bundle(city, france, relate(city, "located-at", france)));
    expect(facts(reading, city, "concerns")).toEqual(["FR"]);
  });

  test("where something was sighted is concerned", () => {
    const sighting = object("sighting", 1, {
      sighting_of_ref: actor.id,
      where_sighted_refs: [france.id],
    });
    expect(facts(read(bundle(sighting, actor, france)), sighting, "concerns")).toEqual(["FR"]);
  });

  test("an indicator concerns what the malware it indicates targets", () => {
    const malware = object("malware", 1, { is_family: false });
    const indicator = object("indicator", 1);
    const reading = read(
      bundle(
        indicator,
        malware,
        france,
        relate(indicator, "indicates", malware),
        relate(malware, "targets", france),
      ),
    );
    expect(facts(reading, indicator, "concerns")).toEqual(["FR"]);
  });

  test("a campaign does not aim at all that its actor ever aimed at", () => {
    const campaign = object("campaign", 1);
    const reading = read(
      bundle(
        campaign,
        actor,
        france,
        relate(campaign, "attributed-to", actor),
        relate(actor, "targets", france),
      ),
    );
    expect(facts(reading, campaign, "concerns")).toEqual([]);
  });

  test("a report about a victim country is not thereby attributed to it", () => {
    const report = object("report", 1, { object_refs: [victim.id, russia.id] });
    const reading = read(
      bundle(report, victim, russia, relate(victim, "located-at", russia)),
      table(["Test Bear", "IR"]),
    );
    expect(facts(reading, report, "concerns")).toEqual(["RU"]);
    expect(facts(reading, report, "attributedTo")).toEqual([]);
  });
});

describe("where an actor comes from, by relationship", () => {
  test.each([
    ["originates-from a location", relate(actor, "originates-from", russia), russia],
    ["located-at a location", relate(actor, "located-at", russia), russia],
  ])("%s is an attribution with the relationship as its evidence", (_, relation, place) => {
    const reading = read(bundle(actor, place, relation));
    expect(claims(reading, actor, "attributedTo")).toMatchObject([
      { value: "RU", place: "/objects/1/country", says: expect.stringContaining("/objects/2") },
    ]);
    expect(facts(reading, relation, "attributedTo")).toEqual(["RU"]);
  });

  test("attributed-to an identity that has a country attributes to that country", () => {
    const unit = object("identity", 5, { identity_class: "organization" });
    const reading = read(
      bundle(
        actor,
        unit,
        russia,
        relate(actor, "attributed-to", unit),
        relate(unit, "located-at", russia),
      ),
    );
    expect(facts(reading, actor, "attributedTo")).toEqual(["RU"]);
    expect(facts(reading, unit, "attributedTo")).toEqual([]);
  });

  test("and both at once stay apart", () => {
    const reading = read(
      bundle(
        actor,
        france,
        russia,
        relate(actor, "originates-from", russia),
        relate(actor, "targets", france),
      ),
    );
    expect(facts(reading, actor, "attributedTo")).toEqual(["RU"]);
    expect(facts(reading, actor, "concerns")).toEqual(["FR"]);
    expect(codes(reading)).toEqual([]);
  });
});
