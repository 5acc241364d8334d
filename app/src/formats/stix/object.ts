import type { ActorTable } from "../../core/actor.ts";
import type { Claim, JsonObject } from "../../core/item.ts";
import type { Budget } from "./budget.ts";
import type { IdIndex } from "./id-index.ts";
import type { NoteBook } from "../note-book.ts";

export type StixFormat = "stix-2.1" | "stix-2.0";

/** One entry of the file, and the claims that are being gathered about it. */
export interface StixObject {
  /** Its number in the file, which is also its number in every graph. */
  readonly index: number;
  /** "" where the entry has no usable id and type; `json` is then empty, so nothing is read from it. */
  readonly id: string;
  readonly type: string;
  /** JSON pointer to the entry. */
  readonly place: string;
  readonly json: JsonObject;
  readonly claims: Claim[];
}

/** A file being read: what every step of the reading looks at and adds to. */
export interface Reading {
  readonly format: StixFormat;
  readonly objects: readonly StixObject[];
  readonly ids: IdIndex;
  readonly actors: ActorTable;
  readonly notes: NoteBook;
  readonly budget: Budget;
}

/** What a message calls an object: its name if it has one, else its id. */
export function nameOf({ json, id }: StixObject): string {
  return typeof json.name === "string" && json.name.trim() !== "" ? json.name.trim() : id;
}

/** The type that an id names: "identity" of "identity--…"; "" where it names none. */
export function typeOfId(id: string): string {
  const end = id.indexOf("--");
  return end > 0 ? id.slice(0, end) : "";
}
