import type { CopyObject } from "../../core/release/copy.ts";
import { sortKey, sortsOf, type Sort, type Versioned } from "../../store/release/outbox-sorts.ts";
import { moveEnd, type End, type Place } from "../../store/release/outbox-end.ts";
import { bodiesAt, rowsOf } from "../../store/release/outbox-held.ts";
import {
  addTypes,
  insertRows,
  numberSorts,
  resort,
  shareRows,
  type NewRow,
} from "../../store/release/outbox-write.ts";
import type { Transactor } from "../../store/transaction/transaction.ts";
import { isFrame } from "./frame.ts";
import { toMicroseconds } from "./moments.ts";

/** An object to be shown, with the media type under which it is handed out. */
export interface ToShow extends Omit<CopyObject, "refersTo"> {
  readonly mediaType: string;
  /** Served by a recall as it was, since something that is revoked refers to it: a marking, a creator. */
  readonly isFrame?: boolean;
}

type Fresh = Omit<NewRow, "sort">;

/** What showing some objects comes to. */
export interface Showing {
  readonly fresh: readonly Fresh[];
  /** Positions of rows that are there already, byte for byte. */
  readonly shared: readonly number[];
}

interface ToPlan {
  readonly objects: readonly ToShow[];
  readonly end: End;
  readonly now: string;
  /** Whether a row that is there already, byte for byte, will do; for which objects. */
  readonly shares: (object: ToShow) => boolean;
}

/**
 * Times lie so many milliseconds ahead, and one more for each object: by then the rows are there. A client
 * that asks for what was added since its own clock's last question would miss what came with an earlier
 * time than the moment from which it could be seen.
 */
const AHEAD_MS = 1_000;
/** Most bytes, and most rows, in one statement. */
const MOST_BYTES = 8_000_000;
const MOST_ROWS = 2_000;

/**
 * Gives objects their positions and times behind the end of a collection: positions dense, times strictly
 * increasing in whole milliseconds, a little after `now` (UTC) and not before the object's version. What the
 * collection holds already, byte for byte, gets none.
 */
export async function planRows(
  transactor: Transactor,
  place: Place,
  { objects, end, now, shares }: ToPlan,
): Promise<Showing> {
  const sharing = objects.filter(shares);
  const held = await heldAlike(transactor, place, sharing);
  const shared = new Set<number>();
  const fresh: Fresh[] = [];
  const soon = Date.parse(now) + AHEAD_MS + objects.length;
  let last = Date.parse(end.dateAdded);
  for (const object of objects) {
    const alike = held.get(kindOf(object)) ?? [];
    const same = alike.find((one) => isSame(one, object));
    if (same !== undefined) {
      if (same.position !== undefined) shared.add(same.position);
      continue;
    }
    const version = object.version === undefined ? undefined : toMicroseconds(object.version);
    last = Math.max(soon, last + 1, version === undefined ? 0 : notBefore(version));
    const dateAdded = toMicroseconds(new Date(last).toISOString());
    const { id, type, specVersion, mediaType, bytes } = object;
    const position = end.position + fresh.length + 1;
    const row = { position, dateAdded, object: id, type, specVersion, mediaType, bytes };
    fresh.push({ ...row, version: version ?? dateAdded });
    held.set(kindOf(object), [...alike, { position: undefined, version, bytes }]);
  }
  return { fresh, shared: [...shared] };
}

/** Puts planned rows into the outbox under a disclosure that is there, and moves the end. */
export async function putRows(
  transactor: Transactor,
  place: Place & { readonly what: string },
  { fresh, shared }: Showing,
): Promise<void> {
  await shareRows(transactor, place, shared);
  const last = fresh.at(-1);
  if (last === undefined) return;
  const objects = fresh.map(({ object }) => object);
  const numbers = await renumber(transactor, place, objects, fresh);
  await addTypes(
    transactor,
    place,
    fresh.map(({ type }) => type),
  );
  const rows = fresh.map((row) => ({ ...row, sort: numbers.get(row.position) ?? 0 }));
  for (const part of inParts(rows)) await insertRows(transactor, place, part);
  await moveEnd(transactor, place, { position: last.position, dateAdded: last.dateAdded });
}

/**
 * Sorts the rows of these objects anew, those among them that are about to be added too. Out: the number
 * of each row's sort, by position.
 */
export async function renumber(
  transactor: Transactor,
  place: Place,
  objects: readonly string[],
  added: readonly Versioned[],
): Promise<ReadonlyMap<number, number>> {
  const held = await rowsOf(transactor, place, objects);
  const sorts = sortsOf([...held, ...added]);
  const known = await numberSorts(transactor, place, sorts.values());
  const numberOf = (sort: Sort): number => known.get(sortKey(sort)) ?? 0;
  const numbers = new Map([...sorts].map(([position, sort]) => [position, numberOf(sort)]));
  const changed = held.map((row) => ({ ...row, now: numbers.get(row.position) ?? row.sort }));
  await resort(
    transactor,
    place,
    changed
      .filter(({ sort, now }) => sort !== now)
      .map(({ position, now }) => ({ position, sort: now })),
  );
  return numbers;
}

/** What could be the same as an object: of its id and specification. */
interface Alike {
  /** Undefined for one that is about to be added. */
  readonly position: number | undefined;
  readonly version: string | undefined;
  readonly bytes: Uint8Array;
}

async function heldAlike(
  transactor: Transactor,
  place: Place,
  objects: readonly ToShow[],
): Promise<Map<string, Alike[]>> {
  const rows = await rowsOf(
    transactor,
    place,
    objects.map(({ id }) => id),
  );
  const standing = rows.filter(({ isRecall, object }) => !isRecall || isFrame(object));
  const bodies = await bodiesAt(
    transactor,
    place,
    standing.map(({ position }) => position),
  );
  const held = new Map<string, Alike[]>();
  for (const { object, specVersion, version, position } of standing) {
    const key = kindOf({ id: object, specVersion });
    const bytes = bodies.get(position) ?? new Uint8Array();
    held.set(key, [...(held.get(key) ?? []), { position, version, bytes }]);
  }
  return held;
}

function kindOf({ id, specVersion }: Pick<ToShow, "id" | "specVersion">): string {
  return JSON.stringify([id, specVersion]);
}

function isSame(one: Alike, { version, bytes }: ToShow): boolean {
  if (version !== undefined && one.version !== toMicroseconds(version)) return false;
  return Buffer.compare(one.bytes, bytes) === 0;
}

/** The first whole millisecond that is not before a moment with microseconds. */
function notBefore(moment: string): number {
  return Date.parse(moment) + (moment.endsWith("000Z") ? 0 : 1);
}

function* inParts<T extends { readonly bytes: Uint8Array }>(
  rows: readonly T[],
): Generator<readonly T[]> {
  let part: T[] = [];
  let size = 0;
  for (const row of rows) {
    if (part.length > 0 && (part.length === MOST_ROWS || size + row.bytes.length > MOST_BYTES)) {
      yield part;
      part = [];
      size = 0;
    }
    part.push(row);
    size += row.bytes.length;
  }
  if (part.length > 0) yield part;
}
