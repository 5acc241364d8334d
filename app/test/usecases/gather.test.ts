import { describe, expect, test } from "vitest";
import type { CaseFile, SiteFile } from "../../src/core/case.ts";
import type { Item } from "../../src/core/item.ts";
import {
  chooseRecipients,
  gatherFacts,
  joinSite,
  statementsOf,
  toRecipients,
} from "../../src/usecases/gather.ts";
import { claimOf, partOf, PARTNER, PEOPLE, SETTING } from "../support/plain.ts";

const OTHER = { ...PARTNER, id: "other" };
const BOTH = { id: "both", name: "Both", members: ["partner", "other"] };
const FILE: CaseFile = {
  caveat: "case/1",
  partners: [],
  groups: [],
  people: [],
  sourceDefaults: [],
  item: { stated: [] },
  request: SETTING.request,
  measures: [],
};
const SITE: SiteFile = {
  caveat: "site/1",
  own: SETTING.own,
  packs: ["nl-wiv"],
  partners: [PARTNER],
  groups: [],
  people: PEOPLE,
  sourceDefaults: [],
};

describe("recipients", () => {
  test("are each partner alone and each group with its members", () => {
    const recipients = toRecipients([PARTNER, OTHER], [BOTH], "a.yaml");
    expect(recipients.map(({ id, members }) => [id, members.map((one) => one.id)])).toEqual([
      ["partner", ["partner"]],
      ["other", ["other"]],
      ["both", ["partner", "other"]],
    ]);
  });

  test.each([
    [[PARTNER, PARTNER], [], "bad-case", 'the id "partner" stands twice'],
    [[PARTNER, OTHER], [{ ...BOTH, id: "other" }], "bad-case", 'the id "other" stands twice'],
    [[PARTNER], [BOTH], "unknown-partner", '"other" is not a registered partner'],
    [[PARTNER, OTHER], [{ ...BOTH, members: ["partner", "both"] }], "unknown-partner", '"both"'],
  ])("that cannot be told apart, or are not there, are refused", (partners, groups, code, says) => {
    expect(() => toRecipients(partners, groups, "a.yaml")).toThrow(
      expect.objectContaining({ code, place: "a.yaml", message: expect.stringContaining(says) }),
    );
  });

  test("are all when none is named, and those named in their order", () => {
    const all = toRecipients([PARTNER, OTHER], [BOTH], "a.yaml");
    const ids = (...named: readonly string[]): readonly string[] =>
      chooseRecipients(all, named, "a.yaml").map((one) => one.id);
    expect([ids(), ids("both", "partner")]).toEqual([
      ["partner", "other", "both"],
      ["both", "partner"],
    ]);
    expect(chooseRecipients(all, undefined, "a.yaml")).toBe(all);
  });

  test("that nobody is are refused, rather than decided for nobody", () => {
    expect(() => chooseRecipients([], undefined, "a.yaml")).toThrow(
      "nobody is there to receive it",
    );
  });
});

describe("a case and its site", () => {
  test("stand together, the site's first", () => {
    const file = { ...FILE, partners: [OTHER], people: [{ id: "x", roles: [] }] };
    const joined = joinSite(file, SITE);
    expect(joined.partners.map((one) => one.id)).toEqual(["partner", "other"]);
    expect([joined.people.length, joined.packs, joined.own]).toEqual([5, ["nl-wiv"], SETTING.own]);
  });

  test("differ where the case says so: own service and packs", () => {
    const own = { ...SETTING.own, id: "mine" };
    const joined = joinSite({ ...FILE, own, packs: ["cti-community"] }, SITE);
    expect([joined.own?.id, joined.packs]).toEqual(["mine", ["cti-community"]]);
  });

  test("without a site leave the case as it is, and no pack where none is named", () => {
    expect(joinSite(FILE, undefined)).toEqual({ ...FILE, packs: [] });
  });
});

describe("facts", () => {
  const item: Item = {
    name: "a.json",
    format: "misp",
    sha256: "0".repeat(64),
    size: 1,
    parts: [partOf(claimOf("tlp", "amber"), claimOf("personal", true))],
    notes: [{ code: "odd", place: "/Event", says: "The event is odd." }],
  };

  test("written into a case are the requester's, and stand beside those stated in it", () => {
    const stated = { by: "analyst", on: "2026-04-01", facts: { evaluated: true } } as const;
    const file: CaseFile = { ...FILE, item: { facts: { bulk: false }, stated: [stated] } };
    expect(statementsOf(file, "a.yaml")).toEqual([
      {
        statement: { by: "officer", on: "0000-01-01", facts: { bulk: false } },
        place: "a.yaml at item",
      },
      { statement: stated, place: "a.yaml at item.stated[0]" },
    ]);
    expect(statementsOf(FILE, "a.yaml")).toEqual([]);
  });

  test("that were read win over those stated where they are the cautious ones, with a note", () => {
    const statement = {
      by: "officer",
      on: "2026-04-01",
      facts: { tlp: "clear", personal: false },
    } as const;
    const { sheet, notes } = gatherFacts(item, [{ statement, place: "a.yaml at item" }], []);
    expect([sheet.levels.tlp?.value, sheet.flags.personal]).toEqual(["amber", true]);
    expect(notes.map((note) => note.code)).toEqual(["odd", "statement-overruled"]);
  });

  test("that contradict each other are refused with file and field", () => {
    const placed = [{ tlp: "red" }, { tlp: "clear" }].map((facts, i) => ({
      statement: { by: "officer", on: "2026-04-01", facts },
      place: `a.yaml at item.stated[${i}]`,
    }));
    expect(() => gatherFacts(undefined, placed, [])).toThrow(
      expect.objectContaining({
        code: "contradiction",
        place: "a.yaml at item.stated[1].facts.tlp",
      }),
    );
  });
});
