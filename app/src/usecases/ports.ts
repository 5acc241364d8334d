import type { CaseFile, SiteFile } from "../core/case.ts";
import type { Day } from "../core/day.ts";
import type { Item } from "../core/item.ts";
import type { Pack, PackFiles } from "../core/pack.ts";
import type { PackCase } from "../core/pack-case.ts";
import type { Sign } from "../core/release/watermark.ts";
import type { ScenarioFile } from "../core/scenario.ts";
import type { Backups } from "./back-up.ts";
import type { Digest } from "./digest.ts";
import type { Desk } from "./desk.ts";
import type { Memory, OpenOptions } from "./memory.ts";
import type { RecordedVerdict } from "./record.ts";

/** Reads an item from untrusted bytes. Throws a Refusal when it cannot; keeps no state. */
export interface ItemReader {
  readItem(path: string): Promise<Item>;
  /** The same for bytes that came another way; `name` tells their kind, and is for messages. */
  readBytes(bytes: Uint8Array, name: string): Promise<Item>;
}

/** Reads the files a desk writes. Throws a Refusal with file, line and field. */
export interface CaseReader {
  readCase(path: string): Promise<CaseFile>;
  readSite(path: string): Promise<SiteFile>;
  readScenario(path: string): Promise<ScenarioFile>;
  /** `path` as seen from the file `from`. */
  resolve(from: string, path: string): string;
}

/** Hands out packs by id or folder. Throws a Refusal for an unknown or broken pack. */
export interface PackShelf {
  pack(id: string): Promise<Pack>;
  ids(): Promise<readonly string[]>;
  /** What is wrong with a pack, one line each; empty when it may be used. */
  check(id: string): Promise<readonly string[]>;
  cases(id: string): Promise<readonly PackCase[]>;
  /** The files of a pack that was handed out, by its hash: kept with what was decided under it. */
  files(hash: string): PackFiles;
  /** A pack from files that were kept. Throws a Refusal when it does not pass today's check. */
  fromFiles(files: PackFiles): Pack;
}

/** Reads verdicts as they were written. Throws a Refusal when there is none in it. */
export interface RecordReader {
  readRecords(path: string): Promise<readonly RecordedVerdict[]>;
  /** The same for text that was kept; `place` is what to call it in a message. */
  parseRecord(text: string, place: string): RecordedVerdict;
  /** The packs in what `recordVerdicts` kept of them. */
  parsePacks(bytes: Uint8Array, place: string): readonly PackFiles[];
}

/** Keeps the actors a site imports. The table changes as a whole or not at all. */
export interface ActorStore {
  importFile(path: string, on: Day): Promise<ImportedActors>;
}

export interface ImportedActors {
  /** Where they are kept. */
  readonly file: string;
  readonly actors: number;
  /** How many of them carry a country. */
  readonly attributed: number;
}

/** A ledger export or a receipt to be checked, and whom to believe. */
export interface CheckRequest {
  readonly path: string;
  /** The file with an entry's bytes: then `path` is its receipt. */
  readonly entry?: string | undefined;
  /** A tlog-policy file, or its text where it is this site's own. */
  readonly policy: { readonly path: string } | { readonly text: string };
  /** The log it should be of. */
  readonly origin?: string | undefined;
  /** Files with checkpoints that were kept from earlier, or receipts that hold one. */
  readonly pins: readonly string[];
  /** Told now and then how many entries are checked. */
  readonly progress?: (entries: number) => void;
}

/** What a check came to. */
export interface CheckAnswer {
  /** Whether it is good, also with values erased. */
  readonly isGood: boolean;
  /** For a person; safe to print. */
  readonly text: string;
  /** The same for a program, as JSON; safe to print. */
  readonly json: string;
}

/** Checks files without a site: needs neither database nor ledger. */
export interface FileChecker {
  /** Refuses with a Refusal what cannot be read. What is damaged or foreign is an answer. */
  check(request: CheckRequest): Promise<CheckAnswer>;
}

/** Writes small files. Each is there whole or not at all. */
export interface FileWriter {
  /** Puts the bytes in place of whatever was there. Throws the Refusal "unwritable-file". */
  replace(path: string, bytes: Uint8Array): Promise<void>;
  /** The path of a file in a folder. */
  join(folder: string, name: string): string;
}

/** What it takes to run a witness. */
export interface WitnessRequest {
  readonly folder: string;
  /** The name of its key, for the first start. */
  readonly name?: string | undefined;
  /** Verifier keys of logs to witness, beside those it witnesses already. */
  readonly logs: readonly string[];
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Told its address and its verifier key when it listens. */
  readonly onReady: (url: string, key: string) => void;
}

export interface Ports {
  readonly items: ItemReader;
  readonly cases: CaseReader;
  readonly packs: PackShelf;
  readonly records: RecordReader;
  readonly actors: ActorStore;
  /** The signs of a recipient's mark in a file. Throws a Refusal for one that cannot be read. */
  signsIn(path: string): Promise<readonly Sign[]>;
  /** Opens what the site remembers; made where there is nothing yet, unless somebody else's. */
  openMemory(options?: OpenOptions): Promise<Memory>;
  readonly backups: Backups;
  readonly desk: Desk;
  readonly checker: FileChecker;
  readonly files: FileWriter;
  /** Runs a witness until the process is told to stop. */
  runWitness(request: WitnessRequest): Promise<void>;
  /** The folder of the site. */
  readonly home: string;
  /** The site file used when a command names none. */
  readonly site: string;
  readonly digest: Digest;
  /** The canonical JSON (RFC 8785) of a value, the bytes that `digest` hashes. */
  canonical(value: unknown): Uint8Array;
  /** A value as text that is the same for equal values: keys in order, indented, one end of line. */
  toText(value: unknown): string;
  /** Version and engines of this program, as they go into a verdict. */
  readonly engine: string;
  today(): Day;
  /** UTC with milliseconds: "2026-11-26T08:00:00.000Z". */
  now(): string;
  /** A fresh UUID. */
  newId(): string;
  /** The account that runs this program: whose name a reading is noted under. */
  user(): string;
}
