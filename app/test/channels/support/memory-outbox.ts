import { createHash } from "node:crypto";
import type {
  AsOf,
  Collection,
  Credential,
  Door,
  Envelope,
  Intake,
  Outbox,
  OwnNotice,
  OwnReceipt,
  Page,
  Released,
  ReleasedBody,
  Wanted,
} from "../../../src/usecases/release/outbox.ts";
import { chosen, compareVersions } from "./chosen.ts";

/** Something that leaves, before it has its place. */
export interface Leaving {
  readonly id: string;
  readonly type: string;
  readonly specVersion?: string;
  /** Absent for what has no versions: then its time is its version. */
  readonly version?: string;
  readonly mediaType?: string;
  readonly body: Uint8Array;
}

interface Held {
  readonly door: Door;
  readonly addresses: readonly string[];
}

/** One collection of one partner: rows in the order of their positions. */
class Shelf {
  readonly partner: string;
  readonly collection: Collection;
  rows: ReleasedBody[] = [];
  readonly byId = new Map<string, ReleasedBody[]>();
  readonly byPosition = new Map<number, ReleasedBody>();
  head = 0;
  last = 0;
  /** How often anything has changed here. */
  changes = 0;

  constructor(partner: string, collection: Collection) {
    this.partner = partner;
    this.collection = collection;
  }
}

/**
 * The release store in memory, for tests: what SQL must do, too. A page costs what it holds and what was
 * passed over, and not what the collection holds.
 */
export class MemoryOutbox implements Outbox {
  readonly fetched: {
    door: Door;
    collection: string;
    rows: readonly Released[];
    reader?: string;
  }[] = [];
  /** UTC: what is dated ahead of it is not shown. */
  now: () => string = () => "9999-12-31T23:59:59.999Z";
  readonly ownNotices = new Map<string, readonly OwnNotice[]>();
  readonly ownReceipts = new Map<string, readonly OwnReceipt[]>();
  readonly #doors = new Map<string, Held>();
  readonly #shelves = new Map<string, Shelf>();
  readonly #intakes = new Map<string, { partner: string; collection: string; intake: Intake }>();

  /** `addresses`: those it may come from; none for any. */
  letIn(door: Door, credential: Credential, addresses: readonly string[] = []): void {
    this.#doors.set(doorKey(credential), { door, addresses });
  }

  end(credential: Credential): void {
    this.#doors.delete(doorKey(credential));
  }

  addCollection(partner: string, collection: Collection): void {
    this.#shelves.set(collection.id, new Shelf(partner, collection));
  }

  /**
   * Writes what leaves, in its order, at whole milliseconds from `at` (in milliseconds) on, each later
   * than the one before. A version that is newer than its time is refused (C06).
   */
  disclose(collection: string, objects: readonly Leaving[], at: number): readonly Released[] {
    const shelf = this.#shelf(collection);
    shelf.changes += 1;
    return objects.map((one) => {
      const time = Math.max(at, shelf.last + 1);
      const row = toRow(one, shelf.head + 1, new Date(time).toISOString());
      if (compareVersions(row.version, row.dateAdded) > 0)
        throw new Error("a version in the future");
      shelf.head += 1;
      shelf.last = time;
      shelf.rows.push(row);
      shelf.byPosition.set(row.position, row);
      const versions = shelf.byId.get(row.id);
      if (versions === undefined) shelf.byId.set(row.id, [row]);
      else versions.push(row);
      return row;
    });
  }

  /** Takes every version of these objects away. */
  takeAway(collection: string, ids: readonly string[]): void {
    const shelf = this.#shelf(collection);
    shelf.changes += 1;
    for (const id of ids) shelf.byId.delete(id);
    const gone = new Set(ids);
    shelf.rows = shelf.rows.filter(({ id }) => !gone.has(id));
  }

  intakesOf(partner: string): readonly Intake[] {
    return [...this.#intakes.values()].flatMap((one) =>
      one.partner === partner ? [one.intake] : [],
    );
  }

  putIntake(partner: string, collection: string, intake: Intake): void {
    this.#intakes.set(intake.id, { partner, collection, intake });
  }

  async doorOf(
    credential: Credential,
    address: string | undefined,
    place?: string,
  ): Promise<Door | undefined> {
    const held = this.#doors.get(doorKey(credential));
    if (held === undefined) return undefined;
    const isFree = held.addresses.length === 0;
    const isThere = isFree || (address !== undefined && held.addresses.includes(address));
    if (!isThere) return undefined;
    const collection =
      place === undefined ? undefined : await this.#named(held.door.partner, place);
    return collection === undefined ? held.door : { ...held.door, collection };
  }

  async collections(partner: string): Promise<readonly Collection[]> {
    return [...this.#shelves.values()].flatMap((shelf) =>
      shelf.partner === partner ? [{ ...shelf.collection, ...stateOf(shelf) }] : [],
    );
  }

  async manifest(partner: string, collection: string, wanted: Wanted): Promise<Page<Released>> {
    const page = this.#page(partner, collection, { ...wanted, mostBytes: Infinity });
    return { ...page, rows: page.rows.map(withoutBody) };
  }

  async envelope(partner: string, collection: string, wanted: Wanted): Promise<Envelope> {
    const { rows, ...page } = this.#page(partner, collection, wanted);
    const [first, last] = [rows[0], rows.at(-1)];
    const times =
      first === undefined || last === undefined
        ? {}
        : { firstAdded: first.dateAdded, lastAdded: last.dateAdded };
    const text = rows.map(({ body }, i) => `${i === 0 ? "" : ","}${Buffer.from(body).toString()}`);
    return { ...page, ...times, positions: rows.map(({ position }) => position), text };
  }

