import { randomBytes, randomUUID } from "node:crypto";
import { readRecord, type ReadRecord } from "../../ledger/read-log.ts";
import type { Store } from "../../store/open-store.ts";
import { noteReads } from "../../store/log/read-log-tables.ts";
import type { Door, Released } from "../../usecases/release/outbox.ts";
import { batched } from "./batched.ts";

/** What a partner fetched at one go. */
export interface Fetch {
  readonly door: Door;
  readonly collection: string;
  readonly rows: readonly Pick<Released, "position">[];
  /** What the program of the partner says it is. */
  readonly evidence: string | undefined;
}

/** Ranges in one record at most: a record is an entry of a bundle, which has at most 65,535 bytes. */
const MOST_RANGES = 1_000;
/** Characters of what a partner's program says of itself. */
const MOST_EVIDENCE = 200;
/** Fetches that are noted in one transaction. */
const MOST = 100;

/**
 * Notes in the read log who fetched what: the positions, from which the disclosures say which releases
 * that was. Durable when it resolves, before the answer is sent. Fetches at the same time share a flush.
 */
export function fetchesOf(store: Store): (fetch: Fetch) => Promise<void> {
  const note = batched(async (fetches: readonly (readonly ReadRecord[])[]) => {
    const reads = fetches.flat();
    await store
      .as("app")
      .transact(reads[0]?.id ?? randomUUID(), (transactor) => noteReads(transactor, reads), {
        isolation: "read committed",
        settled: async () => undefined,
      });
    return fetches.map(() => undefined);
  }, MOST);
  return (fetch) => note(recordsOf(fetch));
}

function recordsOf({ door, collection, rows, evidence }: Fetch): readonly ReadRecord[] {
  const at = new Date().toISOString();
  const { partner, credential } = door;
  const reader = evidence === undefined ? {} : { program: evidence.slice(0, MOST_EVIDENCE) };
  const about = { at, what: "outbox", partner, credential, collection, ...reader };
  return partsOf(rangesOf(rows)).map((positions) => ({
    id: randomUUID(),
    at,
    bytes: readRecord({ ...about, positions }, randomBytes),
  }));
}

/** "1-1000" and "1005": positions, those that follow each other as one. */
function rangesOf(rows: Fetch["rows"]): readonly string[] {
  const ranges: { first: number; last: number }[] = [];
  for (const { position } of rows) {
    const last = ranges.at(-1);
    if (last !== undefined && position === last.last + 1) last.last = position;
    else ranges.push({ first: position, last: position });
  }
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`));
}

/** One part at least: that somebody looked and there was nothing is a read too. */
function partsOf(ranges: readonly string[]): readonly (readonly string[])[] {
  const parts: (readonly string[])[] = [];
  for (let at = 0; at === 0 || at < ranges.length; at += MOST_RANGES) {
    parts.push(ranges.slice(at, at + MOST_RANGES));
  }
  return parts;
}
