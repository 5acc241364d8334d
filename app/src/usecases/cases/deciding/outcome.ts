import type { CaseState } from "../../../core/casework/case-state.ts";
import type { Duty } from "../../../core/casework/duty.ts";
import type { Day } from "../../../core/day.ts";
import type { Outcome } from "../../../core/deciding/verdict.ts";
import type { VerdictRecord } from "../../record.ts";
import type { Before } from "../steps/case-write.ts";
import type { Decision } from "./decision.ts";
import type { CaseWrite } from "../ports.ts";

/** How a case stands after it was decided. */
export interface CaseOutcome {
  readonly case: string;
  readonly status: CaseState["status"];
  readonly outcome: Outcome;
  readonly recipients: readonly RecipientOutcome[];
  /** As they came out, in the same order. For inside the house. */
  readonly verdicts: readonly VerdictRecord[];
  /** Why it may not be released; absent where it may. For inside the house. */
  readonly objection?: string;
  /** The clearance a release would refer to; absent where there is none. */
  readonly clearance?: string;
  /** SHA-256 of what an approval is given for. */
  readonly manifest: string;
  readonly duties: readonly Duty[];
  readonly nextChange?: Day;
}

export interface RecipientOutcome {
  readonly partner: string;
  readonly outcome: Outcome;
  /** The verdict that was kept when it came out so. */
  readonly verdict: string;
}

/** `write`: what was written of it; undefined where nothing changed. */
export function toCaseOutcome(
  state: CaseState,
  decision: Decision,
  before: Before,
  write: CaseWrite | undefined,
): CaseOutcome {
  const { objection, nextChange } = decision;
  const clearance = clearanceOf(before, write);
  return {
    case: state.id,
    status: state.status,
    outcome: decision.outcome,
    recipients: decision.records.map(({ partner, outcome }) => {
      const kept = write?.verdicts.find((one) => one.partner === partner)?.id;
      const known = before.verdicts.find((one) => one.partner === partner)?.verdict;
      return { partner, outcome, verdict: kept ?? known ?? "" };
    }),
    verdicts: decision.records,
    ...(objection === undefined ? {} : { objection }),
    ...(clearance === undefined ? {} : { clearance }),
    manifest: decision.bound.hash,
    duties: decision.duties,
    ...(nextChange === undefined ? {} : { nextChange }),
  };
}

function clearanceOf({ clearance }: Before, write: CaseWrite | undefined): string | undefined {
  if (write === undefined || write.clearance === "same") return clearance?.id;
  return write.clearance === "none" ? undefined : write.clearance.id;
}
