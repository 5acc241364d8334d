import { formatEntry, parseEntry, type Entry, type SealedField } from "caveat-verifier";
import { append } from "../log/append.ts";
import { lockHead } from "../log/create-log.ts";
import { sequenceAll } from "../log/sequence.ts";
import type { Point } from "../point.ts";
import type { ErasureStore, ErasureTables, LoggedPlace } from "./ports.ts";
import type { SubjectKeys } from "./subject-keys.ts";

/** Where erasures take place. */
export interface Eraser {
  readonly keys: SubjectKeys;
  readonly store: ErasureStore;
  /** The origin of the log whose entries hold the commitments. */
  readonly log: string;
  /** Makes a UUID. */
  readonly newId: () => string;
  /** The time in UTC with milliseconds. */
  readonly now: () => string;
  readonly point?: Point;
}

/** Fields in one entry at most: with the longest names still within the size of an entry. */
const MOST_FIELDS = 500;

/**
 * Drops and enters until no sealed value about the subject is left. A value that comes later, sealed
 * before the announcement by a writer that was slow, stays where it is, unreadable, until it is entered
 * too: what is kept is what no entry has said to be erased.
 */
export async function enterErasure(
  subject: string,
  request: Entry,
  eraser: Eraser,
): Promise<string[]> {
  const { store, log, newId, now } = eraser;
  const ids: string[] = [];
  for (;;) {
    await sequenceAll(store, log);
    const more = { ...request, id: newId(), at: now() };
    const step = await store.transact((tables) => enterSome(tables, subject, [request, more], log));
    if (step === "done") return ids;
    if (step !== "again") ids.push(step.id);
  }
}

type Step = "done" | "again" | { readonly id: string };

/**
 * One entry: the first of the drafts whose id is not taken, with its list. With the head locked nothing
 * gets its place meanwhile, so an entry that is not in the log waits or does not exist.
 */
async function enterSome(
  tables: ErasureTables,
  subject: string,
  [request, more]: readonly [Entry, Entry],
  log: string,
): Promise<Step> {
  await lockHead(tables, log);
  const places = await tables.readLoggedPlaces(log, subject, MOST_FIELDS);
  if (places.length === 0) return dropStrays(tables, subject, log);
  await tables.dropSealed(places);
  const erased = await inEntries(tables, places, log);
  if (erased.length === 0) return "again";
  const draft = (await isUnused(tables, request.id, log)) ? request : more;
  const { id } = draft;
  const body = { ...draft.body, erased };
  await append(tables, log, { id, bytes: formatEntry({ ...draft, body }, `entry ${id}`) });
  return { id };
}

/**
 * When no sealed value of an entry in the log is left: "again" while an entry with one waits. One whose
 * entry is neither is of no use to anybody; damage must not keep somebody from being erased.
 */
async function dropStrays(tables: ErasureTables, subject: string, log: string): Promise<Step> {
  const places = await tables.readPlaces(subject, MOST_FIELDS);
  for (const { entry } of places) {
    if ((await tables.findPending(log, entry)) !== undefined) return "again";
  }
  await tables.dropSealed(places);
  return places.length === 0 ? "done" : "again";
}

/**
 * The places as the entry lists them, in ascending order, and only those that their entries commit to:
 * one that names a field which is not there would make every later export bad.
 */
async function inEntries(
  tables: ErasureTables,
  places: readonly LoggedPlace[],
  log: string,
): Promise<readonly SealedFieldJson[]> {
  const ids = [...new Set(places.map(({ entry }) => entry))];
  const entries = await tables.findEntries(log, ids);
  const fieldsOf = new Map(
    entries.map(({ index, bytes }) => [index, parseEntry(bytes, `entry ${index}`).sealed] as const),
  );
  return places
    .filter(({ index, field }) => Object.hasOwn(fieldsOf.get(index) ?? {}, field))
    .map(({ index, field }) => ({ entry: index, field }))
    .toSorted(byPlace);
}

type SealedFieldJson = Readonly<{ entry: number; field: string }>;

async function isUnused(tables: ErasureTables, id: string, log: string): Promise<boolean> {
  const [logged] = await tables.findEntries(log, [id]);
  return logged === undefined && (await tables.findPending(log, id)) === undefined;
}

function byPlace(a: SealedField, b: SealedField): number {
  return a.entry - b.entry || (a.field < b.field ? -1 : 1);
}
