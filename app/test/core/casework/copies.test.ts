import { beforeAll, describe, expect, test } from "vitest";
import type { Step } from "../../../src/core/casework/act.ts";
import { dutiesOf, noticeDuty } from "../../../src/core/casework/duty.ts";
import type { Pack } from "../../../src/core/pack.ts";
import { loadPack } from "../../support/packs.ts";
import { opening, PlainCase, REASONS, SAYS } from "./support/plain-case.ts";
import { dayAt, RECIPIENTS, SHEETS, START } from "./support/world.ts";

type Prepare = Extract<Step, { kind: "prepare" }>;
type Release = Extract<Step, { kind: "release" }>;

let wiv: Pack;
beforeAll(async () => {
  wiv = await loadPack("nl-wiv");
});

function copy(partner: string, change: Partial<Prepare> = {}): Prepare {
  return {
    kind: "prepare",
    recipient: partner,
    partner,
    medium: "taxii",
    collection: `${partner} taxii`,
    plan: { name: "plan", steps: [] },
    sha256: "a".repeat(64),
    aspects: [],
    caveats: ["onward-ban", "tlp TLP:GREEN"],
    ...change,
  };
}

/** All that is prepared now leaves. */
function leaving({ state }: PlainCase): Release {
  return {
    kind: "release",
    copies: state.copies.map(({ recipient, partner, medium, collection, id: act, sha256 }) => ({
      recipient,
      partner,
      medium,
      collection,
      act,
      sha256,
    })),
  };
}

function calling(one: PlainCase, change: Partial<Extract<Step, { kind: "recall" }>> = {}): Step {
  const [release] = one.state.releases;
  return {
    kind: "recall",
    release: release?.id ?? "",
    how: "recall",
    due: dayAt(7),
    notices: [{ id: "n1", partner: "calm" }],
    says: SAYS,
    ...change,
  };
}

function calm(): PlainCase {
  return new PlainCase([wiv]).take("olga", opening(["calm"]), ...REASONS);
}

describe("a copy that is prepared", () => {
  test("stands in the manifest with its exact bytes, and where none is the manifest names none", () => {
    const one = calm();
    expect(one.bind().manifest.recipients[0]).not.toHaveProperty("copies");
    one.take("omar", copy("calm", { medium: "taxii" }), copy("calm", { medium: "package" }));
    const [later, earlier] = one.state.copies.toReversed();
    expect(one.bind().manifest.recipients[0]?.copies).toEqual(
      [later, earlier].map((known) => ({
        partner: "calm",
        medium: known?.medium,
        collection: "calm taxii",
        act: known?.id,
        sha256: "a".repeat(64),
      })),
    );
  });

  test("is what an approval binds: another one, though of the same bytes, voids it", () => {
    const one = new PlainCase([wiv])
      .take("olga", opening(["watched"]), ...REASONS, copy("watched"))
      .sign("hank", "head")
      .sign("sam", "second-assessor");
    expect(one.held()).toBe("");
    one.take("olga", copy("watched"));
    expect(one.held()).toBe("watched: refer");
    expect(one.voids()).toEqual(
      ["head", "second-assessor"].map(() =>
        expect.stringContaining("it was given for something else"),
      ),
    );
  });

  test("is for a recipient of the case, and gone when the request is changed", () => {
    const one = calm();
    expect(one.objection("olga", copy("watched"))).toBe("watched is no recipient of this case");
    expect(one.objection("olga", copy("calm", { sha256: "A" }))).toMatch(/which bytes/);
    one.take("olga", copy("calm"));
    const { recipients, request } = one.state;
    one.take("olga", { kind: "amend", recipients, request });
    expect(one.state.copies).toEqual([]);
  });
});

describe("what a plan carried out", () => {
  const received = (recipients: readonly string[]): PlainCase =>
    new PlainCase([wiv], { facts: SHEETS.received }).take("olga", opening(recipients), ...REASONS);
  const cut = { aspects: ["third-party", "controlled"] };

  test("counts from the copy and not from anybody's word", () => {
    const one = received(["calm"]);
    expect(one.held()).toBe("calm: hold");
    expect(
      one.objection("olga", { kind: "state", measure: "sanitise:third-party", says: SAYS }),
    ).toMatch(/nothing that can be stated/);
    expect(one.take("olga", copy("calm", cut)).held()).toBe("");
  });

  test("counts for its own recipient only", () => {
    const one = received(["calm", "watched"]).take("olga", copy("calm", cut));
    expect(one.held()).toBe("watched: refer");
    const [, watched] = one.verdicts();
    expect(watched?.performed.filter(({ measure }) => measure.startsWith("sanitise:"))).toEqual(
      ["third-party", "controlled"].map((aspect) => ({
        measure: `sanitise:${aspect}`,
        counts: false,
        why: "it was done in a copy for calm, not watched",
      })),
    );
  });

  test("does not count while another copy for the same recipient lacks it", () => {
    const one = received(["calm"]).take(
      "olga",
      copy("calm", cut),
      copy("calm", { medium: "package" }),
    );
    expect(one.held()).toBe("calm: hold");
    expect(one.voids()).toContain(
      "sanitise:third-party: it was not done in the copy for calm over package",
    );
    expect(one.take("olga", copy("calm", { ...cut, medium: "package" })).held()).toBe("");
  });

  test("falls with a later copy made by another plan", () => {
    const one = received(["calm"]).take("olga", copy("calm", cut));
    expect(one.held()).toBe("");
    expect(one.take("olga", copy("calm")).held()).toBe("calm: hold");
  });
});

