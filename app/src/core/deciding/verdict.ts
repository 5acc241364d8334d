import type { Basis, Effect, TaskTiming } from "../pack.ts";
import type { JudgedMeasure } from "../measure.ts";
import type { Note } from "../item.ts";

/** From the best to the worst for the partner. */
export const OUTCOMES = ["release", "release-with-caveats", "hold", "refer", "withhold"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One value that made a rule speak, with what it was read from where that is known. */
export interface Because {
  readonly fact: string;
  readonly value: boolean | number | string | readonly string[];
  /** True when nobody knew and the cautious value was taken. */
  readonly unknown: boolean;
}

/** What one rule says about this case. */
export interface Reason {
  readonly pack: string;
  readonly rule: string;
  readonly effect: Effect;
  /** In a group: the member it is about. */
  readonly member?: string;
  /** A permit: the route is open. A forbid: measures that count satisfy it. */
  readonly met: boolean;
  /** Whether measures can still open or satisfy it. */
  readonly open: boolean;
  readonly says: string;
  readonly clause: string;
  readonly basis: Basis;
  readonly because: readonly Because[];
}

/** A smallest set of measures after which the item may go. */
export interface Path {
  readonly measures: readonly string[];
  /** What each measure means, in the same order. */
  readonly needs: readonly string[];
  /** Sum of the measures' costs; a number without unit, only for ordering. */
  readonly cost: number;
  /** What the outcome is once only this path is left to do. */
  readonly outcome: Outcome;
}

/** A duty that follows from a rule; it never blocks. */
export interface Task extends TaskTiming {
  readonly pack: string;
  readonly rule: string;
  readonly task: string;
  readonly basis: Basis;
}

/** The outcome, the reasons, and every smallest set of steps. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly reasons: readonly Reason[];
  readonly paths: readonly Path[];
  readonly tasks: readonly Task[];
  /** Facts nobody knew that a rule looked at; read as the cautious value. */
  readonly unknown: readonly string[];
  /** Set when an engine failed or the two disagreed: then the outcome is `withhold`. */
  readonly alarm?: string;
}

export interface PackReference {
  readonly id: string;
  readonly version: string;
  readonly hash: string;
}

/** A judgement for one item, one recipient, one purpose, on one day. */
export interface Verdict extends Judgement {
  readonly partner: string;
  readonly item: string;
  readonly purpose: string;
  readonly mode: string;
  readonly now: string;
  readonly packs: readonly PackReference[];
  readonly performed: readonly JudgedMeasure[];
  readonly notes: readonly Note[];
}
