import type { Note } from "../core/item.ts";

/** Notes kept of one kind; a file with more of them is told by their number. */
const MOST_OF_A_KIND = 1000;

/** Gathers what is odd about a file, and stays small whatever the file. */
export class NoteBook {
  readonly #notes: Note[] = [];
  readonly #counts = new Map<string, number>();

  add(code: string, place: string, says: string): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count <= MOST_OF_A_KIND) this.#notes.push({ code, place, says });
  }

  /** All notes in the order they were made, then one for each kind that had too many. */
  all(): readonly Note[] {
    const left = [...this.#counts]
      .filter(([, count]) => count > MOST_OF_A_KIND)
      .map(([code, count]) => ({
        code,
        place: "",
        says: `${count - MOST_OF_A_KIND} more notes of this kind were left out.`,
      }));
    return [...this.#notes, ...left];
  }
}
