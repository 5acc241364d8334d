import { dayOf, type Act, type LeavingCopy } from "./act.ts";
import type { CaseState } from "./case-state.ts";

type Of<K extends Act["kind"]> = Extract<Act, { readonly kind: K }>;

/** Copies in one release at most: each has a place in its entry. */
export const MOST_COPIES = 200;

const SHA256 = /^[0-9a-f]{64}$/;

/** Why a copy is not prepared like this; undefined where it may be. */
export function copyObjection(act: Of<"prepare">, { recipients }: CaseState): string | undefined {
  if (!recipients.includes(act.recipient)) return `${act.recipient} is no recipient of this case`;
  return SHA256.test(act.sha256) ? undefined : "it does not say which bytes were made";
}

/**
 * Why these copies may not leave as far as the acts of the case say: each must be the newest for its
 * recipient and medium, as it was prepared, and leave once. Whether anything may leave is
 * `releaseObjection`'s to say.
 */
export function leavingObjection({ copies }: Of<"release">, state: CaseState): string | undefined {
  if (copies.length === 0) return "it names no copy";
  if (copies.length > MOST_COPIES) return `it names more than ${MOST_COPIES} copies`;
  const places = copies.map(({ collection }) => collection);
  const twice = places.find((one, i) => places.indexOf(one) !== i);
  if (twice !== undefined) return `two of its copies go to the same place ${twice}`;
  const held = copies.map((one) => oneObjection(one, state));
  return held.find((why) => why !== undefined);
}

function oneObjection(copy: LeavingCopy, { copies, releases }: CaseState): string | undefined {
  const whose = `the copy for ${copy.partner} over ${copy.medium}`;
  const known = copies.find(({ id }) => id === copy.act);
  if (known === undefined) return `${whose} is not the newest that was prepared`;
  const isSame =
    known.recipient === copy.recipient &&
    known.partner === copy.partner &&
    known.medium === copy.medium &&
    known.collection === copy.collection &&
    known.sha256 === copy.sha256;
  if (!isSame) return `${whose} is not what was prepared`;
  const left = releases.some((one) => one.copies.some(({ act }) => act === copy.act));
  return left ? `${whose} has left already; prepare it anew` : undefined;
}

/** Why something is not called back like this; undefined where it may be. */
export function recallObjection(act: Of<"recall">, state: CaseState): string | undefined {
  const release = state.releases.find(({ id }) => id === act.release);
  if (release === undefined) return "there is no such release in this case";
  if (state.recalls.some((one) => one.release === act.release && one.how === "recall")) {
    return "it was called back already";
  }
  if (act.how === "recall" && act.replacement !== undefined) {
    return "what takes its place makes it a correction";
  }
  if (act.replacement === act.release) return "it cannot take its own place";
  if (act.due < dayOf(act)) return "its last day is over";
  return noticeObjection(act, release);
}

/** Everybody who has it is told, each once. */
function noticeObjection({ notices }: Of<"recall">, { copies }: Of<"release">): string | undefined {
  const told = new Set(notices.map(({ partner, onward }) => JSON.stringify([partner, onward])));
  const ids = new Set(notices.map(({ id }) => id));
  if (told.size < notices.length || ids.size < notices.length) return "it tells somebody twice";
  const missing = copies.find(
    ({ partner }) => !notices.some((one) => one.partner === partner && one.onward === undefined),
  );
  if (missing !== undefined) return `it does not tell ${missing.partner}`;
  const other = notices.find((one) => !copies.some(({ partner }) => partner === one.partner));
  return other === undefined ? undefined : `${other.partner} did not get it`;
}
