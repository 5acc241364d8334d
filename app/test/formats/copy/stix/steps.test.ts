import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../../src/core/item.ts";
import { Refusal } from "../../../../src/core/refusal.ts";
import type { SanitiseStep } from "../../../../src/core/release/plan.ts";
import { carriedOutInStix } from "../../../../src/formats/copy/stix/carried-out.ts";
import { CREATOR, id, object, relate, type Given } from "../../stix/given.ts";
import { copyFor, planOf, residueOf, textOf } from "../copy-for.ts";
import { AT, copy, objectsOf, only, OWN, typesOf, WITHOUT_CAVEATS } from "./support/copying.ts";

const PERSONS: SanitiseStep = { step: "remove-persons" };
const SOURCES: SanitiseStep = { step: "remove-sources", names: ["Harbour Sensor"] };

const MAKER: Given = object("identity", 1, {
  created_by_ref: OWN,
  name: "Aurora Analysis",
  identity_class: "organization",
});
const MADE_BY = { created_by_ref: MAKER.id };

function indicator(n: number, pattern: string, properties: JsonObject = {}): Given {
  return object("indicator", n, {
    pattern,
    pattern_type: "stix",
    valid_from: "2026-02-03T04:05:06.000Z",
    ...properties,
  });
}

describe("properties", () => {
  test("a property goes wherever it stands, or in one type only", () => {
    const objects = [
      object("tool", 1, { description: "one", x_ticket: "4711-AB" }),
      object("malware", 2, { description: "two", is_family: true }),
    ];
    const everywhere = copy(objects, [{ step: "drop-property", property: "description" }]);
    expect(objectsOf(everywhere).some((one) => "description" in one)).toBe(false);
    const inTools = copy(objects, [{ step: "drop-property", property: "tool.description" }]);
    expect(only(inTools, "tool")).not.toHaveProperty("description");
    expect(only(inTools, "malware").description).toBe("two");
  });

  test("a publisher's own property never leaves, and is a secret where the plan names it", () => {
    const objects = [object("tool", 1, { x_ticket: "CASE-4711" }), object("tool", 2)];
    expect(textOf(copy(objects))).not.toContain("x_ticket");
    const named = copy(objects, [{ step: "drop-property", property: "x_ticket" }]);
    expect(named.removed.map(({ text }) => text)).toContain("CASE-4711");
  });

  test("a masked text says that something stood there; what is no text goes", () => {
    const tool = object("tool", 1, { description: "words", aliases: ["a1b2", "c3d4"] });
    const made = only(
      copy(
        [tool],
        [
          { step: "mask", property: "description", with: "(left out)" },
          { step: "mask", property: "aliases", with: "(name)" },
          { step: "mask", property: "created_by_ref", with: "(who)" },
        ],
      ),
      "tool",
    );
    expect(made).toMatchObject({ description: "(left out)", aliases: ["(name)", "(name)"] });
    expect(made.created_by_ref).toBe(OWN);
  });

  test.each(["id", "type", "tool.object_marking_refs", ""])(
    "%j cannot be taken out",
    (property) => {
      expect(() => copy([object("tool", 1)], [{ step: "drop-property", property }])).toThrow(
        Refusal,
      );
    },
  );
});

