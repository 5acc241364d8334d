import { isRecallEvent } from "../../formats/copy/misp-recall.ts";
import { isCalledBack, type Waiting } from "../../store/release/disclosures.ts";
import { rowsOf, type Held } from "../../store/release/outbox-held.ts";
import { isRevokedThere } from "../../store/release/revoked-names.ts";
import type { Transactor } from "../../store/transaction/transaction.ts";
import { Denied } from "../../usecases/people/denied.ts";
import { nameIn } from "./name-in.ts";
import type { ToShow } from "./show-rows.ts";

/** What is shown under what waits, and under the release that corrects it. */
export interface Fit {
  readonly objects: readonly ToShow[];
  readonly corrected: readonly ToShow[];
}

/**
 * What is to be shown as things are now: nothing of what was called back meanwhile; nothing that says an
 * object is revoked which another release still holds, and no markings without anything they mark; and a corrected event only while the release that
 * corrects it stands, and none has come after it.
 *
 * Rejects with Denied "not-allowed" where a released object was revoked at the same time.
 */
export async function fitNow(
  transactor: Transactor,
  one: Waiting,
  objects: readonly ToShow[],
): Promise<Fit> {
  if (!one.isRecall) {
    const isGone = await isCalledBack(transactor, one);
    if (!isGone) await requireUnrevoked(transactor, one, objects);
    return { objects: isGone ? [] : objects, corrected: [] };
  }
  const ids = objects.map(({ id }) => id);
  const held = await rowsOf(transactor, one, ids);
  const standing = held.filter(
    ({ isRecall, what, isShared }) => !isRecall && (what !== one.release || isShared),
  );
  const newest = newestOf(standing);
  const free = withFrame(objects.filter(({ id, isFrame }) => isFrame === true || !newest.has(id)));
  if (one.medium !== "misp-feed" || one.replacement === null)
    return { objects: free, corrected: [] };
  return {
    objects: free.filter(({ bytes }) => isRecallEvent(bytes)),
    corrected: objects.filter(({ id }) => newest.get(id)?.what === one.replacement),
  };
}

/**
 * Two acts at the same time may have called an object back and released it again, under the id that is
 * taken back for good.
 */
async function requireUnrevoked(
  transactor: Transactor,
  { partner, release }: Waiting,
  objects: readonly ToShow[],
): Promise<void> {
  const names = objects.flatMap(({ id }) => nameIn(id));
  if (!(await isRevokedThere(transactor, partner, names))) return;
  const what = "something in it was called back from its recipient while it was being released";
  throw new Denied("not-allowed", `release ${release}`, what, "recall it and prepare a copy anew");
}

/** Markings go with what they mark, and not alone. */
function withFrame(objects: readonly ToShow[]): readonly ToShow[] {
  return objects.every(({ isFrame }) => isFrame === true) ? [] : objects;
}

/** Of each object the row with the latest version; of two the one that came later. */
function newestOf(rows: readonly Held[]): ReadonlyMap<string, Held> {
  const newest = new Map<string, Held>();
  for (const row of rows) {
    const known = newest.get(row.object);
    if (known === undefined || row.version >= known.version) newest.set(row.object, row);
  }
  return newest;
}
