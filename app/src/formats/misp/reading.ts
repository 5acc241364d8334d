import type { ActorTable } from "../../core/actor.ts";
import type { Part } from "../../core/item.ts";
import type { MarkingSays } from "../../core/marking/says.ts";
import { findMarkings, readMarkingLabel } from "../../core/marking/text.ts";
import { Refusal } from "../../core/refusal.ts";
import { NoteBook } from "../note-book.ts";

/**
 * Claims that elements may take over from their events in one file. The largest real event needs a
 * hundred thousand; only a file built for it, with as many tags as attributes, comes near this.
 */
const MOST_INHERITED = 20_000_000;

/** What is gathered while one file is read. */
export class Reading {
  readonly actors: ActorTable;
  readonly #name: string;
  #inherited = 0;
  readonly notes: NoteBook = new NoteBook();
  readonly parts: Part[] = [];
  readonly #ids = new Set<string>();
  readonly #labels = new Map<string, readonly MarkingSays[]>();
  readonly #lines = new Map<string, readonly MarkingSays[]>();

  /** @param name how messages call the file */
  constructor(actors: ActorTable, name: string) {
    this.actors = actors;
    this.#name = name;
  }

  /** @throws Refusal "too-many-nodes" when elements inherit more than any real file makes them. */
  spend(inherited: number): void {
    this.#inherited += inherited;
    if (this.#inherited <= MOST_INHERITED) return;
    throw new Refusal(
      "too-many-nodes",
      this.#name,
      "the tags of its events, times what they cover, multiply beyond what any real file needs",
      "share the events in smaller files",
    );
  }

  add(part: Part): void {
    if (this.#ids.has(part.id)) {
      this.notes.add("duplicate-uuid", part.place, "Another part of this file has the same uuid.");
    }
    if (part.id !== "") this.#ids.add(part.id);
    this.parts.push(part);
  }

  /** What a tag says as a marking; the same few tags come again and again. */
  label(name: string): readonly MarkingSays[] {
    return remember(this.#labels, name, readMarkingLabel);
  }

  /** The markings in a line of running text; so do comments. */
  line(text: string): readonly MarkingSays[] {
    return remember(this.#lines, text, findMarkings);
  }
}

function remember<T>(known: Map<string, T>, text: string, read: (text: string) => T): T {
  const before = known.get(text);
  if (before !== undefined) return before;
  const value = read(text);
  known.set(text, value);
  return value;
}