describe("words", () => {
  const step: SanitiseStep = {
    step: "remove-words",
    words: ["Blue Harbour", "evil.example"],
    with: "[…]",
  };

  test("words go from texts in every spelling, and a pattern that holds one goes with its indicator", () => {
    const made = copy(
      [
        object("tool", 1, { description: "seen by BLUE-HARBOUR at evil[.]example" }),
        indicator(2, "[domain-name:value = 'evil.example']"),
        indicator(3, "[domain-name:value = 'good.example']"),
        { type: "domain-name", id: id("domain-name", 4), value: "evil.example" },
      ],
      [step],
    );
    expect(only(made, "tool").description).toBe("seen by […] at […]");
    expect(typesOf(made).toSorted()).toEqual(["indicator", "tool"]);
    expect(residueOf(made)).toEqual([]);
  });

  test("a word that an earlier step put there goes as well", () => {
    const tool = object("tool", 1, { description: "nothing" });
    const made = copy(
      [tool],
      [
        { step: "remove-words", words: ["crane"], with: "" },
        { step: "mask", property: "description", with: "words and a stork" },
        { step: "remove-words", words: ["stork"], with: "(bird)" },
      ],
    );
    const edits = made.changes.map(({ step }) => step).filter((step) => step === "remove-words");
    expect(edits).toHaveLength(1);
    expect(only(made, "tool")).toMatchObject({ description: "words and a (bird)" });
  });

  test("a key of a dictionary goes with its value", () => {
    const process = {
      type: "process",
      id: id("process", 1),
      pid: 4,
      environment_variables: { BLUE_HARBOUR: "yes", PATH: "/bin" },
    };
    expect(only(copy([process], [step]), "process").environment_variables).toEqual({
      PATH: "/bin",
    });
  });
});

describe("times and places", () => {
  test("times tell the day and no more, and end no earlier than they did", () => {
    const made = only(
      copy(
        [
          indicator(1, "[ipv4-addr:value = '198.51.100.3']", {
            valid_until: "2026-02-03T09:10:11.000Z",
            description: "First on 2026-02-03T04:05:06Z, again at 14:07.",
          }),
        ],
        [{ step: "generalise-time", to: "day" }],
      ),
      "indicator",
    );
    expect(made).toMatchObject({
      valid_from: "2026-02-03T00:00:00.000Z",
      valid_until: "2026-02-04T00:00:00.000Z",
      created: AT,
    });
    expect(made.description).not.toMatch(/\d:\d/);
  });

  test.each([
    ["month", "2026-02-01T00:00:00.000Z"],
    ["year", "2026-01-01T00:00:00.000Z"],
  ] as const)("times tell the %s", (to, valid_from) => {
    const made = copy([indicator(1, "[file:name = 'x']")], [{ step: "generalise-time", to }]);
    expect(only(made, "indicator")).toMatchObject({ valid_from });
  });

  test("a location tells its country, and its name stands in no text", () => {
    const made = copy(
      [
        object("location", 1, {
          name: "Quayside",
          city: "Deventer",
          country: "NL",
          latitude: 52.2517,
          longitude: 6.1552,
        }),
        object("tool", 2, { description: "used in Deventer, near Quayside" }),
      ],
      [{ step: "generalise-place", to: "country" }],
    );
    expect(Object.keys(only(made, "location"))).not.toContain("city");
    expect(only(made, "location").country).toBe("NL");
    expect(textOf(made)).not.toMatch(/Deventer|Quayside|52\.25/);
  });
});

describe("originators", () => {
  const other = object("identity", 2, { name: "Birch Service", created_by_ref: OWN });
  const theirs = object("malware", 3, { created_by_ref: other.id, is_family: true });
  const ours = object("tool", 4, {
    created_by_ref: OWN,
    description: "after Birch Service told us",
  });

  test("the parts of all others go with their names; our own stay", () => {
    const address = { type: "ipv4-addr", id: id("ipv4-addr", 7), value: "198.51.100.3" };
    const made = copy(
      [other, theirs, ours, address, object("tool", 9, { created_by_ref: CREATOR })],
      [{ step: "cut-originators", originators: "all-others" }],
    );
    expect(typesOf(made)).toEqual(["tool"]);
    expect(only(made, "tool").description).toBe("after [removed] told us");
    expect(residueOf(made)).toEqual([]);
  });

  test("one of them is cut by name or by id", () => {
    const bystander = object("malware", 5, { created_by_ref: CREATOR, is_family: false });
    for (const originators of [["birch service"], [other.id]]) {
      const made = copy(
        [other, theirs, ours, bystander],
        [{ step: "cut-originators", originators }],
      );
      expect(objectsOf(made).map(({ name }) => name)).toContain("malware 5");
      expect(textOf(made)).not.toMatch(/Birch|malware 3/);
    }
  });

  test("what is derived from theirs goes too, and a property under their marking", () => {
    const marking = {
      type: "marking-definition",
      spec_version: "2.1",
      id: id("marking-definition", 8),
      created_by_ref: other.id,
      created: "2026-01-01T00:00:00.000Z",
      definition_type: "statement",
      definition: { statement: "Birch only" },
    };
    const derived = object("campaign", 6, { created_by_ref: OWN });
    const part = object("tool", 10, {
      created_by_ref: OWN,
      aliases: ["kept", "theirs"],
      granular_markings: [{ marking_ref: marking.id, selectors: ["aliases.[1]"] }],
    });
    const made = copy(
      [
        other,
        theirs,
        derived,
        marking,
        part,
        { ...relate(derived, "derived-from", theirs), created_by_ref: OWN },
      ],
      [{ step: "cut-originators", originators: [other.id] }],
    );
    expect(typesOf(made)).toEqual(["tool"]);
    expect(only(made, "tool").aliases).toEqual(["kept"]);
    expect(textOf(made)).not.toContain("Birch");
  });
});

