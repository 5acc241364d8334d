import { expect, test } from "vitest";
import type { Act, Step } from "../../../src/core/casework/act.ts";
import { CASE_RULES } from "../../../src/core/casework/case-rules.ts";
import { applyAct, stateOf, type CaseState } from "../../../src/core/casework/case-state.ts";
import { objectionTo } from "../../../src/core/casework/may.ts";
import type { Person } from "../../../src/core/measure.ts";
import { allows, RUNGS, STEPS } from "./support/steps-table.ts";

const DAY = "2026-04-01";
const SAYS = "for reasons that are written down";
const REFUSED_AS = "second-assessor";

/** Roles that count on the day; behind the bar those that were held before, or will be. */
const ROLE_SETS = `
none             |
lapsed head      | head until 2026-03-31
future head      | head from 2026-04-02
officer          | officer
second-assessor  | second-assessor
legal            | legal
power-holder     | power-holder
head             | head
minister         | minister
head, minister   | head, minister
officer, head    | officer, head
administrator    | administrator
admin and head   | administrator, head
once an admin    | administrator until 2026-03-31, head
an unknown role  | visitor
`
  .trim()
  .split("\n")
  .map((line) => {
    const [name = "", roles = ""] = line.split("|").map((part) => part.trim());
    return { name, roles: roles === "" ? [] : roles.split(", ").map(toTerm) };
  });

const SIGNED_AS = [...Object.keys(RUNGS), "officer", "administrator", "visitor"];
const STATUSES = ["none", "open", "refused", "withdrawn", "closed"] as const;
const RELATIONS = ["requester", "assessor", "signer", "neither"] as const;

function toTerm(text: string): Person["roles"][number] {
  const [role = "", word = "", day = ""] = text.split(" ");
  if (word === "until") return { role, from: "2020-01-01", until: day };
  return { role, from: word === "from" ? day : DAY };
}

