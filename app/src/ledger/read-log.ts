import {
  formatEntry,
  formatEntryBundle,
  formatJson,
  rootOf,
  TILE_WIDTH,
  type JsonObject,
} from "caveat-verifier";
import { append } from "./log/append.ts";
import type { LedgerStore, LedgerTables } from "./log/ports.ts";
import type { Random } from "./seal/key-directory.ts";
import { TREE } from "./tree.ts";

/** A read of something sensitive, before it is in a batch. */
export interface ReadRecord {
  readonly id: string;
  /** UTC with milliseconds. */
  readonly at: string;
  /** What `readRecord` made: personal, so it stays out of the ledger. */
  readonly bytes: Uint8Array;
}

/** A batch of reads, kept by the hash of its content beside the ledger. */
export interface ReadBatch {
  /** The id of the batch and of its entry. */
  readonly id: string;
  readonly since: string;
  readonly until: string;
  readonly reads: number;
  /** Bundles (tlog-tiles) of 256 records each, one after the other. */
  readonly content: Uint8Array;
}

/**
 * The tables of the read log, in one transaction with those of the ledger. Duty: a record is durable
 * before what was read is handed out.
 */
export interface ReadLogTables extends LedgerTables {
  /** At most `most` records that are in no batch yet, the earliest first. */
  readPendingReads(most: number): Promise<readonly ReadRecord[]>;
  deletePendingReads(ids: readonly string[]): Promise<void>;
  insertReadBatch(batch: ReadBatch): Promise<void>;
}

/** The kind of an entry for a batch of reads. */
const READS = "reads";
/** Records in one batch at most. */
const MOST_READS = 10_000;

/**
 * The bytes of a record: who read what, with a nonce, so that its hash tells nothing to whoever does
 * not have it.
 */
export function readRecord(read: JsonObject, random: Random): Uint8Array {
  const nonce = Buffer.from(random(32)).toString("base64");
  return formatJson({ ...read, nonce });
}

/**
 * Puts the reads since the last time into a batch and one entry for it into the log, in one
 * transaction: the number, the times, and the Merkle root over the records, so that one read can be
 * proven without the others. To be called once per interval. Resolves to the number of reads.
 */
export async function enterReads(
  store: LedgerStore<ReadLogTables>,
  log: string,
  id: string,
  at: string,
): Promise<number> {
  return store.transact(async (tables) => {
    const records = await tables.readPendingReads(MOST_READS);
    const [first] = records;
    const last = records.at(-1);
    if (first === undefined || last === undefined) return 0;
    const leaves = records.map(({ bytes }) => TREE.leaf(bytes));
    const root = Buffer.from(rootOf(leaves, TREE)).toString("base64");
    const span = { since: first.at, until: last.at, reads: records.length };
    const body = { ...span, root };
    const bytes = formatEntry({ v: 1, id, kind: READS, at, body, sealed: {} }, `entry ${id}`);
    await append(tables, log, { id, bytes });
    await tables.insertReadBatch({ id, ...span, content: contentOf(records) });
    await tables.deletePendingReads(records.map((one) => one.id));
    return records.length;
  });
}

function contentOf(records: readonly ReadRecord[]): Uint8Array {
  const bundles: Uint8Array[] = [];
  for (let at = 0; at < records.length; at += TILE_WIDTH) {
    const part = records.slice(at, at + TILE_WIDTH).map(({ bytes }) => bytes);
    bundles.push(formatEntryBundle(part));
  }
  return new Uint8Array(Buffer.concat(bundles));
}
