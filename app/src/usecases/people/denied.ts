import { ExplainedError } from "../../core/explained-error.ts";

/** Why somebody was not let; a closed set, so callers branch on the code and never on the text. */
export type DenialCode =
  /** Nobody is signed in, or whoever was no longer has access. */
  | "not-signed-in"
  /** What was offered as proof of who somebody is does not prove it; it never says why. */
  | "sign-in-refused"
  /** It takes a proof of who somebody is that is younger, or stronger, than the session's. */
  | "sign-in-again"
  /** This person may not do this. */
  | "not-allowed"
  /** What is named is not there, or not for this person to see. */
  | "not-found"
  /** It was done before, or somebody was faster. */
  | "conflict"
  /** What was handed in is not what it should be. */
  | "bad-input";

/** Somebody asked for something they are not given. Nothing of it happened when this is thrown. */
export class Denied extends ExplainedError {
  readonly code: DenialCode;

  constructor(code: DenialCode, place: string, problem: string, remedy: string, cause?: unknown) {
    super(place, problem, remedy, cause);
    this.name = "Denied";
    this.code = code;
  }
}

/** Throws "not-allowed" where there is an objection. `place`: what the act is about. */
export function insist(objection: string | undefined, place: string): void {
  if (objection === undefined) return;
  throw new Denied("not-allowed", place, objection, "ask somebody who may");
}