test("every role, step, status and part in the case is allowed just where the table says", () => {
  const wrong: string[] = [];
  let asked = 0;
  for (const { name, roles } of ROLE_SETS) {
    for (const status of STATUSES) {
      for (const relation of RELATIONS) {
        for (const { step, role, act } of variants()) {
          for (const program of [false, true]) {
            asked += 1;
            const full: Act = { ...toAct("actor", act), ...(program ? { machine: true } : {}) };
            const state = status === "none" ? undefined : stateIn(status, relation);
            const why = objectionTo(full, state, [{ id: "actor", roles }], CASE_RULES);
            const expected = isExpected(step, status, relation, roles, program, role);
            if ((why === undefined) === expected) continue;
            const who = `${name}, ${relation}${program ? ", by a program" : ""}`;
            wrong.push(`${step} ${role} · ${status} · ${who}: ${why ?? "allowed"}`);
          }
        }
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBe(ROLE_SETS.length * STATUSES.length * RELATIONS.length * variants().length * 2);
});

test("the table speaks about every step there is, and lets somebody take each", () => {
  const taken = new Set(variants().map(({ step }) => step));
  expect([...taken].toSorted()).toEqual([...STEPS].toSorted());
  const takeable = STEPS.filter((step) =>
    STATUSES.some((status) =>
      RELATIONS.some((relation) =>
        Object.keys(RUNGS).some((role) =>
          isExpected(step, status, relation, [{ role, from: DAY }], false, role),
        ),
      ),
    ),
  );
  expect(takeable).toEqual(STEPS);
});

function isExpected(
  step: string,
  status: string,
  relation: string,
  terms: Person["roles"],
  isProgram: boolean,
  role: string,
): boolean {
  const held = terms.filter(({ from, until }) => from <= DAY && (until ?? DAY) >= DAY);
  const isCase = status !== "none";
  const actor = {
    roles: held.map((term) => term.role),
    isRequester: isCase && relation === "requester",
    isAssessor: isCase && relation === "assessor",
    isSigner: isCase && relation === "signer",
    isProgram,
  };
  const isAbove = step !== "override" || (RUNGS[role] ?? 0) > (RUNGS[REFUSED_AS] ?? 0);
  return allows(step, status, actor, role) && isAbove;
}

interface Variant {
  readonly step: string;
  /** The role that is signed under. */
  readonly role: string;
  readonly act: Step;
}

function variants(): readonly Variant[] {
  const own = { partner: "alder", says: SAYS };
  const plain: readonly Step[] = [
    OPEN,
    { kind: "amend", recipients: ["alder"], request: REQUEST },
    { kind: "state", measure: "state:necessity", says: SAYS },
    { kind: "assess", stage: "before", risk: { torture: "real" }, mitigations: [], says: SAYS },
    { kind: "ask-consent", originator: "linde", partner: "alder", scope: "all", due: DAY },
    {
      kind: "consent",
      originator: "linde",
      ...own,
      purpose: "warn",
      scope: "",
      evidence: "letter",
    },
    { kind: "assure", assurance: "written", ...own },
    { kind: "retract", act: "approval", says: SAYS },
    { kind: "withdraw", says: SAYS },
    { kind: "close", says: SAYS },
    { kind: "review", duty: "nl-wiv NL-07 alder", says: SAYS },
    PREPARED,
    { kind: "release", copies: [{ ...LEAVING, act: "prepared" }] },
    {
      kind: "recall",
      release: "released",
      how: "recall",
      due: DAY,
      notices: [{ id: "notice", partner: "alder" }],
      says: SAYS,
    },
  ];
  return [
    ...plain.map((act) => ({ step: act.kind, role: "", act })),
    { step: "state-risk", role: "", act: { kind: "state", measure: "assess:risk", says: SAYS } },
    { step: "after-review", role: "", act: { kind: "review", duty: "after-review", says: SAYS } },
    ...SIGNED_AS.flatMap((role): readonly Variant[] => [
      { step: "approve", role, act: { ...APPROVAL, role } },
      { step: "refuse", role, act: { kind: "refuse", role, says: SAYS } },
      { step: "override", role, act: { kind: "override", role, says: SAYS } },
    ]),
  ];
}

const REQUEST = { mode: "release", purpose: "warn" } as const;
const OPEN: Step = {
  kind: "open",
  item: { id: "item", sha256: "0".repeat(64) },
  recipients: ["alder"],
  request: REQUEST,
  compartments: [],
};
const LEAVING = {
  recipient: "alder",
  partner: "alder",
  medium: "taxii",
  collection: "place",
  sha256: "c".repeat(64),
} as const;
const PREPARED: Extract<Step, { kind: "prepare" }> = {
  kind: "prepare",
  ...LEAVING,
  plan: { name: "plan", steps: [] },
  aspects: [],
  caveats: [],
};
const APPROVAL = {
  kind: "approve",
  manifest: "b".repeat(64),
  acknowledges: [],
  says: SAYS,
} as const;

function toAct(by: string, step: Step): Act {
  return { ...step, id: "act", by, at: `${DAY}T09:00:00.000Z` };
}

/** A case of this status in which the actor has this part; nobody asks whether it came about rightly. */
function stateIn(
  status: Exclude<(typeof STATUSES)[number], "none">,
  relation: (typeof RELATIONS)[number],
): CaseState {
  const acts: Act[] = [toAct(relation === "requester" ? "actor" : "asker", OPEN)];
  if (relation === "assessor") {
    acts.push(toAct("actor", { kind: "state", measure: "assess:unevaluated-risk", says: SAYS }));
  }
  if (relation === "signer") {
    const earlier = { ...APPROVAL, role: "head", manifest: "a".repeat(64) };
    acts.push({ ...toAct("actor", earlier), id: "approval" });
  }
  const taken = [
    { ...toAct("asker", { ...PREPARED, medium: "package" }), id: "left" },
    { ...toAct("asker", PREPARED), id: "prepared" },
    {
      ...toAct("asker", {
        kind: "release",
        copies: [{ ...LEAVING, medium: "package", act: "left" }],
      }),
      id: "released",
    },
  ];
  const state = stateOf("case", [...acts, ...taken]);
  switch (status) {
    case "open":
      return state;
    case "refused":
      return applyAct(state, toAct("other", { kind: "refuse", role: REFUSED_AS, says: SAYS }));
    case "withdrawn":
      return applyAct(state, toAct("asker", { kind: "withdraw", says: SAYS }));
    case "closed":
      return applyAct(state, toAct("asker", { kind: "close", says: SAYS }));
  }
}
