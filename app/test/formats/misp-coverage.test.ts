import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeFacts } from "../../src/core/facts/facts.ts";
import { DISTRIBUTION_LEVELS } from "../../src/core/facts/fact.ts";
import type { JsonObject } from "../../src/core/item.ts";
import {
  attribute,
  claims,
  event,
  object,
  ORG,
  OTHER,
  partAt,
  read,
  tags,
  values,
} from "./misp-event.ts";

const IN_EVENT = "/Event/Attribute/0";
const IN_OBJECT = "/Event/Object/0/Attribute/0";

describe("tags", () => {
  test("of an event cover what carries none of its family", () => {
    const json = event({
      Tag: tags("tlp:red"),
      Attribute: [attribute()],
      Object: [object([attribute()])],
    });
    const result = read(json);
    for (const place of ["/Event", IN_EVENT, "/Event/Object/0", IN_OBJECT]) {
      expect(claims(partAt(result, place), "tlp")).toEqual([
        { fact: "tlp", value: "red", place: "/Event/Tag/0", says: expect.any(String) },
      ]);
    }
  });

  test("of an attribute take the place of the event's of the same family only", () => {
    const inner = attribute({ Tag: tags("tlp:green") });
    const part = partAt(
      read(event({ Tag: tags("tlp:red", "PAP:RED"), Attribute: [inner] })),
      IN_EVENT,
    );
    expect(values(part, "tlp")).toEqual(["green"]);
    expect(values(part, "pap")).toEqual(["red"]);
  });

  test("of an object stand between the event and its attributes", () => {
    const one = object([attribute(), attribute({ Tag: tags("tlp:clear") })], {
      Tag: tags("tlp:amber"),
    });
    const result = read(event({ Tag: tags("tlp:red"), Object: [one] }));
    expect(values(partAt(result, IN_OBJECT), "tlp")).toEqual(["amber"]);
    expect(values(partAt(result, "/Event/Object/0/Attribute/1"), "tlp")).toEqual(["clear"]);
  });

  test("that are not understood take the place too, as unreadable", () => {
    const inner = attribute({ Tag: tags("tlp:purple") });
    const part = partAt(read(event({ Tag: tags("tlp:clear"), Attribute: [inner] })), IN_EVENT);
    expect(values(part, "tlp")).toEqual(["unreadable"]);
    expect(values(part, "unreadableMarkings")).not.toEqual([]);
  });

  test("without a name may have been a marking", () => {
    const part = partAt(
      read(event({ Attribute: [attribute({ Tag: [{ colour: "#fff" }] })] })),
      IN_EVENT,
    );
    expect(values(part, "unreadableMarkings")).toEqual(["tag without name"]);
  });

  test("are read in every form that exports use", () => {
    const forms: JsonObject[] = [
      { Tag: { name: "tlp:red" } },
      { Tag: ["tlp:red"] },
      { EventTag: [{ id: "1", Tag: { name: " TLP:RED " } }] },
      { Tag: [{ name: "tlp:red", local: true, exportable: false }] },
    ];
    for (const form of forms) {
      expect(values(partAt(read(event(form)), "/Event"), "tlp")).toEqual(["red"]);
    }
  });

  test("that are local or not exportable count, with a note", () => {
    const tag = [
      { name: "tlp:red", local: 1 },
      { name: "x", exportable: "0" },
      { name: "y", local: 0, exportable: true },
    ];
    expect(read(event({ Tag: tag })).notes).toMatchObject([
      { code: "local-tag", place: "/Event/Tag/0" },
      { code: "non-exportable-tag", place: "/Event/Tag/1" },
    ]);
  });

  test("that grade a source state its reliability, with the grades that exist", () => {
    const stated = (name: string): unknown =>
      values(partAt(read(event({ Tag: tags(name) })), "/Event"), "reliabilityStated");
    expect(stated('admiralty-scale:source-reliability="b"')).toEqual([true]);
    expect(stated('admiralty-scale:information-credibility="6"')).toEqual([true]);
    expect(stated('estimative-language:likelihood-probability="very-likely"')).toEqual([true]);
    expect(stated('estimative-language:confidence-in-analytic-judgment="high"')).toEqual([true]);
    expect(stated('admiralty-scale:source-reliability="z"')).toEqual([]);
    expect(stated('estimative-language:likelihood-probability="sure"')).toEqual([]);
    expect(stated("admiralty-scale")).toEqual([]);
  });
});

