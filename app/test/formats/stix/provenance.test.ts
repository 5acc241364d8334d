import { describe, expect, test } from "vitest";
import { bundle, claims, CREATOR, facts, id, object, read, relate } from "./given.ts";

describe("originators", () => {
  const maker = { ...object("identity", 1, { name: "Test Desk" }), id: CREATOR };

  test("the creator is the originator, named where it is in the file", () => {
    const made = object("tool", 1);
    const reading = read(bundle(made, maker));
    expect(claims(reading, made, "originators")).toMatchObject([
      { value: CREATOR, place: "/objects/0/created_by_ref", says: "created by Test Desk" },
    ]);
    expect(facts(reading, made, "originatorsKnown")).toEqual([true]);
  });

  test.each([
    ["no creator", null],
    ["something that is no id", "identity-not-available"],
    ["a creator that is no identity", id("tool", 7)],
  ])("are not known with %s", (_, creator) => {
    const made = { ...object("tool", 1), created_by_ref: creator };
    expect(facts(read(bundle(made)), made, "originatorsKnown")).toEqual([]);
  });

  test("whoever modified it, or made an extension of it, is one too", () => {
    const made = object("tool", 1, {
      x_mitre_modified_by_ref: id("identity", 2),
      extensions: { [id("extension-definition", 1)]: { created_by_ref: id("identity", 3) } },
    });
    expect(facts(read(bundle(made)), made, "originators")).toEqual(
      [id("identity", 2), id("identity", 3), CREATOR].toSorted(),
    );
  });

  test("what is derived from another's object has that originator too, along the chain", () => {
    const first = object("tool", 1, { created_by_ref: id("identity", 1) });
    const second = object("tool", 2, { created_by_ref: id("identity", 2) });
    const third = object("tool", 3, { created_by_ref: id("identity", 3) });
    const reading = read(
      bundle(
        third,
        second,
        first,
        relate(third, "derived-from", second),
        relate(second, "derived-from", first),
      ),
    );
    expect(facts(reading, third, "originators")).toEqual([1, 2, 3].map((n) => id("identity", n)));
    expect(facts(reading, third, "originatorsKnown")).toEqual([true]);
  });

  test.each([
    ["an object without a creator", true],
    ["an object that is not in the file", false],
  ])("are not all known for what is derived from %s", (_, isThere) => {
    const original = { ...object("tool", 1), created_by_ref: null };
    const derived = object("tool", 2);
    const reading = read(
      bundle(derived, relate(derived, "derived-from", original), ...(isThere ? [original] : [])),
    );
    expect(facts(reading, derived, "originatorsKnown")).toEqual([false, true]);
  });
});

describe("age, reliability and withdrawal", () => {
  test("an object states its age, and when it was last worked on in the words of the file", () => {
    const made = object("tool", 1, { modified: "2026-01-02T03:04:05.678901Z" });
    expect(claims(read(bundle(made)), made, "lastProcessed")).toMatchObject([
      { value: "2026-01-02T03:04:05.678901Z", place: "/objects/0/modified" },
    ]);
    expect(facts(read(bundle(made)), made, "ageStated")).toEqual([true]);
  });

  test("a date that does not exist states nothing", () => {
    const made = object("tool", 1, {
      created: "2022-101-27T00:00:00Z",
      modified: "2026-02-29T00:00:00Z",
    });
    const reading = read(bundle(made));
    expect(facts(reading, made, "ageStated")).toEqual([]);
    expect(facts(reading, made, "lastProcessed")).toEqual([]);
  });

  test.each([
    [0, [true]],
    [90, [true]],
    ["high", []],
    [null, []],
  ])("a confidence of %s", (confidence, expected) => {
    const made = object("tool", 1, { confidence });
    expect(facts(read(bundle(made)), made, "reliabilityStated")).toEqual(expected);
  });

  test.each([
    [{ revoked: true }, [true]],
    [{ x_mitre_deprecated: true }, [true]],
    [{ revoked: false, x_mitre_deprecated: false }, []],
    [{ revoked: "true" }, []],
  ])("%o", (properties, expected) => {
    const made = object("tool", 1, properties);
    expect(facts(read(bundle(made)), made, "revokedBySource")).toEqual(expected);
  });

  test("a relationship to a successor withdraws the predecessor and not the successor", () => {
    const [old, fresh] = [object("intrusion-set", 1), object("intrusion-set", 2)];
    const reading = read(bundle(old, fresh, relate(old, "revoked-by", fresh)));
    expect(facts(reading, old, "revokedBySource")).toEqual([true]);
    expect(facts(reading, fresh, "revokedBySource")).toEqual([]);
  });

  test("nothing claims that an object was evaluated, or that its subject is complete", () => {
    const made = object("indicator", 1, { confidence: 100 });
    const reading = read(bundle(made));
    for (const fact of ["evaluated", "subjectKnown", "bulk", "sourceRevealing"] as const) {
      expect(facts(reading, made, fact)).toEqual([]);
    }
  });
});