describe("persons and sources", () => {
  const ada = object("identity", 20, { name: "Ada Example", identity_class: "individual" });

  test("a person goes, with the name in every text, addresses and the folder at home", () => {
    const made = copy(
      [
        ada,
        object("malware", 21, {
          is_family: true,
          description: "Written by ada example (ada@mail.example, ADA EXAMPLE).",
        }),
        {
          type: "directory",
          id: id("directory", 22),
          path: ["C:", "Users", "aexample", "Desktop"].join("\\"),
        },
        { type: "email-addr", id: id("email-addr", 23), value: "ada@mail.example" },
        indicator(24, "[email-addr:value = 'ada@mail.example']"),
        object("note", 25, {
          content: "x",
          authors: ["A. Example"],
          object_refs: [id("malware", 21)],
        }),
      ],
      [PERSONS],
    );
    expect(textOf(made)).not.toMatch(/ada.?example|aexample|mail\.example|A\. Example/i);
    expect(typesOf(made).toSorted()).toEqual(["directory", "malware", "note"]);
    expect(residueOf(made)).toEqual([]);
  });

  test("of persons only the own nationals go, by what the item says or by name", () => {
    const dutch = object("identity", 1, {
      identity_class: "individual",
      name: "Piet Voorbeeld",
      x_country: "NL",
    });
    const named = object("identity", 2, { identity_class: "individual", name: "Jan Voorbeeld" });
    const french = object("identity", 3, {
      identity_class: "individual",
      name: "Luc Exemple",
      x_country: "FR",
    });
    const made = copy(
      [dutch, named, french],
      [{ step: "remove-own-nationals", names: ["Jan Voorbeeld"] }],
    );
    expect(textOf(made)).toContain("Luc Exemple");
    expect(textOf(made)).not.toContain("Voorbeeld");
  });

  test("protected professions go, and the sentences about them", () => {
    const made = copy(
      [
        object("identity", 1, {
          identity_class: "individual",
          name: "Luc Exemple",
          roles: ["journalist"],
        }),
        object("report", 2, {
          published: "2026-01-01T00:00:00.000Z",
          object_refs: [id("tool", 3)],
          description: "The tool is new. A journalist was hit by it. It is cheap.",
        }),
        object("tool", 3),
      ],
      [{ step: "remove-protected-professions", names: [] }],
    );
    expect(textOf(made)).not.toMatch(/journalist|Exemple/i);
    expect(only(made, "report").description).toContain("The tool is new.");
  });

  test("creators, sightings, means and internal references go; public catalogues stay", () => {
    const made = copy(
      [
        MAKER,
        object("attack-pattern", 2, {
          ...MADE_BY,
          description: "Aurora Analysis and the Harbour Sensor saw it",
          labels: ["collector:north", 'misp-galaxy:threat-actor="Sofacy"'],
          external_references: [
            { source_name: "wiki", url: "https://wiki.internal.example/42" },
            { source_name: "mitre-attack", external_id: "T1059" },
          ],
        }),
        object("sighting", 3, { ...MADE_BY, sighting_of_ref: id("attack-pattern", 2) }),
      ],
      [SOURCES],
    );
    expect(typesOf(made)).toEqual(["attack-pattern"]);
    expect(only(made, "attack-pattern")).toMatchObject({
      created_by_ref: OWN,
      description: "[removed] and the [removed] saw it",
      labels: ['misp-galaxy:threat-actor="Sofacy"'],
      external_references: [{ source_name: "mitre-attack", external_id: "T1059" }],
    });
    expect(textOf(made)).not.toMatch(/Aurora|internal\.example|collector/);
  });
});

