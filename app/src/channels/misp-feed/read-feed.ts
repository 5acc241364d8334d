import type {
  AsOf,
  CollectionState,
  Outbox,
  Page,
  Released,
  ReleasedBody,
  Wanted,
} from "../../usecases/release/outbox.ts";
import { feedEntry, type FeedEntry } from "./feed-entry.ts";

/** Where a feed's rows are. */
export interface FeedPlace {
  readonly partner: string;
  readonly collection: string;
  /** What the collection was at when it was looked up; absent where nothing was ever shown there. */
  readonly state?: CollectionState | undefined;
}

/** What a feed holds, in the order it was released. */
export interface FeedRead {
  readonly entries: readonly FeedEntry[];
  /** As of when; absent where nothing was ever shown. */
  readonly asOf: AsOf | undefined;
}

const NONE: ReadonlyMap<number, FeedEntry> = new Map();

type Reader = Pick<Outbox, "manifest" | "objects">;

const PAGE: Pick<Wanted, "limit" | "mostBytes"> = { limit: 10_000, mostBytes: 8 * 1024 * 1024 };
/** Most collections whose entries are kept; the one that was asked for least recently goes. */
const MOST_KEPT = 64;

interface Kept {
  /** By position. */
  readonly entries: ReadonlyMap<number, FeedEntry>;
  /** Takes them away. */
  readonly timer: NodeJS.Timeout;
}

/**
 * The entries of feeds, read once for each row: what was released under a position never changes. The
 * rows themselves are asked for each time, so nothing is shown that is not there any more. The entries of
 * a collection that nobody asks for go after a while: some may have been called back or erased since.
 */
export class FeedReader {
  readonly #outbox: Reader;
  readonly #time: number;
  /** By collection, whose id no two partners share. */
  readonly #kept = new Map<string, Kept>();

  /** `milliseconds`: for so long nobody asks for a collection, and its entries go. */
  constructor(outbox: Reader, { milliseconds }: { readonly milliseconds: number }) {
    this.#outbox = outbox;
    this.#time = milliseconds;
  }

  /** What the feed holds now. */
  async read(place: FeedPlace): Promise<FeedRead> {
    const pages = await this.#rowPages(place);
    const rows = pages.flatMap((page) => page.rows);
    const name = nameOf(place);
    const kept = this.#kept.get(name)?.entries ?? NONE;
    const isKept = (row: Released): boolean => isSame(kept.get(row.position)?.row, row);
    const first = rows.find((row) => !isKept(row));
    const read = first === undefined ? NONE : await this.#read(place, first.position - 1);
    const entries = rows.flatMap((row) => {
      const entry = isKept(row) ? kept.get(row.position) : read.get(row.position);
      return isSame(entry?.row, row) ? (entry ?? []) : [];
    });
    this.#keep(name, new Map(entries.map((entry) => [entry.row.position, entry])));
    return { entries, asOf: asOfAll(pages) };
  }

  /** A collection was asked for that is still as it was read: its entries stay. */
  keepOn(place: FeedPlace): void {
    const kept = this.#kept.get(nameOf(place));
    if (kept !== undefined) this.#keep(nameOf(place), kept.entries);
  }

  /** The event with its bytes, or undefined. */
  async event({ partner, collection }: FeedPlace, id: string): Promise<ReleasedBody | undefined> {
    const { rows } = await this.#outbox.objects(partner, collection, { ...PAGE, ids: [id] });
    return rows[0];
  }

  /** The events after a position with their bytes, some at a time. */
  async *pages(place: FeedPlace, after: number): AsyncGenerator<readonly ReleasedBody[]> {
    const { partner, collection } = place;
    const pages = allPages(
      (from) => this.#outbox.objects(partner, collection, { ...PAGE, after: from }),
      after,
    );
    for await (const { rows } of pages) yield rows;
  }

  async #rowPages({ partner, collection }: FeedPlace): Promise<readonly Page<Released>[]> {
    const ask = (after: number): Promise<Page<Released>> =>
      this.#outbox.manifest(partner, collection, { ...PAGE, after });
    const pages: Page<Released>[] = [];
    for await (const page of allPages(ask, 0)) pages.push(page);
    return pages;
  }

  async #read(place: FeedPlace, after: number): Promise<ReadonlyMap<number, FeedEntry>> {
    const entries = new Map<number, FeedEntry>();
    for await (const page of this.pages(place, after)) {
      for (const row of page) entries.set(row.position, feedEntry(row));
    }
    return entries;
  }

  #keep(name: string, entries: ReadonlyMap<number, FeedEntry>): void {
    this.#drop(name);
    const timer = setTimeout(() => this.#drop(name), this.#time).unref();
    this.#kept.set(name, { entries, timer });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#drop(oldest);
  }

  #drop(name: string): void {
    clearTimeout(this.#kept.get(name)?.timer);
    this.#kept.delete(name);
  }
}

function nameOf({ partner, collection }: FeedPlace): string {
  return JSON.stringify([partner, collection]);
}

/** Page after page; each must end further on than the last, so that this ends too. */
async function* allPages<T extends Released>(
  ask: (after: number) => Promise<Page<T>>,
  from: number,
): AsyncGenerator<Page<T>> {
  for (let after = from; ;) {
    const page = await ask(after);
    yield page;
    const { rows, more } = page;
    const last = rows.at(-1)?.position ?? after;
    if (!more) return;
    if (last <= after) throw new Error("a page of the outbox does not go on");
    after = last;
  }
}

/** Under the mark of the first page: what changed while the others were read made another one. */
function asOfAll([first, ...others]: readonly Page<Released>[]): AsOf | undefined {
  if (first?.asOf === undefined) return undefined;
  const [until = first.asOf.until] = [first, ...others]
    .map(({ asOf }) => asOf?.until ?? "")
    .toSorted();
  return { ...first.asOf, until };
}

/** Whether it is the same row as before: a restored database could hold another one there. */
function isSame(kept: Released | undefined, row: Released): boolean {
  return kept?.id === row.id && kept.dateAdded === row.dateAdded && kept.version === row.version;
}
