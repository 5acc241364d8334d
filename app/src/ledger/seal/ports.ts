// What erasing needs of the database. Declared here, by the consumer; the store fills it.
import type { LedgerStore, LedgerTables } from "../log/ports.ts";

/** Where a sealed value is kept: with which entry, under which name. */
export interface SealedPlace {
  /** The id of the entry that commits to it. */
  readonly entry: string;
  readonly field: string;
}

/** A sealed value whose entry has its place in the log. */
export interface LoggedPlace extends SealedPlace {
  /** The index of the entry. */
  readonly index: number;
}

/**
 * The tables of the sealed values, in one transaction with those of the ledger. Duty: a sealed value
 * is inserted in the transaction that appends its entry, so that neither is there without the other.
 */
export interface ErasureTables extends LedgerTables {
  /** Of these subjects, those about whom a sealed value is kept. */
  findSubjects(subjects: readonly string[]): Promise<readonly string[]>;
  /** At most `most` sealed values about a subject whose entries are in the log, in its order. */
  readLoggedPlaces(log: string, subject: string, most: number): Promise<readonly LoggedPlace[]>;
  /** At most `most` sealed values about a subject, wherever their entries are. */
  readPlaces(subject: string, most: number): Promise<readonly SealedPlace[]>;
  /** Deletes these sealed values; again is harmless. */
  dropSealed(places: readonly SealedPlace[]): Promise<void>;
}

export type ErasureStore = LedgerStore<ErasureTables>;
