import { beforeAll, describe, expect, test } from "vitest";
import { bindCase } from "../../../src/core/casework/case-grounds.ts";
import { mayBeReleased } from "../../../src/core/casework/may-be-released.ts";
import type { Pack } from "../../../src/core/pack.ts";
import { SETTING } from "../../support/plain.ts";
import { loadPack } from "../../support/packs.ts";
import { digest, opening, PlainCase, REASONS, SAYS } from "./support/plain-case.ts";
import { dayAt, PEOPLE, RECIPIENTS, SHEETS, START } from "./support/world.ts";

let wiv: Pack;
beforeAll(async () => {
  wiv = await loadPack("nl-wiv");
});

/** A case that head and second assessor decide, with all but their signatures. */
function watched(recipients: readonly string[] = ["watched"]): PlainCase {
  return new PlainCase([wiv]).take("olga", opening(recipients), ...REASONS);
}

const CHANGED = expect.stringContaining("it was given for something else");

describe("an ordinary case", () => {
  test("may be released by whoever works on it, with nobody's signature", () => {
    const one = new PlainCase([wiv]).take("olga", opening(["calm"]), ...REASONS);
    expect(one.verdicts().map(({ outcome }) => outcome)).toEqual(["release-with-caveats"]);
    expect(one.held()).toBe("");
  });

  test("may be released by somebody who decides, as anybody's could", () => {
    expect(new PlainCase([wiv]).take("hank", opening(["calm"]), ...REASONS).held()).toBe("");
  });

  test("waits for its reasons", () => {
    expect(new PlainCase([wiv]).take("olga", opening(["calm"])).held()).toBe("calm: hold");
  });
});

describe("a case that head and second assessor decide", () => {
  test("goes with both, and with neither of them alone", () => {
    expect(watched().held()).toBe("watched: refer");
    expect(watched().sign("hank", "head").held()).toBe("watched: refer");
    expect(watched().sign("sam", "second-assessor").held()).toBe("watched: refer");
    expect(watched().sign("sam", "second-assessor").sign("hank", "head").held()).toBe("");
  });

  test("holds everybody it is for until it may go to each", () => {
    const both = watched(["calm", "watched"]).sign("hank", "head");
    expect(both.held()).toBe("watched: refer");
    expect(both.sign("sam", "second-assessor").held()).toBe("");
  });

  test("does not go with two signatures of one person, nor with one of the requester or an assessor", () => {
    const one = watched();
    const forged = one.act("max", one.signature("head"));
    expect(one.sign("max", "minister").objection("max", one.signature("head"))).toMatch(
      /already signed as minister/,
    );
    expect(one.write(forged).sign("sam", "second-assessor").held()).toBe("watched: refer");
    expect(one.voids()).toEqual([
      "approve:head: max already signed as minister; one person counts once",
    ]);

    const asked = new PlainCase([wiv]).take("hank", opening(["watched"]), ...REASONS);
    expect(asked.objection("hank", asked.signature("head"))).toMatch(/made the request/);
    asked.write(asked.act("hank", asked.signature("head"))).sign("sam", "second-assessor");
    expect([asked.held(), ...asked.voids()]).toEqual([
      "watched: refer",
      "approve:head: hank made the request and cannot approve it",
    ]);

    const assessed = watched().take("hank", {
      kind: "assess",
      stage: "before",
      risk: { torture: "below-real" },
      mitigations: [],
      says: SAYS,
    });
    expect(assessed.objection("hank", assessed.signature("head"))).toMatch(/made an assessment/);
    assessed.write(assessed.act("hank", assessed.signature("head"))).sign("sam", "second-assessor");
    expect(assessed.held()).toBe("watched: refer");
  });

  test.each([
    ["an administrator", "ada"],
    ["an administrator who is head too", "adam"],
    ["a head whose mandate lapsed", "lapsed"],
    ["a head who will be one in three days", "hera"],
    ["an officer", "omar"],
    ["somebody without any role", "nobody"],
  ])("does not go with the signature of %s, even one that nobody was to write", (_, by) => {
    const one = watched().sign("sam", "second-assessor");
    const signature = one.signature("head");
    expect(one.objection(by, signature)).toBeTypeOf("string");
    expect(one.write(one.act(by, signature)).held()).toBe("watched: refer");
    expect(one.voids()).toEqual([expect.stringMatching(/^approve:head: /)]);
  });

  test("goes with a head whose mandate has ended since, for it is judged on the day of signing", () => {
    const one = watched().sign("sue", "second-assessor").sign("hank", "head");
    expect(one.held({ now: dayAt(3) })).toBe("");
    expect(one.held({ now: dayAt(30) })).toBe("");
    expect(
      one.objection("sue", one.signature("second-assessor"), { at: `${dayAt(4)}T09:00:00.000Z` }),
    ).toBe(`sue holds no role on ${dayAt(4)}`);
  });
});