describe("a release", () => {
  test("goes with a copy for everybody, and not before it may", () => {
    const one = calm();
    expect(one.leaving("olga", leaving(one))).toBe("it names no copy");
    one.take("olga", copy("calm"));
    expect(one.leaving("omar", leaving(one))).toBeUndefined();
    const early = new PlainCase([wiv]).take("olga", opening(["calm"]), copy("calm"));
    expect(early.leaving("olga", leaving(early))).toBe("calm: hold");
    const both = new PlainCase([wiv]).take(
      "olga",
      opening(["calm", "fading"]),
      ...REASONS,
      copy("calm"),
    );
    expect(both.leaving("olga", leaving(both))).toBe("no copy for fading leaves, or has left");
  });

  test("takes the newest copy, as it was prepared, and each once", () => {
    const one = calm().take("olga", copy("calm"));
    const old = leaving(one);
    one.take("olga", copy("calm"));
    expect(one.leaving("olga", old)).toBe(
      "the copy for calm over taxii is not the newest that was prepared",
    );
    const { copies } = leaving(one);
    const [first] = copies;
    for (const change of [
      { sha256: "b".repeat(64) },
      { collection: "elsewhere" },
      { partner: "watched" },
      { recipient: "watched" },
      { medium: "package" as const },
    ]) {
      const changed = { ...first, ...change } as Release["copies"][number];
      expect(one.leaving("olga", { kind: "release", copies: [changed] })).toMatch(
        /is not what was prepared$/,
      );
    }
    expect(one.leaving("olga", { kind: "release", copies: [...copies, ...copies] })).toMatch(
      /same place/,
    );
    one.take("olga", leaving(one));
    expect(one.leaving("olga", leaving(one))).toBe(
      "the copy for calm over taxii has left already; prepare it anew",
    );
  });

  test("refuses a copy without every caveat that a rule asks for", () => {
    const one = calm().take("olga", copy("calm", { caveats: [] }));
    expect(one.leaving("olga", leaving(one))).toBe(
      "the copy for calm over taxii does not carry the caveat onward-ban",
    );
  });

  test("refuses a copy with a label that is not the item's any more", () => {
    const tlp = { value: "amber", everywhere: true, mixed: false, onItem: true };
    const facts = { ...SHEETS.plain, levels: { ...SHEETS.plain.levels, tlp } };
    const one = new PlainCase([wiv], { facts }).take("olga", opening(["calm"]), ...REASONS);
    for (const label of ["tlp TLP:GREEN", "pap PAP:RED"]) {
      one.take("olga", copy("calm", { caveats: ["onward-ban", label] }));
      expect(one.leaving("olga", leaving(one))).toBe(
        "the copy for calm over taxii does not carry the caveat tlp TLP:AMBER",
      );
    }
    one.take("olga", copy("calm", { caveats: ["onward-ban", "tlp TLP:AMBER"] }));
    expect(one.leaving("olga", leaving(one))).toBeUndefined();
  });

  test.each([
    ["printed on it", true, undefined],
    ["stated of it", false, expect.stringContaining("tlp TLP:AMBER") as unknown],
  ])("takes the label that the plan leaves of what is %s", (_, onItem, held) => {
    const tlp = { value: "amber", everywhere: true, mixed: false, onItem };
    const facts = { ...SHEETS.plain, levels: { ...SHEETS.plain.levels, tlp } };
    const one = new PlainCase([wiv], { facts }).take("olga", opening(["calm"]), ...REASONS);
    const plan = { name: "", steps: [{ step: "honour-markings" as const, most: "TLP:GREEN" }] };
    one.take("olga", copy("calm", { plan }));
    expect(one.leaving("olga", leaving(one))).toEqual(held);
  });

  test("to a group goes to every member, and one who may not have it holds all", () => {
    const groupOf = (...ids: readonly string[]) => ({
      id: "circle",
      name: "Circle",
      members: RECIPIENTS.filter(({ id }) => ids.includes(id)).flatMap(({ members }) => members),
    });
    const member = (partner: string): Prepare => copy(partner, { recipient: "circle" });
    const one = new PlainCase([wiv], {}, [groupOf("calm", "fading")]).take(
      "olga",
      opening(["circle"]),
      ...REASONS,
      member("calm"),
    );
    expect(one.leaving("olga", leaving(one))).toBe("no copy for fading leaves, or has left");
    one.take("olga", member("fading"));
    expect(one.leaving("olga", leaving(one))).toBeUndefined();
    one.take("olga", member("stranger"));
    expect(one.leaving("olga", leaving(one))).toBe("stranger is not among the recipients");
    const weak = new PlainCase([wiv], {}, [groupOf("calm", "stranger")]).take(
      "olga",
      opening(["circle"]),
      ...REASONS,
      member("calm"),
      member("stranger"),
    );
    expect(weak.leaving("olga", leaving(weak))).toBe("circle: withhold");
  });

  test("of what may be about a person is no program's, whoever took steps before", () => {
    const one = new PlainCase([wiv], { facts: SHEETS.person })
      .take("olga", opening(["calm"]), ...REASONS)
      .take("olga", copy("calm", { aspects: ["person"] }));
    expect(one.leaving("olga", leaving(one))).toBeUndefined();
    expect(one.leaving("olga", leaving(one), { machine: true })).toBe(
      "it may hold personal data, and a program does not release that; a person does",
    );
    const plain = calm().take("olga", copy("calm"));
    expect(plain.leaving("olga", leaving(plain), { machine: true })).toBeUndefined();
  });
});

