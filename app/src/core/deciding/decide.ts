import { judgeMeasures, type Binding } from "../authority.ts";
import type { FactsSheet } from "../facts/sheet.ts";
import type { Note } from "../item.ts";
import { judge } from "./judge.ts";
import type { Equivalence } from "../marking/equivalence.ts";
import type { Performed, Person } from "../measure.ts";
import type { Asked, Pack } from "../pack.ts";
import type { Recipient } from "../partner.ts";
import { toQuestion } from "../question/question.ts";
import type { OwnService, Request } from "../request.ts";
import type { Judgement, Verdict } from "./verdict.ts";
import type { Day } from "../day.ts";

/** Everything a decision rests on. It is data only, so that it can be kept and replayed. */
export interface Grounds {
  /** A name for the item, never used to decide. */
  readonly item: string;
  readonly facts: FactsSheet;
  readonly notes: readonly Note[];
  readonly own: OwnService;
  readonly recipient: Recipient;
  readonly request: Request;
  readonly performed: readonly Performed[];
  readonly people: readonly Person[];
  readonly equivalences: readonly Equivalence[];
  readonly now: Day;
  /** In a case: what its approvals must be for. Absent from a case file, where nothing is signed. */
  readonly binding?: Binding;
}

/**
 * Can this be shared? The one function that decides, explains, previews, simulates and replays.
 *
 * In: the grounds and the active packs, and `judging` from a caller who remembers what it came to on the
 * same grounds. Out: outcome, reasons, every smallest set of measures.
 * Every pack must cover the partner's kind and allow; a partner that no active pack covers gets
 * nothing. Never throws on account of its input: a failing engine gives `withhold` with an alarm.
 */
export function decide(
  grounds: Grounds,
  packs: readonly Pack[],
  judging: Judging = judgeGrounds,
): Verdict {
  const { recipient, request, now, people, binding } = grounds;
  const performed = judgeMeasures(grounds.performed, request, recipient, people, now, binding);
  const done = performed.filter((one) => one.counts).map((one) => one.measure);
  return {
    partner: recipient.id,
    item: grounds.item,
    purpose: request.purpose,
    mode: request.mode,
    now,
    packs: packs.map(({ id, version, hash }) => ({ id, version, hash })),
    ...judging(grounds, packs, done),
    performed,
    notes: grounds.notes,
  };
}

/**
 * The judgement on what is asked, once the measures in `done` are performed. What was performed, by
 * whom, and for which manifest is not looked at: `done` is all that came of it.
 */
export type Judging = (
  grounds: Grounds,
  packs: readonly Pack[],
  done: readonly string[],
) => Judgement;

/** The one there is. Never throws on account of its input. */
export const judgeGrounds: Judging = (grounds, packs, done) => {
  const asked = ask(grounds, packs);
  return asked === undefined ? nobodyCovers(grounds.recipient) : judge(asked, done);
};

/**
 * The questions to put: one for each member and each active pack that covers its kind. Undefined
 * when a member is covered by no pack: there is no rule under which it may receive anything.
 */
export function ask(grounds: Grounds, packs: readonly Pack[]): readonly Asked[] | undefined {
  const { recipient } = grounds;
  const isGroup = recipient.members.length > 1;
  const asked: Asked[] = [];
  for (const member of recipient.members) {
    const covering = packs.filter((pack) => pack.covers.includes(member.kind));
    if (covering.length === 0) return undefined;
    for (const pack of covering) {
      const question = toQuestion(grounds.facts, member, {
        ...grounds,
        readsContainers: pack.readsContainers,
        classificationRulesActive: covering.some((p) => p !== pack && p.decidesClassification),
      });
      asked.push({ pack, question, ...(isGroup ? { member: member.id } : {}) });
    }
  }
  return asked;
}

function nobodyCovers(recipient: Recipient): Judgement {
  const closed = judge([], []);
  const kinds = [...new Set(recipient.members.map((member) => member.kind))].join(", ");
  return {
    ...closed,
    reasons: [
      {
        pack: "",
        rule: "no-pack",
        effect: "forbid",
        met: false,
        open: false,
        says: `No active pack covers a recipient of the kind ${kinds}, so there is no rule under which it may receive anything`,
        clause: "default deny",
        basis: "proposed",
        because: [],
      },
    ],
  };
}
