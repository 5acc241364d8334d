import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  correctEvent,
  RECALL_TAG,
  recallEvent,
  uuidsOfEvent,
} from "../../../src/formats/copy/misp-recall.ts";

type Part = Record<string, unknown>;

const EVENT = "00000001-0000-4000-8000-000000000001";
const AT = "2026-11-02T00:00:00.500Z";
const AT_SECONDS = 1_793_577_600;

function uuid(number: number): string {
  return `00000002-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

function attribute(number: number, timestamp = "1700000000"): Part {
  return { uuid: uuid(number), type: "domain", value: `v${number}`, comment: "c", timestamp };
}

function object(number: number, attributes: readonly Part[]): Part {
  return { uuid: uuid(number), name: "o", timestamp: "1700000000", Attribute: attributes };
}

function bytes(event: Part): Uint8Array {
  const whole = { uuid: EVENT, info: "About a thing", timestamp: "1700000000", ...event };
  return new TextEncoder().encode(JSON.stringify({ Event: whole }));
}

function read(result: Uint8Array): Part {
  return (JSON.parse(new TextDecoder().decode(result)) as { Event: Part }).Event;
}

function parts(event: Part): readonly Part[] {
  const own = ["Attribute", "Object", "EventReport"].flatMap((key) => listOf(event[key]));
  return [...own, ...listOf(event["Object"]).flatMap((one) => listOf(one["Attribute"]))];
}

function listOf(value: unknown): readonly Part[] {
  return Array.isArray(value) ? (value as Part[]) : [];
}

describe("a recalled event", () => {
  test("has every part deleted, and nothing left in what a reader overwrites", () => {
    const report = { uuid: uuid(9), name: "r", content: "secret", timestamp: "1700000000" };
    const sample = { ...attribute(1), type: "malware-sample", data: "UEsDBA==" };
    const released = bytes({
      Attribute: [sample],
      Object: [object(5, [attribute(6)])],
      EventReport: [report],
    });
    const event = read(recallEvent(released, AT));
    expect(parts(event).map((part) => part["deleted"])).toEqual([true, true, true, true]);
    expect(parts(event).map((part) => part["comment"] ?? "")).toEqual(["", "", "", ""]);
    const text = JSON.stringify(event);
    for (const gone of ["About a thing", "secret", "UEsDBA", '"comment":"c"']) {
      expect(text).not.toContain(gone);
    }
  });

  test("keeps its uuids, and for each value has one that fits its type and says nothing", () => {
    const event = read(recallEvent(bytes({ Attribute: [attribute(1)] }), AT));
    expect(event["uuid"]).toBe(EVENT);
    expect(listOf(event["Attribute"])).toEqual([
      {
        uuid: uuid(1),
        type: "comment",
        category: "Other",
        value: `Recalled ${uuid(1)}`,
        comment: "",
        to_ids: false,
        deleted: true,
        timestamp: String(AT_SECONDS),
      },
    ]);
  });

  test("leaves nothing to read of all that it said", () => {
    const said = "Q7x";
    const inside = {
      ...attribute(6),
      value: said,
      first_seen: said,
      object_relation: "ip",
      Tag: [{ name: said }],
    };
    const whole = { ...object(5, [inside]), description: said, comment: said };
    const released = bytes({
      info: said,
      date: said,
      Galaxy: [{ name: said }],
      Tag: [{ name: `misp-galaxy:threat-actor="${said}"` }, { name: "tlp:amber" }],
      Attribute: [{ ...attribute(1), value: said, last_seen: said }],
      Object: [{ ...whole, ObjectReference: [{ uuid: uuid(8), comment: said }] }],
      EventReport: [{ uuid: uuid(9), name: said, content: said, timestamp: "1" }],
    });
    const text = new TextDecoder().decode(recallEvent(released, AT));
    expect(text).not.toContain(said);
    expect(uuidsOfEvent(Buffer.from(text))).toEqual([EVENT, ...[1, 5, 9, 6].map(uuid)]);
  });

  test("has the tag once, however often it is recalled, and keeps what says how it is handled", () => {
    const once = recallEvent(bytes({ Tag: [{ name: "tlp:red" }, { name: "apt:q" }] }), AT);
    const twice = read(recallEvent(once, AT));
    expect(listOf(twice["Tag"]).map(({ name }) => name)).toEqual(["tlp:red", RECALL_TAG]);
  });

  test("has one stamp everywhere, that of its time", () => {
    const event = read(recallEvent(bytes({ Attribute: [attribute(1)] }), AT));
    const stamps = [event, ...parts(event)].map((part) => part["timestamp"]);
    expect(stamps).toEqual([String(AT_SECONDS), String(AT_SECONDS)]);
    expect(event["publish_timestamp"]).toBe(String(AT_SECONDS));
  });

  test("has a later stamp than any before, even where those lie in the future", () => {
    const event = read(recallEvent(bytes({ Attribute: [attribute(1, "1900000000")] }), AT));
    expect(event["timestamp"]).toBe("1900000001");
  });

  test.each(["{}", '{"Event":[]}', '{"Event":{"uuid":"x"}}', "[", ""])(
    "%s is no event to recall",
    (text) => {
      const refused = (): Uint8Array => recallEvent(new TextEncoder().encode(text), AT);
      expect(refused).toThrow(expect.objectContaining({ name: "Refusal" }));
    },
  );
});

describe("a corrected event", () => {
  test("has as deleted what is gone, and as it is what stays", () => {
    const before = bytes({ Attribute: [attribute(1), attribute(2)] });
    const event = read(correctEvent(before, bytes({ Attribute: [attribute(1)] }), AT));
    const states = listOf(event["Attribute"]).map((one) => [one["uuid"], one["deleted"] ?? false]);
    expect(states).toEqual([
      [uuid(1), false],
      [uuid(2), true],
    ]);
    expect(event["info"]).toBe("About a thing");
  });

  test("has as deleted what is gone from an object that stays, and an object that is gone", () => {
    const before = bytes({
      Object: [object(5, [attribute(6), attribute(7)]), object(8, [attribute(9)])],
    });
    const event = read(correctEvent(before, bytes({ Object: [object(5, [attribute(6)])] }), AT));
    const deleted = parts(event).flatMap((one) => (one["deleted"] === true ? [one["uuid"]] : []));
    expect(deleted).toEqual([uuid(8), uuid(7), uuid(9)]);
  });

  test("does not delete what has moved into an object", () => {
    const before = bytes({ Attribute: [attribute(1)] });
    const event = read(correctEvent(before, bytes({ Object: [object(5, [attribute(1)])] }), AT));
    expect(parts(event).filter(({ deleted }) => deleted === true)).toEqual([]);
  });

  test("has what was deleted before as deleted still, after another correction", () => {
    const first = bytes({ Attribute: [attribute(1), attribute(2)] });
    const second = correctEvent(first, bytes({ Attribute: [attribute(1)] }), AT);
    const third = read(correctEvent(second, bytes({ Attribute: [attribute(1)] }), AT));
    expect(listOf(third["Attribute"]).map(({ deleted }) => deleted)).toEqual([undefined, true]);
  });

  test("of another event is refused", () => {
    const other = bytes({ uuid: uuid(77) });
    expect(() => correctEvent(bytes({}), other, AT)).toThrow(
      expect.objectContaining({ code: "contradiction" }),
    );
  });

  test("has everything that either had, each stamp newer than any before", () => {
    const number = fc.integer({ min: 1, max: 12 });
    const stamp = fc.integer({ min: 1, max: 2_000_000_000 }).map(String);
    const attributes = fc
      .uniqueArray(fc.tuple(number, stamp), { selector: ([one]) => one, maxLength: 6 })
      .map((list) => list.map(([one, at]) => attribute(one, at)));
    const event = fc
      .tuple(attributes, attributes, fc.boolean())
      .map(([own, inside, hasObject]) => ({
        Attribute: own,
        ...(hasObject ? { Object: [object(50, inside)] } : {}),
      }));
    fc.assert(
      fc.property(event, event, (before, after) => {
        const result = read(correctEvent(bytes(before), bytes(after), AT));
        const ids = new Set(parts(result).map((part) => part["uuid"]));
        const all = [...parts(before), ...parts(after)];
        expect(all.filter((part) => !ids.has(part["uuid"]))).toEqual([]);
        const least = Math.min(
          ...[result, ...parts(result)].map((part) => Number(part["timestamp"])),
        );
        expect(Math.max(0, ...all.map((part) => Number(part["timestamp"])))).toBeLessThan(least);
      }),
    );
  });
});
