import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/core/item.ts";
import {
  attribute,
  claims,
  event,
  noteCodes,
  object,
  ORG,
  OTHER,
  partAt,
  read,
  values,
} from "./misp-event.ts";

describe("originators", () => {
  test("are the creator, by its uuid, for all the event holds", () => {
    const result = read(event({ Org: { uuid: OTHER, name: "Holder" }, Attribute: [attribute()] }));
    for (const place of ["/Event", "/Event/Attribute/0"]) {
      expect(claims(partAt(result, place), "originators")).toEqual([
        {
          fact: "originators",
          value: ORG,
          place: "/Event/Orgc/uuid",
          says: "creator organisation Org One",
        },
      ]);
      expect(values(partAt(result, place), "originatorsKnown")).toEqual([true]);
    }
  });

  test.each<[string, Json | undefined]>([
    ["missing", undefined],
    ["without uuid", { name: "X" }],
    ["with a bad uuid", { uuid: "7" }],
    ["with the nil uuid", { uuid: "00000000-0000-0000-0000-000000000000" }],
    ["no object", "X"],
  ])("are the holder and whoever else when the creator is %s", (_, creator) => {
    const { Orgc: _orgc, ...rest } = event({ Org: { uuid: OTHER } });
    const result = read(creator === undefined ? rest : { ...rest, Orgc: creator });
    const part = partAt(result, "/Event");
    expect(values(part, "originators")).toEqual([OTHER]);
    expect(values(part, "originatorsKnown")).toEqual([false]);
    expect(noteCodes(result)).toEqual(["no-creator"]);
  });

  test("are also those who proposed changes or reported sightings", () => {
    const inner = attribute({
      ShadowAttribute: [{ Org: { uuid: OTHER, name: "Proposer" }, value: "y" }],
      Sighting: [
        { Organisation: { uuid: OTHER } },
        { Organisation: { uuid: OTHER } },
        { type: "0" },
      ],
    });
    const result = read(event({ Attribute: [inner, attribute()] }));
    const part = partAt(result, "/Event/Attribute/0");
    expect(values(part, "originators")).toEqual([OTHER, ORG]);
    expect(values(part, "originatorsKnown")).toEqual([false, true]);
    expect(values(partAt(result, "/Event/Attribute/1"), "originatorsKnown")).toEqual([true]);
    expect(noteCodes(result)).toEqual(["proposals"]);
  });

  test("of a proposal to an event are the event's, and not those of every attribute", () => {
    const json = event({ ShadowAttribute: [{ Org: { uuid: OTHER } }], Attribute: [attribute()] });
    const result = read(json);
    expect(values(partAt(result, "/Event"), "originators")).toEqual([OTHER, ORG]);
    expect(values(partAt(result, "/Event/Attribute/0"), "originators")).toEqual([ORG]);
  });

  test("have names that are fit to print", () => {
    const name = `\u001b[31mred\u202e${"x".repeat(1000)}`;
    const [claim] = claims(
      partAt(read(event({ Orgc: { uuid: ORG, name } })), "/Event"),
      "originators",
    );
    expect(claim?.says).toMatch(/^creator organisation \[31mredx{1,120}$/);
  });
});

describe("age", () => {
  test("is the timestamp of each, where it has one, and the event's date", () => {
    const inner = attribute({ timestamp: 1_600_000_000 });
    const result = read(event({ timestamp: "1700000000", Attribute: [inner, attribute()] }));
    expect(values(partAt(result, "/Event"), "lastProcessed")).toEqual(["2023-11-14T22:13:20Z"]);
    expect(values(partAt(result, "/Event/Attribute/0"), "lastProcessed")).toEqual([
      "2020-09-13T12:26:40Z",
    ]);
    expect(values(partAt(result, "/Event/Attribute/1"), "lastProcessed")).toEqual([
      "2023-11-14T22:13:20Z",
    ]);
    expect(values(partAt(result, "/Event/Attribute/1"), "ageStated")).toEqual([true]);
  });

  test.each<[string, JsonObject, string]>([
    ["a timestamp that is no number", { timestamp: "yesterday" }, "bad-timestamp"],
    ["a timestamp beyond the calendar", { timestamp: "999999999999" }, "bad-timestamp"],
    ["a negative timestamp", { timestamp: -1 }, "bad-timestamp"],
    ["a timestamp that is a list", { timestamp: [] }, "bad-timestamp"],
    ["a day that does not exist", { date: "2026-02-29" }, "bad-date"],
    ["a date that is a number", { date: 20_260_101 }, "bad-date"],
  ])("is not read from %s, which is noted", (_, change, code) => {
    const result = read(event({ date: "", timestamp: "0", ...change }));
    expect(noteCodes(result)).toEqual([code]);
    expect(values(partAt(result, "/Event"), "ageStated")).toEqual([]);
  });
});

describe("notes", () => {
  test("tell of the creator's e-mail address and never repeat it", () => {
    const result = read(event({ event_creator_email: "somebody@example.org" }));
    expect(result.notes).toEqual([
      {
        code: "creator-email",
        place: "/Event/event_creator_email",
        says: "The event carries the e-mail address of its creator.",
      },
    ]);
    expect(JSON.stringify(result)).not.toContain("example.org");
  });

  test.each<[string, JsonObject, readonly string[]]>([
    ["other events", { RelatedEvent: [{ Event: { info: "secret title" } }] }, ["related-events"]],
    ["no other events", { RelatedEvent: [] }, []],
    ["no publication", { published: false }, ["not-published"]],
    ["no publication, as a digit", { published: "0" }, ["not-published"]],
    ["publication, as a digit", { published: "1" }, []],
    ["the event it extends", { extends_uuid: OTHER }, ["extends-event"]],
    ["no event it extends", { extends_uuid: "" }, []],
    [
      "a file",
      { Attribute: [attribute({ type: "attachment", data: "AAAA" })] },
      ["attachment-not-read"],
    ],
    ["an unknown type", { Attribute: [attribute({ type: "x-own" })] }, ["unknown-type"]],
    ["a missing type", { Attribute: [attribute({ type: 7 })] }, ["unknown-type"]],
    ["a bad uuid", { Attribute: [attribute({ uuid: "7" })] }, ["bad-uuid"]],
  ])("tell of %s", (_, change, codes) => {
    const result = read(event(change));
    expect(noteCodes(result)).toEqual(codes);
    expect(JSON.stringify(result)).not.toContain("secret title");
  });

  test("tell of a uuid that comes twice, and both parts are kept", () => {
    const twice = attribute();
    const result = read(event({ Attribute: [twice, twice] }));
    expect(noteCodes(result)).toEqual(["duplicate-uuid"]);
    expect(result.parts).toHaveLength(3);
  });

  test("stay few whatever the file", () => {
    const bad = Array.from({ length: 5_000 }, () => attribute({ type: "x-own" }));
    const { notes } = read(event({ Attribute: bad }));
    expect(notes.length).toBeLessThan(1_100);
    expect(notes.at(-1)?.says).toMatch(/more notes of this kind/);
  });
});

test("a file whose tags and attributes multiply is refused before it takes the memory", () => {
  const Tag = Array.from({ length: 20_000 }, () => ({ name: "tlp:red" }));
  const Attribute = Array.from({ length: 20_000 }, () => ({ type: "ip-dst" }));
  expect(() => read({ ...event(), Tag, Attribute })).toThrow(
    /^event\.json: the tags of its events/,
  );
});

test("an element without uuid goes by its place", () => {
  const result = read(event({ Attribute: [attribute({ uuid: null })] }));
  expect(partAt(result, "/Event/Attribute/0").id).toBe("/Event/Attribute/0");
});

test("what its source deleted is revoked, an object with all its attributes", () => {
  const gone = object([attribute()], { deleted: "1" });
  const result = read(
    event({
      Attribute: [attribute({ deleted: true }), attribute({ deleted: false })],
      Object: [gone],
    }),
  );
  const revoked = result.parts.filter((part) => values(part, "revokedBySource").includes(true));
  expect(revoked.map(({ place }) => place)).toEqual([
    "/Event/Attribute/0",
    "/Event/Object/0",
    "/Event/Object/0/Attribute/0",
  ]);
});
