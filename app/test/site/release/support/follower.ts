import { setTimeout as pause } from "node:timers/promises";
import type { Outbox, Released } from "../../../../src/usecases/release/outbox.ts";

/** How a client goes from one page to the next. */
export type Way = "position" | "time" | "both";

/** A client of a place that takes whatever comes, page by page, and looks at nothing twice. */
export class Follower {
  readonly seen: Released[] = [];
  readonly problems: string[] = [];
  readonly #outbox: Outbox;
  readonly #place: { readonly partner: string; readonly collection: string };
  readonly #way: Way;
  readonly #roll: (below: number) => number;
  /** Rows of one page at most. */
  readonly #most: number;
  #isOver = false;

  constructor(
    outbox: Outbox,
    place: { readonly partner: string; readonly collection: string },
    {
      way,
      roll,
      most = 12,
    }: { readonly way: Way; readonly roll: (below: number) => number; readonly most?: number },
  ) {
    this.#outbox = outbox;
    this.#place = place;
    this.#way = way;
    this.#roll = roll;
    this.#most = most;
  }

  /** Follows until `stop`, and then to the end of what is there. */
  async follow(): Promise<void> {
    for (;;) {
      const isOver = this.#isOver;
      const more = await this.#page();
      if (!more && isOver) return;
      if (!more) await pause(5);
    }
  }

  stop(): void {
    this.#isOver = true;
  }

  async #page(): Promise<boolean> {
    const { partner, collection } = this.#place;
    const last = this.seen.at(-1);
    const byTime = this.#way === "time" || (this.#way === "both" && this.#roll(2) === 0);
    const from = byTime ? { addedAfter: last?.dateAdded } : { after: last?.position };
    const limit = 1 + this.#roll(this.#most);
    const { rows, more } = await this.#outbox.manifest(partner, collection, {
      ...(last === undefined ? {} : from),
      versions: ["all"],
      limit,
      mostBytes: 1e9,
    } as Parameters<Outbox["manifest"]>[2]);
    for (const row of rows) {
      const before = this.seen.at(-1);
      const isLater =
        before === undefined ||
        (row.position > before.position && row.dateAdded > before.dateAdded);
      if (!isLater) this.problems.push(`${row.position} comes after ${before.position}`);
      this.seen.push(row);
    }
    if (more && rows.length === 0) this.problems.push("an empty page says that there is more");
    return more;
  }
}