describe("a signature does not count", () => {
  const signed = (): PlainCase => watched().sign("hank", "head").sign("sam", "second-assessor");

  test("for another case about the same item, or for other bytes", () => {
    const { hash } = watched().bind();
    const others = [
      new PlainCase([wiv]).take(
        "olga",
        opening(["watched"], { item: { id: "item", sha256: "2".repeat(64) } }),
      ),
      new PlainCase([wiv]).take("omar", opening(["watched"])),
    ];
    for (const other of others) {
      other.take("omar", ...REASONS);
      expect(other.bind().hash).not.toBe(hash);
      other.sign("hank", "head", { manifest: hash }).sign("sam", "second-assessor");
      expect([other.held(), ...other.voids()]).toEqual([
        "watched: refer",
        expect.stringContaining("approve:head: it was given for something else"),
      ]);
    }
    const { state } = watched();
    const elsewhere = { ...state, id: "another" };
    const matter = {
      item: "item",
      facts: SHEETS.plain,
      notes: [],
      own: SETTING.own,
      people: PEOPLE,
      equivalences: [],
      permissions: [],
      now: START,
    };
    const recipients = RECIPIENTS.filter(({ id }) => id === "watched");
    expect(bindCase(elsewhere, recipients, matter, [wiv], digest).hash).not.toBe(hash);
  });

  test("once recipients, purpose, urgency, use, channel or risk have changed, until that is undone", () => {
    const { request } = signed().state;
    const channel = { id: "mail", carriesCaveats: true, encrypted: true, public: false };
    const changes = [
      { recipients: ["watched", "calm"], request },
      { recipients: ["watched"], request: { ...request, purpose: "detain" } },
      { recipients: ["watched"], request: { ...request, use: "targeting" } },
      { recipients: ["watched"], request: { ...request, channel } },
      { recipients: ["watched"], request: { ...request, risk: { rendition: "real" as const } } },
      {
        recipients: ["watched"],
        request: { ...request, urgentWeighty: "an attack is expected within hours" },
      },
    ];
    for (const change of changes) {
      const one = signed().take("olga", { kind: "amend", ...change }, ...REASONS);
      expect([change, one.held()]).toEqual([change, "watched: refer"]);
      expect(one.voids().filter((why) => why.startsWith("approve:"))).toEqual([CHANGED, CHANGED]);
      one.take("olga", { kind: "amend", recipients: ["watched"], request }, ...REASONS);
      expect(one.held()).toBe("");
    }
  });

  test("once an assessor found a risk, which is part of what was signed for", () => {
    const one = signed().take("lea", {
      kind: "assess",
      stage: "before",
      risk: { rendition: "real" },
      mitigations: [],
      says: SAYS,
    });
    expect(one.voids()).toEqual([CHANGED, CHANGED]);
  });

  test("once the packs have changed by a byte, or another one is active", async () => {
    const edited = { ...wiv, hash: "e".repeat(64) };
    const community = await loadPack("cti-community");
    expect(signed().voids({}, [edited])).toEqual([CHANGED, CHANGED]);
    expect(signed().voids({}, [wiv, community])).toEqual([CHANGED, CHANGED]);
    expect(signed().held({}, [edited])).toBe("watched: refer");
  });

  test("once other rules speak: a fact that was not known, an experience, a note past its day", () => {
    const facts = { ...SHEETS.plain, flags: { ...SHEETS.plain.flags, reliabilityStated: false } };
    expect(signed().voids({ facts })).toEqual([CHANGED, CHANGED]);
  });

  test("without each of the acknowledgements that the packs demand of the role", () => {
    const { acknowledge } = watched().bind();
    const demanded = acknowledge["head"] ?? [];
    expect(demanded.length).toBeGreaterThan(1);
    for (const left of demanded) {
      const one = watched()
        .sign("hank", "head", { acknowledges: demanded.filter((text) => text !== left) })
        .sign("sam", "second-assessor");
      expect([one.held(), ...one.voids()]).toEqual([
        "watched: refer",
        `approve:head: it does not acknowledge "${left}"`,
      ]);
    }
  });

  test("once it was taken back, or whoever gave it refused, or on the day after it expired", () => {
    const one = watched()
      .sign("hank", "head")
      .sign("sam", "second-assessor", { expires: dayAt(2) });
    expect([one.held({ now: dayAt(2) }), one.held({ now: dayAt(3) })]).toEqual([
      "",
      "watched: refer",
    ]);
    const [approval] = one.state.approvals;
    one.take("hank", { kind: "retract", act: approval?.id ?? "", says: SAYS });
    expect([one.held(), ...one.voids()]).toEqual([
      "watched: refer",
      "approve:head: hank took it back",
    ]);

    const refused = signed().take("hank", { kind: "refuse", role: "head", says: SAYS });
    expect(refused.held()).toBe("the case is refused");
    refused.take("mia", { kind: "override", role: "minister", says: SAYS }).sign("mia", "minister");
    expect(refused.held()).toBe("watched: refer");
    expect(refused.sign("max", "head").held()).toBe("");
  });
});