describe("what left", () => {
  const released = (): PlainCase => {
    const one = calm().take("olga", copy("calm"));
    return one.take("olga", leaving(one));
  };

  test("can be called back when the case is at its end, by the desk, once, with reasons", () => {
    const one = released().take("olga", { kind: "close", says: SAYS });
    expect(one.objection("olga", calling(one, { says: "short" }))).toMatch(/gives no reasons/);
    expect(one.objection("ada", calling(one))).toMatch(/administrator/);
    expect(one.objection("omar", calling(one, { release: "another" }))).toMatch(/no such release/);
    one.take("omar", calling(one));
    expect(one.objection("omar", calling(one))).toBe("it was called back already");
  });

  test("is called back from everybody who got it, and those they named", () => {
    const one = released();
    const tells = (...notices: readonly { id: string; partner: string; onward?: string }[]) =>
      one.objection("olga", calling(one, { notices }));
    expect(tells()).toBe("it does not tell calm");
    expect(tells({ id: "n1", partner: "calm", onward: "elm" })).toBe("it does not tell calm");
    expect(tells({ id: "n1", partner: "calm" }, { id: "n2", partner: "watched" })).toBe(
      "watched did not get it",
    );
    expect(tells({ id: "n1", partner: "calm" }, { id: "n1", partner: "calm", onward: "elm" })).toBe(
      "it tells somebody twice",
    );
    expect(
      tells({ id: "n1", partner: "calm" }, { id: "n2", partner: "calm", onward: "elm" }),
    ).toBeUndefined();
  });

  test("is replaced by another release only in a correction, and answered by a day to come", () => {
    const one = released();
    expect(one.objection("olga", calling(one, { replacement: "r2" }))).toMatch(
      /makes it a correction/,
    );
    const own = one.state.releases[0]?.id ?? "";
    const corrected = { how: "correction", replacement: own } as const;
    expect(one.objection("olga", calling(one, corrected))).toMatch(/own place/);
    expect(one.objection("olga", calling(one, { due: "2026-03-31" }))).toMatch(/last day is over/);
    one.take("olga", calling(one, { how: "correction", replacement: "r2" }));
    expect(one.objection("olga", calling(one))).toBeUndefined();
  });

  test("owes an answer by its day, which escalates, and stays done once it came", () => {
    const notices = [
      { id: "n1", partner: "calm" },
      { id: "n2", partner: "calm", onward: "far away" },
    ];
    const one = released();
    one.take("olga", calling(one, { notices }));
    const ids = notices.map(noticeDuty);
    expect(ids).toEqual(["notice calm n1", "notice calm far%20away n2"]);
    const own = (now: string, earlier = dutiesOf(one.state, [], [], START)) =>
      dutiesOf(one.state, [], earlier, now).map(({ id, due, done, overdue, basis }) => ({
        id,
        due,
        done,
        overdue,
        basis,
      }));
    const open = { due: dayAt(7), done: false, overdue: false, basis: "law" };
    expect(own(dayAt(7))).toEqual(ids.map((id) => ({ id, ...open })));
    expect(own(dayAt(8)).map(({ overdue }) => overdue)).toEqual([true, true]);
    const answered = dutiesOf(one.state, [], [], START).map((duty) => ({ ...duty, done: true }));
    expect(own(dayAt(8), answered)).toEqual(ids.map((id) => ({ id, ...open, done: true })));
  });
});
