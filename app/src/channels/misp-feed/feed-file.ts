import type { Released } from "../../usecases/release/outbox.ts";
import type { KeptPage, KeptPages, Stretch } from "../kept-pages.ts";
import { feedEntry, type FeedEntry } from "./feed-entry.ts";
import type { FeedPlace, FeedReader } from "./read-feed.ts";
import type { MispFeedSettings } from "./settings.ts";
import { entityTag } from "./validator.ts";
import { valueHashes } from "./value-hashes.ts";

/** A file of a feed, before it is sent. */
export interface FeedFile {
  readonly mediaType: string;
  readonly tag: string;
  /** Of which events it says something. */
  readonly rows: readonly Pick<Released, "position">[];
  readonly body: () => Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
}

/** A list of a feed's events, as it is answered. */
export interface ReadyList extends KeptPage {
  readonly tag: string;
}

/** What a file is made from. */
export interface FeedGround {
  readonly reader: FeedReader;
  readonly lists: KeptPages<ReadyList>;
  readonly settings: MispFeedSettings;
  /** UTC with milliseconds. */
  readonly now: () => string;
}

const MANIFEST = "manifest.json";
const HASHES = "hashes.csv";
const EVENT = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json$/;

/** The file of that name; undefined where the feed has none. */
export async function feedFile(
  name: string,
  place: FeedPlace,
  ground: FeedGround,
): Promise<FeedFile | undefined> {
  if (name === MANIFEST) return manifestFile(place, ground);
  if (name === HASHES) return hashesFile(place, ground);
  const id = EVENT.exec(name)?.[1];
  return id === undefined ? undefined : eventFile(id, place, ground);
}

async function manifestFile(place: FeedPlace, ground: FeedGround): Promise<FeedFile> {
  const { tag, rows, body } = await listed(MANIFEST, place, ground);
  return { tag, rows, mediaType: "application/json", body: () => body };
}

async function hashesFile(place: FeedPlace, ground: FeedGround): Promise<FeedFile> {
  const { tag, rows } = await listed(HASHES, place, ground);
  const body = (): ReadableStream<Uint8Array> =>
    ReadableStream.from(hashLines(place, rows, ground));
  return { tag, rows, mediaType: "text/csv", body };
}

/** From memory where nothing has changed in the collection, which was looked up with whoever asks. */
async function listed(
  file: typeof MANIFEST | typeof HASHES,
  place: FeedPlace,
  ground: FeedGround,
): Promise<ReadyList> {
  const now = ground.now();
  const { collection: id, state } = place;
  const kept = ground.lists.find({ id, state }, file, now);
  if (kept !== undefined) {
    ground.reader.keepOn(place);
    return kept;
  }
  const { entries, asOf } = await ground.reader.read(place);
  const shown = entries.filter((entry) => isShown(entry, now, ground));
  const isManifest = file === MANIFEST;
  const here = isManifest ? shown : shown.filter(({ isRecalled }) => !isRecalled);
  const rows = here.map(({ row }) => row);
  const ready: ReadyList = {
    tag: tagOf(file, place, rows, ground),
    rows: rows.map(({ position }) => ({ position })),
    body: isManifest ? toManifest(here) : NOTHING,
    more: false,
    within: sameWithin(entries, now, ground),
  };
  if (asOf !== undefined) ground.lists.keep(id, file, ready, asOf);
  return ready;
}

/** Hashes are read as they are sent: there may be many. */
const NOTHING = Buffer.alloc(0);

/** An object by uuid, `{}` without events: some consumers break on an array (PyMISP issue 509). */
function toManifest(entries: readonly FeedEntry[]): Uint8Array<ArrayBuffer> {
  return Buffer.from(`{${entries.map(({ json }) => json).join(",")}}`);
}

async function eventFile(
  id: string,
  place: FeedPlace,
  ground: FeedGround,
): Promise<FeedFile | undefined> {
  const event = await ground.reader.event(place, id);
  if (event === undefined || !isShown(feedEntry(event), ground.now(), ground)) return undefined;
  const { body, ...row } = event;
  return {
    mediaType: "application/json",
    tag: entityTag(ground.settings.tagKey, place, id, body),
    rows: [row],
    body: () => new Uint8Array(body),
  };
}

/** A recalled event stays for as long as consumers need to notice, and then goes. */
function isShown(entry: FeedEntry, now: string, ground: FeedGround): boolean {
  return !entry.isRecalled || Date.parse(now) < goes(entry, ground);
}

/** When a recalled event goes: milliseconds since 1970. */
function goes({ row }: FeedEntry, { settings }: FeedGround): number {
  return Date.parse(row.dateAdded) + settings.recallDays * DAY;
}

const DAY = 86_400_000;

/** Between the last recalled event that has gone and the next that goes. */
function sameWithin(entries: readonly FeedEntry[], now: string, ground: FeedGround): Stretch {
  const times = entries.filter(({ isRecalled }) => isRecalled).map((one) => goes(one, ground));
  const moment = Date.parse(now);
  const from = Math.max(...times.filter((time) => time <= moment));
  const before = Math.min(...times.filter((time) => time > moment));
  return { from: toMoment(from), before: toMoment(before) };
}

function toMoment(time: number): string | undefined {
  return Number.isFinite(time) ? new Date(time).toISOString() : undefined;
}

/** Its state is which rows it is made from: what was released under a position never changes. */
function tagOf(
  file: string,
  place: FeedPlace,
  rows: readonly Released[],
  { settings }: FeedGround,
): string {
  const state = rows.map(({ position, dateAdded, id }) => `${position} ${dateAdded} ${id}`);
  return entityTag(settings.tagKey, place, file, state.join("\n"));
}

/** Ends with an error, and not short, where a row went meanwhile. */
async function* hashLines(
  place: FeedPlace,
  rows: FeedFile["rows"],
  { reader }: FeedGround,
): AsyncGenerator<Uint8Array> {
  const wanted = new Set(rows.map(({ position }) => position));
  for await (const page of reader.pages(place, 0)) {
    const here = page.filter(({ position }) => wanted.delete(position));
    yield new TextEncoder().encode(here.map(valueHashes).join(""));
    if (wanted.size === 0) return;
  }
  if (wanted.size > 0) throw new Error("the feed changed while its hashes were read");
}
