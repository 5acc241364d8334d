import { formatCheckpoint } from "../src/index.ts";
import type { Checkpoint } from "../src/index.ts";

/** Above the longest note that is read, and what stands around the last one in an export. */
const MOST_BYTES = 1_100_000;

/** Remembers the end of an export while it is read, to give its last checkpoint's note verbatim. */
export class LastNote {
  #tail: Uint8Array[] = [];
  #length = 0;

  async *kept(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of chunks) {
      this.#tail.push(chunk);
      this.#length += chunk.length;
      while (this.#length - (this.#tail[0]?.length ?? 0) >= MOST_BYTES) {
        this.#length -= this.#tail.shift()?.length ?? 0;
      }
      yield chunk;
    }
  }

  /**
   * The note of an export that is good. It stands after the last line "checkpoint", before the last
   * two lines: sum and end (README, An export).
   */
  of(checkpoint: Checkpoint): Uint8Array {
    const tail = Buffer.concat(this.#tail);
    const word = "\ncheckpoint\n";
    const start = tail.lastIndexOf(`${word}${formatCheckpoint(checkpoint)}\n`) + word.length;
    const end = tail.lastIndexOf("\nsum ") + 1;
    return new Uint8Array(tail.subarray(start, end));
  }
}
