import type { Outcome, Verdict } from "../../../core/deciding/verdict.ts";

const GOES: readonly Outcome[] = ["release", "release-with-caveats"];

/**
 * What a partner may see of a verdict: that it can have the item, or that it cannot. Never a reason, never
 * what would make it possible, and the same words whether somebody decided or nobody has yet
 * (DESIGN §11.10).
 */
export function partnerText({ outcome }: Pick<Verdict, "outcome">): string {
  return GOES.includes(outcome) ? "We can share this with you." : "We cannot share this with you.";
}