  async objects(partner: string, collection: string, wanted: Wanted): Promise<Page<ReleasedBody>> {
    return this.#page(partner, collection, wanted);
  }

  async holds(partner: string, collection: string, object: string): Promise<boolean> {
    const versions = this.#own(partner, collection)?.byId.get(object) ?? [];
    return versions.some(({ dateAdded }) => dateAdded <= this.now());
  }

  async noteFetch(
    door: Door,
    collection: string,
    positions: readonly Pick<Released, "position">[],
    reader?: string,
  ): Promise<void> {
    const { byPosition } = this.#shelf(collection);
    const rows = positions.flatMap(({ position }) => byPosition.get(position) ?? []);
    this.fetched.push({ door, collection, rows, ...(reader === undefined ? {} : { reader }) });
  }

  async takeIn(door: Door, collection: string, intake: Intake): Promise<void> {
    this.putIntake(door.partner, collection, intake);
  }

  async status(partner: string, id: string): Promise<Intake | undefined> {
    const found = this.#intakes.get(id);
    return found?.partner === partner ? found.intake : undefined;
  }

  async notices(partner: string): Promise<readonly OwnNotice[]> {
    return this.ownNotices.get(partner) ?? [];
  }

  async receipts(partner: string): Promise<readonly OwnReceipt[]> {
    return this.ownReceipts.get(partner) ?? [];
  }

  async #named(partner: string, name: string): Promise<Collection | undefined> {
    const all = await this.collections(partner);
    return all.find(({ id }) => id === name) ?? all.find(({ alias }) => alias === name);
  }

  #shelf(collection: string): Shelf {
    const shelf = this.#shelves.get(collection);
    if (shelf === undefined) throw new Error("no such collection");
    return shelf;
  }

  #own(partner: string, collection: string): Shelf | undefined {
    const shelf = this.#shelves.get(collection);
    return shelf?.partner === partner ? shelf : undefined;
  }

  #page(partner: string, collection: string, asked: Wanted): Page<ReleasedBody> {
    const [now, until = now] = [this.now(), asked.until];
    const wanted = { ...asked, until: until < now ? until : now };
    const shelf = this.#own(partner, collection);
    const asOf = shelf === undefined ? {} : asOfUntil(shelf, wanted.until);
    const rows: ReleasedBody[] = [];
    let bytes = 0;
    for (const row of shelf === undefined ? [] : candidates(shelf, wanted)) {
      if (!isWanted(row, shelf?.byId.get(row.id) ?? [], wanted)) continue;
      bytes += row.body.length;
      const isFull = rows.length === wanted.limit || (rows.length > 0 && bytes > wanted.mostBytes);
      if (isFull) return { rows, more: true, ...asOf };
      rows.push(row);
    }
    return { rows, more: false, ...asOf };
  }
}

function stateOf({ changes, last }: Shelf): Pick<Collection, "state"> {
  if (changes === 0) return {};
  return { state: { mark: `mark ${changes}`, lastAdded: new Date(last).toISOString() } };
}

function asOfUntil(shelf: Shelf, until: string): { readonly asOf?: AsOf } {
  const { state } = stateOf(shelf);
  return state === undefined ? {} : { asOf: { ...state, until } };
}

/** Rows from the first one that may be wanted on; by id where ids are asked for. */
function* candidates(
  shelf: Shelf,
  { ids, after = 0, addedAfter = "" }: Wanted,
): Generator<ReleasedBody> {
  if (ids !== undefined) {
    const found = [...new Set(ids)].flatMap((id) => shelf.byId.get(id) ?? []);
    yield* found.toSorted((a, b) => a.position - b.position);
    return;
  }
  const { rows } = shelf;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row !== undefined && (row.position <= after || row.dateAdded <= addedAfter))
      low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < rows.length; i += 1) {
    const row = rows[i];
    if (row !== undefined) yield row;
  }
}

function isWanted(row: Released, versions: readonly Released[], wanted: Wanted): boolean {
  const { addedAfter = "", until, after = 0, types } = wanted;
  if (row.position <= after || row.dateAdded <= addedAfter) return false;
  if (until !== undefined && row.dateAdded > until) return false;
  if (types !== undefined && !types.includes(row.type)) return false;
  return chosen(versions, wanted).includes(row);
}

function toRow(one: Leaving, position: number, dateAdded: string): ReleasedBody {
  const specVersion = one.specVersion ?? "2.1";
  return {
    position,
    dateAdded,
    id: one.id,
    type: one.type,
    specVersion,
    version: one.version ?? dateAdded,
    mediaType: one.mediaType ?? `application/stix+json;version=${specVersion}`,
    body: one.body,
  };
}

function withoutBody(row: ReleasedBody): Released {
  const { position, dateAdded, id, type, specVersion, version, mediaType } = row;
  return { position, dateAdded, id, type, specVersion, version, mediaType };
}

function doorKey({ kind, hash }: Credential): string {
  return `${kind} ${Buffer.from(hash).toString("hex")}`;
}

/** What the store keeps of a secret. */
export function secretOf(text: string): Credential {
  return { kind: "secret", hash: createHash("sha256").update(text).digest() };
}