describe("distribution", () => {
  const NUMBER: Readonly<Record<string, string>> = {
    all: "3",
    connected: "2",
    community: "1",
    group: "4",
    own: "0",
  };

  test("of an attribute and its event: the narrower counts, whatever the order", () => {
    const level = fc.constantFrom(...DISTRIBUTION_LEVELS);
    fc.assert(
      fc.property(level, level, level, (outer, middle, inner) => {
        const innermost = attribute({ distribution: NUMBER[inner] ?? "" });
        const one = object([innermost], { distribution: Number(NUMBER[middle]) });
        const result = read(event({ distribution: NUMBER[outer] ?? "", Object: [one] }));
        const { sheet } = mergeFacts([partAt(result, IN_OBJECT)], []);
        const ranks = [outer, middle, inner].map((name) => DISTRIBUTION_LEVELS.indexOf(name));
        expect(sheet.levels.distribution?.value).toBe(DISTRIBUTION_LEVELS[Math.max(...ranks)]);
      }),
    );
  });

  test("5 and no distribution inherit", () => {
    const inner = attribute();
    const { distribution: _, ...without } = attribute();
    const result = read(event({ distribution: "1", Attribute: [inner, without] }));
    expect(values(partAt(result, IN_EVENT), "distribution")).toEqual(["community"]);
    expect(values(partAt(result, "/Event/Attribute/1"), "distribution")).toEqual(["community"]);
  });

  test("that is no distribution is unreadable, and so is 5 on an event", () => {
    for (const distribution of ["5", "9", "x", -1, true, []]) {
      const part = partAt(read(event({ distribution })), "/Event");
      expect(values(part, "distribution")).toEqual(["unreadable"]);
    }
    const part = partAt(read(event({ Attribute: [attribute({ distribution: "9" })] })), IN_EVENT);
    expect(values(part, "distribution")).toEqual(["unreadable", "all"]);
  });

  test("4 lists the members of the sharing group, for all the event holds", () => {
    const json = event({
      distribution: "4",
      SharingGroup: group(OTHER, ORG),
      Attribute: [attribute()],
    });
    const part = partAt(read(json), IN_EVENT);
    expect(values(part, "distribution")).toEqual(["group"]);
    expect(values(part, "sharingGroup")).toEqual([`${ORG},${OTHER}`]);
  });

  test("4 of an attribute in an event for a group leaves those in both groups", () => {
    const inner = attribute({ distribution: "4", SharingGroup: group(ORG) });
    const json = event({ distribution: "4", SharingGroup: group(ORG, OTHER), Attribute: [inner] });
    const { sheet } = mergeFacts([partAt(read(json), IN_EVENT)], []);
    expect(sheet.lists.sharingGroup).toEqual([ORG]);
  });

  test("4 without a readable sharing group is for nobody that has a name", () => {
    for (const SharingGroup of [[], {}, "x", { SharingGroupOrg: [] }]) {
      const part = partAt(read(event({ distribution: "4", SharingGroup })), "/Event");
      expect(values(part, "sharingGroup")).toEqual(["unreadable"]);
    }
    expect(values(partAt(read(event({ distribution: "4" })), "/Event"), "sharingGroup")).toEqual([
      "unreadable",
    ]);
  });

  test("missing beside a sharing group does not open the group", () => {
    const { distribution: _, ...without } = event({ SharingGroup: group(ORG) });
    expect(values(partAt(read(without), "/Event"), "sharingGroup")).toEqual([ORG]);
  });
});

describe("running text", () => {
  test("restricts what a tag opened", () => {
    const inner = attribute({ comment: "source asked for TLP:RED" });
    const json = event({ info: "TLP:AMBER: campaign", Tag: tags("tlp:clear"), Attribute: [inner] });
    const result = read(json);
    expect(values(partAt(result, "/Event"), "tlp")).toEqual(["clear", "amber"]);
    expect(values(partAt(result, IN_EVENT), "tlp")).toEqual(["clear", "amber", "red"]);
  });

  test("never opens what has no tag", () => {
    for (const comment of ["TLP:CLEAR", "see the TLP:WHITE report", "TLP:GREEN", "TLP:AMBER"]) {
      const part = partAt(
        read(event({ info: comment, Attribute: [attribute({ comment })] })),
        IN_EVENT,
      );
      expect(values(part, "tlp")).toEqual([]);
    }
    const part = partAt(read(event({ Attribute: [attribute({ comment: "TLP:RED" })] })), IN_EVENT);
    expect(values(part, "tlp")).toEqual(["red"]);
  });

  test("of an attribute does not displace the event's tag", () => {
    const json = event({ Tag: tags("tlp:red"), Attribute: [attribute({ comment: "TLP:CLEAR" })] });
    const { sheet } = mergeFacts([partAt(read(json), IN_EVENT)], []);
    expect(sheet.levels.tlp?.value).toBe("red");
  });

  test("is read line by line in a report, and in values that are text", () => {
    const report = { uuid: ORG, name: "R", content: "# Title\n\nTLP:AMBER+STRICT\n\nText" };
    const text = attribute({ type: "text", value: "TLP:RED" });
    const result = read(event({ EventReport: [report], Attribute: [text] }));
    expect(values(partAt(result, "/Event/EventReport/0"), "tlp")).toEqual(["amber+strict"]);
    expect(values(partAt(result, IN_EVENT), "tlp")).toEqual(["red"]);
  });
});

test("a tag added to an attribute or event never removes another fact", () => {
  const name = fc.constantFrom(
    "tlp:red",
    "tlp:clear",
    "PAP:AMBER",
    "x",
    "tlp:purple",
    'nato:classification="NS"',
  );
  fc.assert(
    fc.property(fc.array(name), name, (there, more) => {
      const facts = (...names: string[]): Set<string> => {
        const json = event({
          Tag: tags(...there),
          Attribute: [attribute({ Tag: tags(...names) })],
        });
        return new Set(partAt(read(json), IN_EVENT).claims.map(({ fact }) => fact));
      };
      const after = facts(more);
      expect([...facts()].filter((fact) => !after.has(fact))).toEqual([]);
    }),
  );
});

function group(...members: readonly string[]): JsonObject {
  const orgs = members.map((id) => ({ extend: false, Organisation: { name: "x", uuid: id } }));
  return { uuid: "99999999-9999-4999-8999-999999999999", name: "G", SharingGroupOrg: orgs };
}
