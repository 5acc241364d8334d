import type { Day } from "../../core/day.ts";
import type { Outcome } from "../../core/deciding/verdict.ts";
import type { DutyRow, Moment, StoredStatus } from "./records.ts";

/** Where a page of cases begins: after this one. */
export interface CaseCursor {
  readonly updated: Moment;
  readonly id: string;
}

/** Which cases are listed, the ones changed last first. */
export interface CaseList {
  /** Whose cases: all of a service, or those somebody takes part in. */
  readonly of: { readonly service: string; readonly person?: string };
  /** What the reader may look into; cases in other compartments are left out. */
  readonly compartments: readonly string[];
  readonly status?: StoredStatus;
  readonly outcome?: Outcome;
  readonly partner?: string;
  /** Only those with a duty that is due, or past its day. */
  readonly isDue?: boolean;
  readonly after?: CaseCursor;
  readonly most: number;
}

export interface CaseListRow {
  readonly id: string;
  readonly service: string;
  readonly item: string;
  readonly requester: string;
  readonly opened: Moment;
  readonly updated: Moment;
  readonly status: StoredStatus;
  readonly outcome: Outcome;
  readonly mayBeReleased: boolean;
  readonly isDue: boolean;
  readonly acts: number;
}

/** Where a page of duties begins: after this one. */
export interface DutyCursor {
  readonly due: Day;
  readonly case: string;
  readonly id: string;
}

/** Which duties are listed, the one that is due first first. */
export interface DutyList {
  readonly of: CaseList["of"];
  readonly compartments: readonly string[];
  readonly isDone: boolean;
  /** Due on this day at the latest. */
  readonly by?: Day;
  /** Past their day, and before these roles. */
  readonly escalatedTo?: readonly string[];
  readonly after?: DutyCursor;
  readonly most: number;
}

export interface DutyListRow extends DutyRow {
  readonly case: string;
  readonly service: string;
}
