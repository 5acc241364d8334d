import type { LeavingCopy } from "../../core/casework/act.ts";
import type { CaseState } from "../../core/casework/case-state.ts";
import { MOST_COPIES } from "../../core/casework/leaving.ts";
import { Denied } from "../people/denied.ts";

/**
 * The copies that a release takes: those that are named, by the steps that prepared them, or all that have
 * not left. Throws Denied "conflict" where one is not the newest, or none waits, and "not-allowed" where
 * there are too many for one release.
 */
export function leavingCopies(
  named: readonly string[] | undefined,
  state: CaseState,
): readonly LeavingCopy[] {
  const gone = state.releases.flatMap((one) => one.copies.map(({ act }) => act));
  const missing = named?.find((act) => !state.copies.some(({ id }) => id === act));
  if (missing !== undefined) {
    const what = "it is not the newest copy for its recipient and medium";
    throw new Denied("conflict", `copy ${missing}`, what, "look at the case again");
  }
  const waiting = state.copies.filter(({ id }) =>
    named === undefined ? !gone.includes(id) : named.includes(id),
  );
  if (waiting.length === 0) {
    const what = "no copy that was prepared waits to leave";
    throw new Denied("conflict", `case ${state.id}`, what, "prepare a copy for a recipient");
  }
  const leaving = waiting.map(({ recipient, partner, medium, collection, id: act, sha256 }) => ({
    recipient,
    partner,
    medium,
    collection,
    act,
    sha256,
  }));
  requireFew(leaving, state);
  return leaving;
}

/** A first release must serve everybody the case is for: where it cannot, parts are no way out. */
function requireFew(leaving: readonly LeavingCopy[], { id, releases }: CaseState): void {
  if (leaving.length <= MOST_COPIES) return;
  const served = new Set(releases.flatMap((one) => one.copies.map(whose)));
  const unserved = new Set(leaving.map(whose).filter((one) => !served.has(one)));
  const what = `${leaving.length} copies wait to leave, and one release takes ${MOST_COPIES} at most`;
  const remedy =
    unserved.size > MOST_COPIES
      ? "open several cases instead, each for fewer partners"
      : "release them in parts: name the copies, in the first part one for each partner";
  throw new Denied("not-allowed", `case ${id}`, what, remedy);
}

function whose({ recipient, partner }: LeavingCopy): string {
  return JSON.stringify([recipient, partner]);
}