describe("a case that was refused", () => {
  const refused = (): PlainCase =>
    new PlainCase([wiv])
      .take("olga", opening(["calm"]), ...REASONS)
      .take("hank", { kind: "refuse", role: "head", says: SAYS })
      .take("mia", { kind: "override", role: "minister", says: SAYS });

  test("goes on under a higher role, and leaves only with that role's own signature", () => {
    expect(refused().held()).toBe("the case was refused, and the minister has not approved it");
    expect(refused().sign("mia", "minister").held()).toBe("");
    const hollow = refused().sign("mia", "minister", { acknowledges: [] });
    expect(hollow.held()).toBe("the case was refused, and the minister has not approved it");
    expect(refused().sign("max", "head").held()).toMatch(/the minister has not approved it/);
    const permitted = refused()
      .verdicts()
      .map((one) => ({
        ...one,
        performed: [{ measure: "approve:minister", counts: true, why: "mia" }],
        grounds: {
          ...one.grounds,
          performed: [{ measure: "approve:minister", by: "mia", on: START, permission: "series" }],
        },
      }));
    expect(mayBeReleased(refused().state, permitted, START)).toMatch(/has not approved it/);
  });

  test.each(["legal", "second-assessor", "head"])("does not go on under the role %s", (role) => {
    const one = new PlainCase([wiv])
      .take("olga", opening(["calm"]))
      .take("max", { kind: "refuse", role: "head", says: SAYS });
    const by = { legal: "lea", "second-assessor": "sam", head: "hank" }[role] ?? "";
    expect(one.objection(by, { kind: "override", role, says: SAYS })).toMatch(/stands? above head/);
  });
});

test("every refusal of a case stands, however often it was overridden, and the strongest decides", () => {
  const one = new PlainCase([wiv])
    .take("olga", opening(["calm"]), ...REASONS)
    .take("hank", { kind: "refuse", role: "head", says: SAYS })
    .take("mia", { kind: "override", role: "minister", says: SAYS })
    .take("lea", { kind: "refuse", role: "legal", says: SAYS });
  const override = (role: string) => ({ kind: "override", role, says: SAYS }) as const;
  expect(one.objection("max", override("head"))).toBe(
    "head does not stand above head, who refused",
  );
  expect(one.objection("max", override("minister"))).toBeUndefined();
  one
    .take("mia", override("minister"))
    .take("mia", { kind: "refuse", role: "minister", says: SAYS });
  expect(one.objection("max", override("minister"))).toMatch(
    /minister does not stand above minister/,
  );
});