describe("what was carried out", () => {
  const to = copyFor();
  const plan = planOf(PERSONS, SOURCES, { step: "cut-originators", originators: [MAKER.id] });

  test("what the copy does not show any more counts", () => {
    const objects = [MAKER, object("tool", 1, { created_by_ref: OWN }), object("tool", 2, MADE_BY)];
    const made = copy(objects, plan.steps, to);
    expect(carriedOutInStix(objects, plan, made, to)).toEqual([
      "person",
      "protected-and-own",
      "protected-professions",
      "source",
      "special-categories",
      "third-party",
    ]);
  });

  test("what it still shows does not", () => {
    const person = object("identity", 1, { identity_class: "individual", roles: ["lawyer"] });
    const objects = [person, object("tool", 2)];
    const untouched = copy(objects, [], WITHOUT_CAVEATS);
    expect(carriedOutInStix(objects, plan, untouched, WITHOUT_CAVEATS)).toEqual(["source"]);
  });
});

describe("STIX 2.0", () => {
  const old = (type: string, n: number, properties: JsonObject): JsonObject => {
    const { spec_version: _, ...rest } = object(type, n, properties);
    return rest;
  };

  test("leaves as STIX 2.1: types out of labels, observables as objects of their own", () => {
    const made = copy([
      old("indicator", 1, {
        labels: ["malicious-activity", "tlp:green"],
        pattern: "[file:name = 'x']",
        valid_from: "2026-01-01T00:00:00.000Z",
      }),
      old("observed-data", 2, {
        first_observed: "2026-01-01T00:00:00Z",
        last_observed: "2026-01-01T00:00:00Z",
        number_observed: 1,
        objects: {
          "0": {
            type: "file",
            name: "a.exe",
            parent_directory_ref: "1",
            created: "2026-01-01T00:00:00Z",
          },
          "1": { type: "directory", path: "/tmp" },
        },
      }),
      { ...old("tool", 3, { labels: ["exploitation"] }), spec_version: "2.0" },
    ]);
    expect(only(made, "indicator")).toMatchObject({
      spec_version: "2.1",
      indicator_types: ["malicious-activity"],
      labels: ["tlp:green"],
      pattern_type: "stix",
    });
    const [file, directory] = [only(made, "file"), only(made, "directory")];
    expect(file).toMatchObject({
      ctime: "2026-01-01T00:00:00Z",
      parent_directory_ref: directory.id,
    });
    const refs = only(made, "observed-data").object_refs as readonly Json[];
    expect([file.id, directory.id].filter((ref) => !refs.includes(ref ?? null))).toEqual([]);
  });

  test("a marking on an observable inside stays on it", () => {
    const seen = (ref: string, selector: string): JsonObject => ({
      ...old("observed-data", 2, {
        first_observed: "2026-01-01T00:00:00Z",
        last_observed: "2026-01-01T00:00:00Z",
        number_observed: 1,
        objects: { "0": { type: "file", name: "a.exe" }, "1": { type: "directory", path: "/tmp" } },
        granular_markings: [{ marking_ref: ref, selectors: [selector] }],
      }),
      spec_version: "2.0",
    });
    const red = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed";
    const made = copy([seen(red, "objects.0")], [{ step: "honour-markings", most: "TLP:GREEN" }]);
    expect(typesOf(made).toSorted()).toEqual(["directory", "observed-data"]);
  });
});
