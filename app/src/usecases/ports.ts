import type { CaseFile, SiteFile } from "../core/case.ts";
import type { Day } from "../core/day.ts";
import type { Item } from "../core/item.ts";
import type { Pack } from "../core/pack.ts";
import type { PackCase } from "../core/pack-case.ts";
import type { ScenarioFile } from "../core/scenario.ts";
import type { Digest } from "./digest.ts";
import type { RecordedVerdict } from "./record.ts";

/** Reads an item from untrusted bytes. Throws a Refusal when it cannot; keeps no state. */
export interface ItemReader {
  readItem(path: string): Promise<Item>;
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
}

/** Reads verdicts as they were written. Throws a Refusal when the file holds none. */
export interface RecordReader {
  readRecords(path: string): Promise<readonly RecordedVerdict[]>;
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

export interface Ports {
  readonly items: ItemReader;
  readonly cases: CaseReader;
  readonly packs: PackShelf;
  readonly records: RecordReader;
  readonly actors: ActorStore;
  /** The site file used when a command names none. */
  readonly site: string;
  readonly digest: Digest;
  /** A value as text that is the same for equal values: keys in order, indented, one end of line. */
  toText(value: unknown): string;
  /** Version and engines of this program, as they go into a verdict. */
  readonly engine: string;
  today(): Day;
}
