import { describe, expect, test } from "vitest";
import { Refusal } from "../../../../src/core/refusal.ts";
import { id, object, relate, TLP_GREEN, type Given } from "../../stix/given.ts";
import { copyFor, textOf } from "../copy-for.ts";
import {
  AT,
  copy,
  objectsOf,
  only,
  OWN,
  referencesIn,
  typesOf,
  WITHOUT_CAVEATS,
} from "./support/copying.ts";

const DROP = { step: "drop-property", property: "description" } as const;

/** By our own service, so that nothing about it has to change. */
function own(type: string, n: number, properties = {}): Given {
  return object(type, n, { created_by_ref: OWN, ...properties });
}

describe("ids of a copy", () => {
  test("an object that is not touched keeps its id, its creator and its times", () => {
    const tool = own("tool", 1);
    const made = only(copy([tool]), "tool");
    expect(made).toEqual(tool);
  });

  test("an object that lost a property has the partner's own id, our identity and the time of the copy", () => {
    const made = only(copy([own("tool", 1, { description: "secret words" })], [DROP]), "tool");
    expect(made).toEqual({
      type: "tool",
      spec_version: "2.1",
      id: `tool--${WITHOUT_CAVEATS.uuidFor(id("tool", 1))}`,
      created_by_ref: OWN,
      created: AT,
      modified: AT,
      name: "tool 1",
    });
  });

  test("two partners have two ids for the same object, and one partner always the same", () => {
    const tool = own("tool", 1, { description: "secret words" });
    const ids = ["alder", "birch", "alder"].map(
      (partner) => only(copy([tool], [DROP], copyFor(partner)), "tool").id,
    );
    expect(ids[0]).toBe(ids[2]);
    expect(ids[0]).not.toBe(ids[1]);
    expect(ids.map(String).some((one) => tool.id === one)).toBe(false);
  });

  test("what refers to a renamed object is changed too, through as many as it takes", () => {
    const tool = own("tool", 1, { description: "secret words" });
    const malware = own("malware", 2, { is_family: true });
    const report = own("report", 4, {
      published: "2026-01-01T00:00:00.000Z",
      object_refs: [malware.id, tool.id],
    });
    const uses = { ...relate(malware, "uses", tool), created_by_ref: OWN };
    const made = copy([report, tool, malware, uses], [DROP]);
    const text = textOf(made);
    expect(made.ids.map(({ from }) => from).toSorted()).toEqual(
      [tool.id, report.id, uses.id].toSorted(),
    );
    for (const { from } of made.ids) expect(text).not.toContain(from);
    expect(text).toContain(malware.id);
  });

  test("an observable whose value is gone from its id cannot be guessed: it gets a random one", () => {
    const file = {
      type: "file",
      id: "file--5a27d487-c542-5f97-a131-a8866b477b46",
      name: "payroll-jansen.xls",
      hashes: { "SHA-256": "0".repeat(64) },
    };
    const step = { step: "mask", property: "file.name", with: "[name]" } as const;
    const made = only(copy([file], [step]), "file");
    expect(made.id).toBe(`file--${WITHOUT_CAVEATS.uuidFor(file.id)}`);
    expect(made.name).toBe("[name]");
  });

  test("an observable that only gets a marking has the id that the standard derives", () => {
    const address = {
      type: "ipv4-addr",
      id: "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4",
      value: "198.51.100.3",
    };
    const made = only(copy([address], [], copyFor()), "ipv4-addr");
    expect(made.id).toBe(address.id);
  });

  test("an observable under an id of its producer's own gets the derived one when it changes", () => {
    const address = { type: "ipv4-addr", id: id("ipv4-addr", 7), value: "198.51.100.3" };
    const made = only(copy([address], [], copyFor()), "ipv4-addr");
    expect(made.id).toBe("ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4");
  });

  test("ids of objects do not stand in texts", () => {
    const tool = own("tool", 1);
    const note = own("note", 2, { content: `see ${tool.id}`, object_refs: [tool.id] });
    const made = copy([tool, note], [], copyFor());
    expect(only(made, "note").content).toBe("see [removed]");
  });

  test("of several versions of an object the latest leaves", () => {
    const old = own("tool", 1, { name: "old" });
    const late = own("tool", 1, { name: "late", modified: "2026-05-01T00:00:00.000Z" });
    expect(only(copy([late, old]), "tool").name).toBe("late");
  });

  test("of two objects that claim to be the same version neither leaves", () => {
    const [a, b] = [own("tool", 1, { name: "a" }), own("tool", 1, { name: "b" })];
    expect(typesOf(copy([a, b, own("tool", 2)]))).toEqual(["tool"]);
  });

  test("an untouched object from the future stops the release", () => {
    const tool = own("tool", 1, { modified: "2999-01-01T00:00:00.000Z" });
    expect(() => copy([tool])).toThrow(Refusal);
    expect(only(copy([tool], [], copyFor()), "tool").modified).toBe(AT);
  });

  test("the same input gives the same bytes", () => {
    const objects = [own("tool", 1, { description: "x" }), own("malware", 2, { is_family: true })];
    expect(textOf(copy(objects, [DROP], copyFor()))).toBe(textOf(copy(objects, [DROP], copyFor())));
  });
});

