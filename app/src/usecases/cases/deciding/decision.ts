import { bindCase, type BoundCase, type CaseMatter } from "../../../core/casework/case-grounds.ts";
import type { CaseState } from "../../../core/casework/case-state.ts";
import { dutiesOf, type Duty } from "../../../core/casework/duty.ts";
import { mayBeReleased } from "../../../core/casework/may-be-released.ts";
import { nextChange } from "../../../core/casework/rests-on.ts";
import type { Day } from "../../../core/day.ts";
import type { Pack } from "../../../core/pack.ts";
import { OUTCOMES, type Outcome } from "../../../core/deciding/verdict.ts";
import { Denied } from "../../people/denied.ts";
import { equivalencesFor } from "../../equivalences.ts";
import { toRecord, type VerdictRecord } from "../../record.ts";
import type { CasePorts } from "../ports.ts";
import { judgeRemembering, spokenRemembering } from "./remembering.ts";
import type { DutyRow, Matter } from "../records.ts";

/** What a case comes to on a day. */
export interface Decision {
  readonly bound: BoundCase;
  /** One for each recipient, in the order of the case. */
  readonly records: readonly VerdictRecord[];
  /** Of the recipients the worst. */
  readonly outcome: Outcome;
  /** Why it may not be released; undefined where it may. */
  readonly objection: string | undefined;
  readonly duties: readonly Duty[];
  /** The next day on which it may come to something else. */
  readonly nextChange: Day | undefined;
}

/**
 * Decides a case as it stands, for each recipient, with the one function that decides. In: its state, what
 * it is decided on, the duties it had before. Out: the verdicts and what follows from them; nothing is
 * written. Throws Denied where the item was erased.
 */
export function decideState(
  state: CaseState,
  matter: Matter,
  earlier: readonly DutyRow[],
  now: Day,
  packs: readonly Pack[],
  ports: Pick<CasePorts, "digest" | "engine" | "settings">,
): Decision {
  const { digest, engine, settings } = ports;
  const bound = bindCase(
    state,
    matter.recipients,
    toCaseMatter(matter, now),
    packs,
    digest,
    spokenRemembering,
  );
  const records = bound.grounds.map((grounds) =>
    toRecord(grounds, packs, engine, digest, judgeRemembering),
  );
  const duties = dutiesOf(state, records, earlier, now, settings.duties);
  const open = duties.filter((duty) => !duty.done && !duty.overdue).map(({ due }) => due);
  const isLive = state.status === "open" || state.status === "refused";
  const restsOn = isLive ? [bound.grounds, matter.coming, open] : open;
  return {
    bound,
    records,
    outcome: worstOf(records),
    objection: mayBeReleased(state, records, now),
    duties,
    nextChange: nextChange(restsOn, now),
  };
}

/** The SHA-256 of the packs in force: a case decided under others is decided again. */
export function digestOf(packs: readonly Pack[], { digest }: Pick<CasePorts, "digest">): string {
  return digest(packs.map(({ id, version, hash }) => ({ id, version, hash })));
}

export function toCaseMatter({ item, own, people, permissions }: Matter, now: Day): CaseMatter {
  if (item.content === undefined) {
    const what = "what was known of it was erased";
    throw new Denied("not-found", `item ${item.id}`, what, "submit it anew, if it may be kept");
  }
  const { notes, persons } = item.content;
  return {
    item: item.id,
    facts: item.facts,
    notes,
    own,
    people: people.map(({ person }) => person),
    equivalences: equivalencesFor(item.facts),
    permissions,
    ...(persons === undefined ? {} : { persons }),
    now,
  };
}

function worstOf(records: readonly VerdictRecord[]): Outcome {
  const ranks = records.map(({ outcome }) => OUTCOMES.indexOf(outcome));
  return OUTCOMES[Math.max(...ranks)] ?? "withhold";
}
