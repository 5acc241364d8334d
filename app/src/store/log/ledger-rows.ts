import { sql, type RawBuilder } from "kysely";

/** The end of a log, as the ledger's port describes it. */
export interface Head {
  readonly size: number;
  readonly edge: readonly Uint8Array[];
  readonly root: Uint8Array;
}

export interface PendingEntry {
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface LoggedEntry extends PendingEntry {
  readonly index: number;
  readonly leaf: Uint8Array;
}

export interface Inserted {
  readonly isNew: boolean;
  readonly logged: LoggedEntry | undefined;
}

export interface StoredCheckpoint {
  readonly size: number;
  readonly note: Uint8Array;
}

const HASH_LENGTH = 32;
/** Ends a line of a note. */
const LINE_END = new TextEncoder().encode("\n");

/** One parameter however many there are, so that the statement stays the same. */
export function anyOf(ids: readonly string[]): RawBuilder<string> {
  return sql<string>`any(${ids}::uuid[])`;
}

/** A head as its row. */
export function toRow(head: Head): {
  readonly size: number;
  readonly edge: Uint8Array;
  readonly root: Uint8Array;
} {
  return { size: head.size, edge: Buffer.concat(head.edge), root: head.root };
}

export function toHead(row: {
  readonly size: number;
  readonly edge: Uint8Array;
  readonly root: Uint8Array;
}): Head {
  const edge: Uint8Array[] = [];
  for (let at = 0; at < row.edge.length; at += HASH_LENGTH) {
    edge.push(row.edge.subarray(at, at + HASH_LENGTH));
  }
  return { size: row.size, edge, root: row.root };
}

export function toEntry(row: {
  readonly idx: number;
  readonly id: string;
  readonly body: Uint8Array;
  readonly leaf: Uint8Array;
}): LoggedEntry {
  return { index: row.idx, id: row.id, bytes: row.body, leaf: row.leaf };
}

/** A note with lines added below its signatures. */
export function withLines(note: Uint8Array, lines: readonly string[]): Uint8Array {
  const encoder = new TextEncoder();
  return Buffer.concat([
    note,
    ...lines.flatMap((line) => [encoder.encode(line.trimEnd()), LINE_END]),
  ]);
}
