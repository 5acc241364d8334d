import { describe, expect, test } from "vitest";
import { bundle, claims, facts, object, read, relate } from "./given.ts";

const individual = object("identity", 1, { identity_class: "individual" });
const france = object("location", 1, { country: "FR" });

describe("persons", () => {
  test.each([
    ["an individual", individual],
    [
      "an individual among other classes",
      object("identity", 2, { identity_class: ["unknown", "individual"] }),
    ],
    [
      "an address to reach somebody",
      object("identity", 3, { contact_information: "desk@example.org" }),
    ],
    ["a telephone number", object("identity", 4, { contact_information: "+31 (0)70 123 4567" })],
    ["an e-mail address", object("email-addr", 5, { value: "x@example.org" })],
    ["an e-mail", object("email-message", 6, { is_multipart: false })],
    ["a user account", object("user-account", 7, { user_id: "x" })],
    [
      "a threat actor that is one person",
      object("threat-actor", 8, { resource_level: "individual" }),
    ],
    [
      "a pattern for an e-mail address",
      object("indicator", 9, { pattern: "[email-addr:value = 'x']" }),
    ],
    [
      "an account among 2.0 observables",
      object("observed-data", 10, { objects: { 0: { type: "user-account", user_id: "x" } } }),
    ],
  ])("%s is personal and identifies", (_, holder) => {
    const reading = read(bundle(holder));
    expect(facts(reading, holder, "personal")).toEqual([true]);
    expect(facts(reading, holder, "identifiesOrLocates")).toEqual([true]);
  });

  test.each([
    ["an organisation", object("identity", 1, { identity_class: "organization" })],
    ["an organisation's web site", object("identity", 1, { contact_information: "example.org" })],
    ["an IPv4 address", object("ipv4-addr", 2, { value: "192.0.2.1" })],
    ["an IPv6 address", object("ipv6-addr", 3, { value: "2001:db8::1" })],
    [
      "a pattern for an address",
      object("indicator", 4, { pattern: "[ipv4-addr:value = '192.0.2.1']" }),
    ],
    ["a technique", object("attack-pattern", 5)],
  ])("%s claims nothing, not even that there is no person", (_, holder) => {
    expect(claims(read(bundle(holder)), holder, "personal")).toEqual([]);
  });

  test("are in whatever refers to them, told once", () => {
    const other = object("identity", 2, { identity_class: "individual" });
    const report = object("report", 3, { object_refs: [individual.id, other.id] });
    const link = relate(individual, "related-to", report);
    const reading = read(bundle(individual, other, report, link));
    expect(claims(reading, report, "personal")).toHaveLength(1);
    expect(facts(reading, link, "identifiesOrLocates")).toEqual([true]);
  });

  test.each([
    ["lawyerClient", { roles: ["attorney"] }],
    ["lawyerClient", { description: "Advocaat te Den Haag" }],
    ["journalist", { sectors: ["investigative journalist"] }],
    ["journalist", { name: "A journalist" }],
  ] as const)("of a protected profession are found as %s", (fact, properties) => {
    const person = { ...individual, ...properties };
    expect(facts(read(bundle(person)), person, fact)).toEqual([true]);
  });

  test("a class of persons may be of a protected profession, an organisation is not", () => {
    const press = object("identity", 2, { identity_class: "class", name: "Journalists" });
    const union = object("identity", 3, {
      identity_class: "organization",
      name: "Union of journalists",
    });
    const reading = read(bundle(press, union));
    expect(facts(reading, press, "journalist")).toEqual([true]);
    expect(facts(reading, union, "journalist")).toEqual([]);
  });

  test("an individual's country reads as a nationality, an organisation's does not", () => {
    const firm = object("identity", 2, { identity_class: "organization" });
    const stated = object("identity", 3, { identity_class: "individual", nationality: "NL" });
    const reading = read(
      bundle(
        individual,
        firm,
        stated,
        france,
        relate(individual, "located-at", france),
        relate(firm, "located-at", france),
      ),
    );
    expect(facts(reading, individual, "nationalities")).toEqual(["FR"]);
    expect(facts(reading, stated, "nationalities")).toEqual(["NL"]);
    expect(facts(reading, firm, "nationalities")).toEqual([]);
  });
});
