/** So many of the last requests are remembered at least, and twice as many at most. */
const LEAST = 100_000;

/**
 * The ids of requests that changed something, or tried to: each is used once by a credential. This keeps
 * the last ones of this process, so that a repeat costs nothing; behind it the ids are keys in the
 * database, where a repeat is a conflict for ever.
 */
export class SeenRequests {
  #last: Set<string> = new Set();
  /** Those before them. To take the oldest out of one set, one by one, costs more the larger it is. */
  #before: Set<string> = new Set();

  /** False where this credential used the id before. */
  add(credential: string, id: string): boolean {
    const key = `${credential} ${id}`;
    if (this.#last.has(key) || this.#before.has(key)) return false;
    this.#last.add(key);
    if (this.#last.size >= LEAST) {
      this.#before = this.#last;
      this.#last = new Set();
    }
    return true;
  }
}
