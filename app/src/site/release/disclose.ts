import { newestWitnessed } from "../../ledger/witness/newest-witnessed.ts";
import { GO_ON, type Point } from "../../ledger/point.ts";
import { StoreError } from "../../store/store-error.ts";
import {
  addDisclosure,
  addUntil,
  dropUntil,
  pastUntil,
  takeWaiting,
  waitingBefore,
  type Until,
  type Waiting,
  type WaitingAfter,
} from "../../store/release/disclosures.ts";
import { lockEnd, type End } from "../../store/release/outbox-end.ts";
import { shareRows } from "../../store/release/outbox-write.ts";
import type { Transactor } from "../../store/transaction/transaction.ts";
import { findKey } from "../cases/opened.ts";
import type { Site } from "../site.ts";
import { fitNow, type Fit } from "./fit-now.ts";
import { enterForPartner } from "./partner-log.ts";
import { planRows, putRows, type Showing, type ToShow } from "./show-rows.ts";
import { takeAway } from "./take-away.ts";
import { whatToShow } from "./what-to-show.ts";

/** How many are looked up at once. */
const PAGE = 100;

/**
 * Shows to partners what was released, and takes away what was recalled, of which a published checkpoint
 * of the root log, witnessed where there are witnesses, covers the entry; in the order of the log. Then
 * what recalls serve instead and is past its last day goes. Each is one transaction with its disclosure,
 * so that it may be stopped anywhere and run by several processes. Resolves to how many it showed.
 *
 * What cannot be opened is told as trouble and waits. Rejects with a StoreError.
 */
export async function disclose(site: Site, point: Point = GO_ON): Promise<number> {
  const size = await coveredSize(site);
  let count = 0;
  for await (const one of waiting(site, size)) {
    try {
      if (await discloseOne(one, size, site, point)) count += 1;
    } catch (error) {
      if (isOfStore(error)) throw error;
      site.onTrouble(`${one.what} cannot be shown to its recipient: ${textOf(error)}`);
    }
  }
  await clearPast(site);
  return count;
}

async function coveredSize({ ledger, origin, witnesses }: Site): Promise<number> {
  const newest = await ledger.transact((tables) =>
    newestWitnessed(tables, origin, witnesses.policy),
  );
  return newest?.size ?? 0;
}

async function* waiting({ store, origin }: Site, size: number): AsyncGenerator<Waiting> {
  let after: WaitingAfter | undefined;
  for (;;) {
    const page = await store
      .as("sequencer")
      .read((reader) => waitingBefore(reader, origin, size, after, PAGE));
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1);
  }
}

async function discloseOne(one: Waiting, size: number, site: Site, point: Point): Promise<boolean> {
  const objects = await whatToShow(one, site).catch((error: unknown) => {
    // What is served instead may be missing: what was recalled goes all the same.
    if (!one.isRecall || isOfStore(error)) throw error;
    site.onTrouble(`nothing is served in place of ${one.release}: ${textOf(error)}`);
    return [];
  });
  const under = { size, at: new Date().toISOString() };
  const isShown = await site.store.as("sequencer").transact(
    `${one.what} ${one.collection}`,
    async (transactor) => {
      const end = await lockEnd(transactor, one);
      if (!(await takeWaiting(transactor, one))) return false;
      // Since it was opened its key may have been destroyed, and what was shown of it taken away.
      const isHeld = (await findKey(one.item, site.keys)) !== undefined;
      const fit = await fitNow(transactor, one, isHeld ? objects : []);
      await showAll(transactor, one, { ...fit, end, point, ...under });
      await point("shown");
      return true;
    },
    { isolation: "read committed", settled: async () => undefined },
  );
  await point("disclosure committed");
  return isShown;
}

interface ToDisclose extends Fit {
  readonly end: End;
  readonly size: number;
  readonly at: string;
  readonly point: Point;
}

/**
 * The disclosure before the rows, which refer to it; and what was recalled goes before anything comes, but
 * for the markings of what comes.
 */
async function showAll(
  transactor: Transactor,
  one: Waiting,
  { objects, corrected, end, size, at, point }: ToDisclose,
): Promise<void> {
  const plan = {
    objects: [...objects, ...corrected],
    end,
    now: at,
    shares: (object: ToShow) => !one.isRecall || object.isFrame === true,
  };
  const showing = await planRows(transactor, one, plan);
  const shown = { count: showing.fresh.length, first: end.position + 1 };
  const isSeen = one.isRecall || shown.count + showing.shared.length > 0;
  const receipt = isSeen ? await enterForPartner(transactor, one, at) : null;
  await addDisclosure(transactor, one, shown, { size, at, receipt });
  await point("disclosed");
  if (one.isRecall) {
    await shareRows(transactor, one, showing.shared);
    await takeAway(transactor, one, one.release);
  }
  await putShown(transactor, one, showing, corrected);
  if (one.until !== null && objects.length > 0) await addUntil(transactor, one, one.until);
}

/** What is corrected belongs to the release that corrects it, and goes when that is called back. */
async function putShown(
  transactor: Transactor,
  one: Waiting,
  { fresh, shared }: Showing,
  corrected: readonly ToShow[],
): Promise<void> {
  const ids = new Set(corrected.map(({ id }) => id));
  const own = fresh.filter(({ object }) => !ids.has(object));
  await putRows(transactor, one, { fresh: own, shared: one.isRecall ? [] : shared });
  const { replacement } = one;
  if (replacement === null) return;
  const newer = fresh.filter(({ object }) => ids.has(object));
  await putRows(transactor, { ...one, what: replacement }, { fresh: newer, shared: [] });
}

async function clearPast({ store }: Site): Promise<void> {
  const sequencer = store.as("sequencer");
  const day = new Date().toISOString().slice(0, 10);
  const past = await sequencer.read((reader) => pastUntil(reader, day, PAGE));
  for (const one of past) {
    await sequencer.transact(one.recall, (transactor) => clear(transactor, one), {
      isolation: "read committed",
      settled: async () => undefined,
    });
  }
}

async function clear(transactor: Transactor, one: Until): Promise<void> {
  await lockEnd(transactor, one);
  await takeAway(transactor, one, one.recall);
  await dropUntil(transactor, one);
}

/** The database, and not what is kept in it. */
function isOfStore(error: unknown): boolean {
  return error instanceof StoreError && error.code !== "damaged-content";
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
