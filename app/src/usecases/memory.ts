// What use cases need of a site's memory: database, ledger and keys, as one thing that is opened and
// closed. Declared here, by the consumer; `site/` fills it.

import type { Candidate } from "../core/release/watermark.ts";

/** How the memory is opened. */
export interface OpenOptions {
  /** Its own folder below the site's, for what must not mix with the site's own: the demo. */
  readonly apart?: string;
  /** Told in a sentence what went wrong and was mended, and what is an alarm. */
  readonly onTrouble?: (what: string) => void;
}

/** A verdict on its way into the memory, with all it takes to reach it again. */
export interface VerdictToKeep {
  readonly id: string;
  /** UTC with milliseconds. */
  readonly at: string;
  readonly partner: string;
  readonly outcome: string;
  /** SHA-256, hex, of standing and engine. */
  readonly standing: string;
  readonly engine: string;
  /** The facts sheet as canonical JSON. */
  readonly facts: Uint8Array;
  /** The files of the packs, as `RecordReader.parsePacks` reads them. */
  readonly packs: Uint8Array;
  /** The whole record as text. It may name people, so it is sealed. */
  readonly record: string;
}

/** A verdict from the memory. */
export type FoundVerdict =
  | { readonly state: "kept"; readonly record: string; readonly packs: Uint8Array }
  /** It was reached, and what it said was erased. */
  | { readonly state: "erased" };

/** Keeps verdicts. What is kept is in the ledger: one transaction, so neither is without the other. */
export interface VerdictMemory {
  /** Durable when it resolves. The same ids again do nothing. */
  keep(verdicts: readonly VerdictToKeep[]): Promise<void>;
  /** Notes who reads before it hands anything out. Undefined for an id that was never kept. */
  find(id: string, reader: string): Promise<FoundVerdict | undefined>;
}

/** The newest signed state of the ledger. */
export interface LedgerState {
  readonly origin: string;
  readonly size: number;
  /** The signed checkpoint, with what witnesses added. */
  readonly checkpoint: string;
}

/** An entry with the proof that it is in the ledger. */
export interface EntryProof {
  readonly index: number;
  readonly entry: Uint8Array;
  /** C2SP tlog-proof v1: an offline receipt. */
  readonly receipt: Uint8Array;
  /** Whom to believe, as a tlog-policy file: the log's key, and the witnesses of the site. */
  readonly policy: string;
  readonly state: LedgerState;
}

/** Whom a reader of a ledger believes, as a tlog-policy file. */
export interface TrustedKeys {
  readonly origin: string;
  readonly policy: string;
}

export interface ExportRequest {
  /** The file to write. */
  readonly path: string;
  /** Whether a file that is there is replaced. */
  readonly replace: boolean;
  /** The origin of the log; without it the site's own ledger. */
  readonly log?: string | undefined;
  /** Whether sealed values are shown, with their nonces. */
  readonly open: boolean;
  /** Who exports: with `open` it is a reading, and noted under this name. */
  readonly reader: string;
  /** Told now and then how many of the entries are written. */
  readonly progress?: (done: number, of: number) => void;
}

/** What was exported: the state at its end. */
export interface Exported extends LedgerState {
  /** Whether the witnesses that the site names have met their quorum for it. */
  readonly isWitnessed: boolean;
}

export interface EraseRequest {
  /** The opaque id of whom or what it is about; of a verdict's record, the verdict's id. */
  readonly subject: string;
  /** The code of what it rests on. */
  readonly basis: string;
  /** The id of who decided it. */
  readonly by: string;
}

/** What was erased, and by which entries. */
export interface Erased {
  readonly values: readonly ErasedValue[];
  readonly entries: readonly { readonly index: number; readonly id: string }[];
}

/** A value that is gone: the field of an entry, and the index of the entry that says so. */
export interface ErasedValue {
  readonly entry: number;
  readonly field: string;
  readonly by: number;
}

/** How a ledger stands. */
export interface LedgerStatus {
  readonly origin: string;
  readonly entries: number;
  /** Entries that have no place yet. */
  readonly waiting: number;
  /** The newest signed state. */
  readonly newest: { readonly size: number; readonly checkpoint: string } | undefined;
  /** Whether the witnesses that the site names have met their quorum for it. */
  readonly isWitnessed: boolean;
  readonly signer: { readonly size: number; readonly keys: readonly string[] };
  readonly witnesses: readonly WitnessStatus[];
}

export interface WitnessStatus {
  readonly name: string;
  readonly url: string;
  /** The largest state it signed; undefined for none. */
  readonly signed: number | undefined;
  /** Whether anybody answers there now. */
  readonly answers: boolean;
}

/** The ledger of a site. */
export interface LedgerMemory {
  /** Gives everything that waits its place and has the new state signed and published. */
  advance(): Promise<LedgerState | undefined>;
  /** Undefined for an id that no entry has. Advances the ledger first. */
  prove(id: string): Promise<EntryProof | undefined>;
  /** The log's own keys, and the witnesses that the site names. */
  trusted(): Promise<TrustedKeys>;
  /**
   * Writes the ledger into a file, whole or not at all. Advances it first; what is shown of sealed
   * values is noted before.
   */
  exportTo(request: ExportRequest): Promise<Exported>;
  /** Destroys what is sealed about a subject, and has the entry that says so signed. */
  erase(request: EraseRequest): Promise<Erased>;
  /** Changes nothing. */
  status(): Promise<LedgerStatus>;
}

/** What a site remembers, open. Close it when done. */
export interface Memory extends AsyncDisposable {
  readonly verdicts: VerdictMemory;
  readonly ledger: LedgerMemory;
  /** Everybody a copy may have been made for, each with the keyed hash of the mark in its copies. */
  recipients(): Promise<readonly Candidate[]>;
}