describe("references of a copy", () => {
  const person = own("identity", 9, { identity_class: "individual", name: "Ada Example" });
  const tool = own("tool", 1);

  test("a relationship to what does not leave goes too", () => {
    const made = copy(
      [person, tool, relate(tool, "targets", person)],
      [{ step: "remove-persons" }],
    );
    expect(typesOf(made)).toEqual(["tool"]);
  });

  test("a container keeps its other members, and goes without any", () => {
    const both = own("grouping", 3, { context: "unspecified", object_refs: [tool.id, person.id] });
    const alone = own("grouping", 4, { context: "unspecified", object_refs: [person.id] });
    const made = copy([person, tool, both, alone], [{ step: "remove-persons" }]);
    expect(only(made, "grouping").object_refs).toEqual([tool.id]);
  });

  test("nothing leads out of the copy", () => {
    const dangling = own("tool", 5, {
      created_by_ref: id("identity", 77),
      object_marking_refs: [TLP_GREEN],
    });
    const made = copy([
      dangling,
      own("report", 6, {
        published: "2026-01-01T00:00:00.000Z",
        object_refs: [dangling.id, id("malware", 99)],
      }),
    ]);
    const objects = objectsOf(made);
    const ids = new Set(objects.map((one) => one.id));
    expect(objects.flatMap((one) => referencesIn(one)).filter((ref) => !ids.has(ref))).toEqual([]);
    expect(textOf(made)).not.toContain(id("identity", 77));
  });

  test("an object whose marking nobody can read does not leave without it", () => {
    const marked = own("tool", 5, { object_marking_refs: [id("marking-definition", 5)] });
    expect(typesOf(copy([marked, tool]))).toEqual(["tool"]);
  });

  test("an observable goes with the last object that referred to it", () => {
    const address = { type: "ipv4-addr", id: id("ipv4-addr", 7), value: "198.51.100.3" };
    const seen = own("observed-data", 8, {
      object_marking_refs: [id("marking-definition", 5)],
      object_refs: [address.id],
      first_observed: "2026-01-01T00:00:00.000Z",
      last_observed: "2026-01-01T00:00:00.000Z",
      number_observed: 1,
    });
    expect(typesOf(copy([address, seen, tool]))).toEqual(["tool"]);
  });

  test("each object stands after what it refers to, markings and identities first", () => {
    const report = own("report", 6, {
      published: "2026-01-01T00:00:00.000Z",
      object_refs: [tool.id],
    });
    const made = copy([report, relate(tool, "related-to", tool), tool], [], copyFor());
    const order = made.objects.map(({ type }) => type);
    expect(order.filter((type, n) => order.indexOf(type) === n)).toEqual([
      "marking-definition",
      "identity",
      "tool",
      "relationship",
      "report",
    ]);
    const seen = new Set<string>();
    for (const { id: own_, refersTo, type } of made.objects) {
      expect(type === "marking-definition" || refersTo.every((ref) => seen.has(ref))).toBe(true);
      seen.add(own_);
    }
  });
});
