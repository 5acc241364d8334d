import { VerificationError } from "../error.ts";

/** A checkpoint as it stands in an export. */
export interface NoteLines {
  /** The signed note, verbatim. */
  readonly note: Uint8Array;
  /** Its lines, without newlines. */
  readonly lines: readonly Uint8Array[];
}

/** A checkpoint note is origin, size, root, an empty line and at least one signature. */
const LEAST_LINES = 5;
const MOST_BYTES = 1_000_000;
const SUM: Uint8Array = Uint8Array.from("sum ", (letter) => letter.charCodeAt(0));

/** Collects the lines of one checkpoint up to the line of its sum. */
export class NoteReader {
  readonly #lines: Uint8Array[] = [];
  #length = 0;

  /** Takes one line; gives the note when the line is that of the sum, which is not part of it. */
  take(line: Uint8Array): NoteLines | undefined {
    const isSum = this.#lines.length >= LEAST_LINES && SUM.every((byte, at) => line[at] === byte);
    if (isSum) return { note: this.#joined(), lines: this.#lines };
    this.#lines.push(line.slice());
    this.#length += line.length + 1;
    if (this.#length > MOST_BYTES) {
      throw new VerificationError(
        "too-large",
        "checkpoint",
        `it has more than ${MOST_BYTES} bytes`,
      );
    }
    return undefined;
  }

  #joined(): Uint8Array {
    const note = new Uint8Array(this.#length).fill(10);
    let at = 0;
    for (const line of this.#lines) {
      note.set(line, at);
      at += line.length + 1;
    }
    return note;
  }
}
