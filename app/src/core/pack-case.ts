import type { StatedFacts } from "./case.ts";
import type { Performed, Person } from "./measure.ts";
import type { Standing } from "./partner.ts";
import type { OwnService, Request } from "./request.ts";

/** What a case of a pack expects; every field given must hold. */
export interface Expectation {
  readonly outcome?: string;
  /** Rules that must speak: a safeguard that fires, a route that measures can open, a duty due. */
  readonly fires?: readonly string[];
  /** Rules that must not. */
  readonly silent?: readonly string[];
  /** The measures of every path, in any order. */
  readonly paths?: readonly (readonly string[])[];
  /** Measures of which each stands in at least one path. */
  readonly asks?: readonly string[];
  /** Texts of which each stands in a task. */
  readonly tasks?: readonly string[];
}

/** What a case shows of its rule. */
export const CASE_KINDS = ["fires", "does not fire", "boundary"] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** One case under a pack: the pack's test and its documentation at once. */
export interface PackCase {
  readonly name: string;
  /** The rule it is about. */
  readonly rule: string;
  readonly shows: CaseKind;
  readonly own: OwnService;
  readonly partner: Standing;
  readonly facts: StatedFacts;
  readonly request: Request;
  readonly measures: readonly Performed[];
  readonly people: readonly Person[];
  readonly now: string;
  readonly expect: Expectation;
}
