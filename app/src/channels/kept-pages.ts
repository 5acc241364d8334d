import type { AsOf, CollectionState, Released } from "../usecases/release/outbox.ts";

/** A page as it is answered, or a file that is made of a collection's rows. */
export interface KeptPage {
  readonly rows: readonly Pick<Released, "position">[];
  readonly body: Uint8Array<ArrayBuffer>;
  /** Another row that was asked for existed when it was made. */
  readonly more: boolean;
  /** When it says the same, where that depends on the time alone. */
  readonly within?: Stretch;
}

/** From a moment on and until before another one, in UTC; without one it has no such end. */
export interface Stretch {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}

interface Kept<P> {
  readonly page: P;
  readonly asOf: AsOf;
  readonly size: number;
}

/** What is kept of one collection: all of it read under the same mark. */
interface Shelf<P> {
  readonly mark: string;
  /** By what was asked for; the one that was asked for least recently first. */
  readonly pages: Map<string, Kept<P>>;
  size: number;
}

interface Place {
  readonly id: string;
  readonly state?: CollectionState | undefined;
}

/** What a page takes beside its bytes and what was asked for, and each of its rows: roughly. */
const BESIDE = 1_000;
const ROW = 50;

/**
 * Pages that were answered, as long as nothing changes in their collection: that is looked up for each
 * request (`Collection.state`), so what was called back is not answered from here, whichever process took
 * it away. In one collection's pages none of another is ever looked for.
 *
 * At most so many bytes are kept; the collection of which most is kept gives way, so what one partner
 * fetches pushes out little of another's. After some time a collection's pages are dropped, that nothing
 * called back stays in memory for long.
 */
export class KeptPages<P extends KeptPage> {
  readonly #shelves = new Map<string, Shelf<P>>();
  readonly #most: number;
  readonly #time: number;
  #size = 0;

  /** `most`: bytes; `time`: milliseconds. */
  constructor({ bytes, milliseconds }: { readonly bytes: number; readonly milliseconds: number }) {
    this.#most = bytes;
    this.#time = milliseconds;
  }

  /** The page that was kept for what is asked, if it would be the same now. `now`: UTC. */
  find({ id, state }: Place, asked: string, now: string): P | undefined {
    const shelf = this.#shelves.get(id);
    if (shelf === undefined) return undefined;
    if (shelf.mark !== state?.mark) {
      this.#drop(id, shelf);
      return undefined;
    }
    const kept = shelf.pages.get(asked);
    if (kept === undefined || !isSame(kept, now)) return undefined;
    shelf.pages.delete(asked);
    shelf.pages.set(asked, kept);
    return kept.page;
  }

  keep(collection: string, asked: string, page: P, asOf: AsOf): void {
    const size = page.body.length + BESIDE + 2 * asked.length + ROW * page.rows.length;
    if (size > this.#most) return;
    const shelf = this.#shelfOf(collection, asOf.mark);
    this.#forget(shelf, asked);
    shelf.pages.set(asked, { page, asOf, size });
    shelf.size += size;
    this.#size += size;
    while (this.#size > this.#most) this.#giveWay();
  }

  #shelfOf(collection: string, mark: string): Shelf<P> {
    const held = this.#shelves.get(collection);
    if (held?.mark === mark) return held;
    if (held !== undefined) this.#drop(collection, held);
    const shelf: Shelf<P> = { mark, pages: new Map(), size: 0 };
    this.#shelves.set(collection, shelf);
    setTimeout(() => this.#drop(collection, shelf), this.#time).unref();
    return shelf;
  }

  #giveWay(): void {
    const all = [...this.#shelves].toSorted(([, a], [, b]) => b.size - a.size);
    const [[collection, largest] = []] = all;
    const [oldest] = largest?.pages.keys() ?? [];
    if (collection === undefined || largest === undefined || oldest === undefined) return;
    this.#forget(largest, oldest);
    if (largest.pages.size === 0) this.#drop(collection, largest);
  }

  #forget(shelf: Shelf<P>, asked: string): void {
    const kept = shelf.pages.get(asked);
    if (kept === undefined) return;
    shelf.pages.delete(asked);
    shelf.size -= kept.size;
    this.#size -= kept.size;
  }

  #drop(collection: string, shelf: Shelf<P>): void {
    if (this.#shelves.get(collection) !== shelf) return;
    this.#shelves.delete(collection);
    this.#size -= shelf.size;
  }
}

/**
 * Rows are dated ahead and shown when their time has come: a page after which there was more stays what it
 * is, and any other does when all of its collection could be seen.
 */
function isSame({ page, asOf }: Kept<KeptPage>, now: string): boolean {
  const { from = now, before } = page.within ?? {};
  if (now < from || (before !== undefined && now >= before)) return false;
  const isWhole = asOf.lastAdded <= asOf.until && asOf.lastAdded <= now;
  return isWhole || (page.more && asOf.until <= now);
}
