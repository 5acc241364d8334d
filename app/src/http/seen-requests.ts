/** Requests remembered at most. */
const MOST = 100_000;

/**
 * The ids of requests that changed something, or tried to: each is used once by a credential. This keeps
 * the last ones of this process, so that a repeat costs nothing; behind it the ids are keys in the
 * database, where a repeat is a conflict for ever.
 */
export class SeenRequests {
  readonly #seen: Set<string> = new Set();

  /** False where this credential used the id before. */
  add(credential: string, id: string): boolean {
    const key = `${credential} ${id}`;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    if (this.#seen.size > MOST) this.#forgetOldest();
    return true;
  }

  #forgetOldest(): void {
    const { value } = this.#seen.values().next();
    if (value !== undefined) this.#seen.delete(value);
  }
}
