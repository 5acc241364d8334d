import type { Note } from "../../core/item.ts";
import { readMarkingReference } from "../../core/marking/definition.ts";
import type { MarkingSays } from "../../core/marking/says.ts";
import type { IdIndex } from "./id-index.ts";
import type { NoteBook } from "../note-book.ts";
import type { StixObject } from "./object.ts";

/**
 * What the markings of a file mean, each looked up once. A marking defined several times in the file
 * means all of it together, so a second definition can add to the first and never take away.
 */
export class Definitions {
  readonly #ids: IdIndex;
  readonly #notes: NoteBook;
  readonly #read = new Map<string, readonly MarkingSays[]>();

  constructor(ids: IdIndex, notes: NoteBook) {
    this.#ids = ids;
    this.#notes = notes;
  }

  /**
   * What the marking with this id says. What is odd about it is noted, once: at its definition, or,
   * where the file does not define it, at `place`, the first reference to it.
   */
  read(id: string, place: string): readonly MarkingSays[] {
    const known = this.#read.get(id);
    if (known !== undefined) return known;
    const says = this.#ids.has(id) ? this.#defined(id) : this.#undefined(id, place);
    this.#read.set(id, says);
    return says;
  }

  #defined(id: string): readonly MarkingSays[] {
    const says: MarkingSays[] = [];
    this.#ids.each(id, (object: StixObject) => {
      const read = readMarkingReference(id, object.json);
      says.push(...read.says);
      this.#note("marking-definition", object.place, read.problems);
    });
    return says;
  }

  #undefined(id: string, place: string): readonly MarkingSays[] {
    const read = readMarkingReference(id, undefined);
    this.#note("marking-not-defined", place, read.problems);
    return read.says;
  }

  #note(code: Note["code"], place: string, problems: readonly string[]): void {
    for (const problem of problems) this.#notes.add(code, place, problem);
  }
}
