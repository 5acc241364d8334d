import type { IssuedHead } from "./one-history.ts";

/** All that the programs of a site said: what a client, an overseer and an operator would know. */
export class Heard {
  /** By log: the ids of entries that were acknowledged. */
  readonly acked: Map<string, Set<string>> = new Map();
  /** Trees that were signed. */
  readonly signed: IssuedHead[] = [];
  /** Checkpoints of the root log as they were published. */
  readonly notes: Set<string> = new Set();
  readonly reading: Set<string> = new Set();
  readonly read: Set<string> = new Set();
  readonly erasing: Set<string> = new Set();
  readonly erased: Set<string> = new Set();
  /** How often which trouble was told, by its code. */
  readonly troubles: Map<string, number> = new Map();
  /** What must never be said. */
  readonly alarms: string[] = [];
  readonly #waiting: Map<string, ((id: string) => void)[]> = new Map();

  hear([word, first = "", second = "", third = ""]: readonly string[], from: string): void {
    switch (word) {
      case "acked":
        this.#ack(first, second);
        break;
      case "signed":
        this.signed.push({ origin: first, size: Number(second), root: third, from });
        break;
      case "note":
        this.notes.add(second);
        break;
      case "reading":
      case "read":
      case "erasing":
      case "erased":
        this[word].add(first);
        break;
      case "trouble":
        this.troubles.set(first, (this.troubles.get(first) ?? 0) + 1);
        break;
      case "alarm":
        this.alarms.push(`${from}: ${first}`);
        break;
      default:
    }
  }

  /** The id of the next entry of a log that is acknowledged from now on. */
  async nextAcked(log: string): Promise<string> {
    return new Promise((resolve) => {
      this.#waiting.set(log, [...(this.#waiting.get(log) ?? []), resolve]);
    });
  }

  #ack(log: string, id: string): void {
    const known = this.acked.get(log) ?? new Set();
    this.acked.set(log, known.add(id));
    const waiting = this.#waiting.get(log) ?? [];
    this.#waiting.delete(log);
    for (const resolve of waiting) resolve(id);
  }
}