describe("nothing leaves", () => {
  const one = (): PlainCase => new PlainCase([wiv]).take("olga", opening(["calm"]), ...REASONS);

  test("on a verdict of yesterday, on none, on that of another, or on one that was not bound to the case", () => {
    const { state } = one();
    const [verdict] = one().verdicts();
    if (verdict === undefined) throw new Error("there is a verdict");
    const { binding: _, ...loose } = verdict.grounds;
    expect([
      mayBeReleased(state, [verdict], START),
      mayBeReleased(state, [verdict], dayAt(1)),
      mayBeReleased(state, [], START),
      mayBeReleased(state, [verdict, verdict], START),
      mayBeReleased(state, [{ ...verdict, partner: "watched" }], START),
      mayBeReleased(state, [{ ...verdict, grounds: loose }], START),
      mayBeReleased({ ...state, recipients: [] }, [], START),
    ]).toEqual([
      undefined,
      `the verdict on calm is of ${START}`,
      "there is not one verdict for each recipient",
      "there is not one verdict for each recipient",
      "there is not one verdict for each recipient",
      "the verdict on calm was not reached in a case",
      "the case is for nobody",
    ]);
  });

  test("when an engine failed, whatever the outcome says", () => {
    const [verdict] = one().verdicts();
    if (verdict === undefined) throw new Error("there is a verdict");
    const odd = { ...verdict, outcome: "release" as const, alarm: "the engines disagree" };
    expect(mayBeReleased(one().state, [odd], START)).toBe("calm: the engines disagree");
  });

  test.each(["withdraw", "close"] as const)("after the requester chose to %s", (kind) => {
    expect(one().take("olga", { kind, says: SAYS }).held()).toMatch(/^the case is /);
  });

  test("in a case that asks or supports, though its rules are met", () => {
    const request = { mode: "ask", purpose: "warn", use: "intelligence" } as const;
    const asking = new PlainCase([wiv])
      .take("olga", opening(["calm"], { request }), ...REASONS)
      .sign("mia", "minister");
    expect(asking.verdicts().map(({ outcome }) => outcome)).toEqual(["release-with-caveats"]);
    expect(asking.held()).toBe('the case is about "ask"');
  });
});

describe("11. a person is acted on by the machine alone", () => {
  function byProgram(facts: typeof SHEETS.plain): PlainCase {
    const one = new PlainCase([wiv], { facts });
    for (const step of [opening(["calm"]), ...REASONS]) {
      one.write({ ...one.act("olga", step), machine: true });
    }
    return one;
  }

  test("never: what may be about a person waits until a human took a step, since it was last changed", () => {
    const one = byProgram(SHEETS.person);
    expect(one.held()).toMatch(/no person has taken a step/);
    one.take("omar", ...REASONS.slice(0, 1));
    expect(one.held()).toBe("");
    const { recipients, request } = one.state;
    one.write({ ...one.act("olga", { kind: "amend", recipients, request }), machine: true });
    for (const step of REASONS) one.write({ ...one.act("olga", step), machine: true });
    expect(one.held()).toMatch(/no person has taken a step/);
  });

  test("never: not knowing whether it is about a person counts as being about one", () => {
    const { personal: _, ...flags } = SHEETS.plain.flags;
    const unknown = byProgram({ ...SHEETS.plain, flags });
    const [verdict] = unknown.verdicts();
    if (verdict === undefined) throw new Error("there is a verdict");
    const easy = [{ ...verdict, outcome: "release" as const }];
    expect(mayBeReleased(unknown.state, easy, START)).toMatch(/no person has taken a step/);
    expect(byProgram(SHEETS.plain).held()).toBe("");
  });

  test("never: a program does not assess, approve, refuse, override, take back or review", () => {
    const one = byProgram(SHEETS.plain);
    const refused = [
      one.objection("hank", one.signature("head"), { machine: true }),
      one.objection("hank", { kind: "refuse", role: "head", says: SAYS }, { machine: true }),
      one.objection(
        "omar",
        { kind: "review", duty: "after-review", says: SAYS },
        { machine: true },
      ),
      one.objection("omar", { kind: "state", measure: "assess:x", says: SAYS }, { machine: true }),
    ];
    expect(refused).toEqual(refused.map(() => expect.stringMatching(/^a program cannot/)));
  });
});
