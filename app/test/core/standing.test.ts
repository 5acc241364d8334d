import { describe, expect, test } from "vitest";
import type { Experience, Standing, WeightingNote } from "../../src/core/partner.ts";
import { toQuestion, type Question } from "../../src/core/question/question.ts";
import { FACTS_STATED, NOW, PARTNER, SETTING, sheetOf } from "../support/plain.ts";

const EVENT: Experience = {
  id: "e1",
  type: "label-breach",
  on: "2026-01-01",
  learnedOn: NOW,
  severity: "serious",
  says: "it passed a report on",
  evidence: { ref: "report 12", grade: "B2" },
  status: "open",
};

describe("the weighting note", () => {
  const criteria = PARTNER.note?.criteria ?? {};
  const said = (finding: "sufficient" | "insufficient" | "unknown", reasons = "reasoned") => ({
    criteria: { ...criteria, legalPowers: { finding, reasons, on: "2026-01-10" } },
  });
  test.each<[string, Partial<WeightingNote>, object]>([
    [
      "is complete when each criterion is weighed",
      {},
      { complete: true, approved: true, overdue: false },
    ],
    ["is complete with an insufficient one", said("insufficient"), { complete: true }],
    ["is not with one unknown", said("unknown"), { complete: false }],
    ["is not with one without reasons", said("sufficient", " "), { complete: false }],
    ["is not with one missing", { criteria: {} }, { complete: false }],
    ["counts on the day it is approved", { approvedOn: NOW }, { approved: true }],
    ["does not the day before", { approvedOn: "2026-04-03" }, { approved: false }],
    ["does not when nobody approved it", { approvedBy: undefined as never }, { approved: false }],
    ["stands on its review date", { reviewBy: NOW }, { overdue: false }],
    ["is overdue the day after", { reviewBy: "2026-04-01" }, { overdue: true }],
    ["is overdue without one", { reviewBy: undefined as never }, { overdue: true }],
    [
      "answers no risk with a space",
      { risks: [{ says: "leaks", mitigation: " " }] },
      { risksAnswered: false },
    ],
    [
      "answers a risk by accepting it",
      { risks: [{ says: "leaks", acceptance: "small" }] },
      { risksAnswered: true },
    ],
    [
      "under the head's mandate is told to the minister",
      { approvedBy: "head" },
      { ministerInformed: false },
    ],
    ["was told today", { approvedBy: "head", ministerInformedOn: NOW }, { ministerInformed: true }],
  ])("%s", (_, change, expected) => {
    expect(askNote(change).principal.note).toMatchObject(expected);
  });

  test("lists what was open and known when it was approved", () => {
    const early = { ...EVENT, learnedOn: "2026-01-15" };
    const listed = (listsEvents: readonly string[], event: Experience): boolean =>
      askNote({ listsEvents }, { experiences: [event] }).principal.note.listsOpenEvents;
    expect([listed([], early), listed(["e1"], early), listed([], EVENT)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test("one finding short of sufficient is not averaged away", () => {
    const { principal } = askNote(said("insufficient"));
    expect([principal.allCriteriaSufficient, principal.humanRightsSufficient]).toEqual([
      false,
      true,
    ]);
  });
});

describe("an experience weighs", () => {
  test.each<[string, Partial<Experience>, boolean]>([
    ["from the day it is known", {}, true],
    ["while it is contested", { status: "contested" }, true],
    ["not before it is known", { learnedOn: "2026-04-03" }, false],
    ["not once it is closed", { status: "closed" }, false],
    ["not without a document", { evidence: undefined as never }, false],
    ["not with a document that is not named", { evidence: { ref: " ", grade: "B2" } }, false],
    ["not with a grade that is none", { evidence: { ref: "report", grade: "B7" } }, false],
  ])("%s", (_, change, weighs) => {
    const question = askNote({}, { experiences: [{ ...EVENT, ...change }] });
    expect([question.principal.openLabelBreach, question.context.category.seriousEvent]).toEqual([
      weighs,
      weighs,
    ]);
  });
});

function askNote(note: Partial<WeightingNote>, partner: Partial<Standing> = {}): Question {
  return toQuestion(
    sheetOf(FACTS_STATED),
    { ...PARTNER, ...partner, note: noteWith(note) },
    SETTING,
  );
}

function noteWith(change: Partial<WeightingNote>): WeightingNote {
  return { criteria: {}, risks: [], permits: [], listsEvents: [], ...PARTNER.note, ...change };
}
