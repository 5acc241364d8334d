import type { Day } from "../day.ts";
import type { Equivalence } from "../marking/equivalence.ts";
import type { OwnService, Request } from "../request.ts";

/** What a question is made from, apart from item and partner. */
export interface Setting {
  readonly own: OwnService;
  readonly request: Request;
  readonly now: Day;
  readonly equivalences: readonly Equivalence[];
  readonly readsContainers: boolean;
  /** Another active pack decides about classification. */
  readonly classificationRulesActive: boolean;
}

/** The value of a fact, or the cautious one, whose path is then added to `unknown`. */
export function orCautious<T>(
  value: T | undefined,
  cautious: T,
  path: string,
  unknown: string[],
): T {
  if (value !== undefined) return value;
  unknown.push(path);
  return cautious;
}
