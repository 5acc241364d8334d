import type { CasesSchema } from "./cases/schema.ts";
import type { Fixed, Moment } from "./column.ts";
import type { PeopleSchema } from "./people/schema.ts";
import type { ReleaseSchema } from "./release/schema.ts";

export type { Moment } from "./column.ts";

/**
 * The tables as migrations make them (app/migrations/schema.sql), column by column. Whole numbers of
 * eight bytes come as numbers; one that JavaScript cannot hold is an error, not a rounded number.
 */
export interface Schema extends PeopleSchema, CasesSchema, ReleaseSchema {
  readonly log: LogTable;
  readonly pending: PendingTable;
  readonly entry: EntryTable;
  readonly head: HeadTable;
  readonly checkpoint: CheckpointTable;
  readonly cosignature: CosignatureTable;
  readonly content: ContentTable;
  readonly sealed_value: SealedValueTable;
  readonly verdict: VerdictTable;
  readonly read_pending: ReadPendingTable;
  readonly read_batch: ReadBatchTable;
  readonly migration: MigrationTable;
}

export interface LogTable {
  readonly id: Fixed<string>;
  readonly origin: Fixed<string>;
  readonly partner: Fixed<string | null>;
}

export interface PendingTable {
  readonly log_id: Fixed<string>;
  readonly id: Fixed<string>;
  readonly body: Fixed<Uint8Array>;
  readonly at: Fixed<Moment>;
}

export interface EntryTable {
  readonly log_id: Fixed<string>;
  readonly idx: Fixed<number>;
  readonly id: Fixed<string>;
  readonly body: Fixed<Uint8Array>;
  readonly leaf: Fixed<Uint8Array>;
}

export interface HeadTable {
  readonly log_id: Fixed<string>;
  readonly size: number;
  readonly edge: Uint8Array;
  readonly root: Uint8Array;
}

export interface CheckpointTable {
  readonly log_id: Fixed<string>;
  readonly size: Fixed<number>;
  readonly note: Fixed<Uint8Array>;
  readonly at: Fixed<Moment>;
}

export interface CosignatureTable {
  readonly log_id: Fixed<string>;
  readonly size: Fixed<number>;
  readonly witness: Fixed<string>;
  readonly line: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface ContentTable {
  readonly hash: Fixed<Uint8Array>;
  readonly size: Fixed<number>;
  /** null: the bytes are in a file. */
  readonly body: Fixed<Uint8Array | null>;
}

export interface SealedValueTable {
  readonly entry_id: Fixed<string>;
  readonly field: Fixed<string>;
  readonly subject: Fixed<string>;
  readonly commitment: Fixed<string>;
  readonly box: Fixed<Uint8Array>;
}

export interface VerdictTable {
  readonly id: Fixed<string>;
  readonly at: Fixed<Moment>;
  readonly partner: Fixed<string>;
  readonly outcome: Fixed<string>;
  readonly facts: Fixed<Uint8Array>;
  readonly standing: Fixed<Uint8Array>;
  readonly packs: Fixed<Uint8Array>;
}

export interface ReadPendingTable {
  readonly id: Fixed<string>;
  readonly at: Fixed<Moment>;
  readonly body: Fixed<Uint8Array>;
}

export interface ReadBatchTable {
  readonly id: Fixed<string>;
  readonly since: Fixed<Moment>;
  readonly until: Fixed<Moment>;
  readonly reads: Fixed<number>;
  readonly content: Fixed<Uint8Array>;
}

export interface MigrationTable {
  readonly number: Fixed<number>;
  readonly name: Fixed<string>;
  readonly sha256: Fixed<string>;
}
