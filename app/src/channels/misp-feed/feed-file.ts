import type { Released } from "../../usecases/release/outbox.ts";
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
  readonly rows: readonly Released[];
  readonly body: () => Uint8Array<ArrayBuffer> | string | ReadableStream<Uint8Array>;
}

/** What a file is made from. */
export interface FeedGround {
  readonly reader: FeedReader;
  readonly settings: MispFeedSettings;
  /** UTC. */
  readonly now: () => string;
}

const EVENT = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json$/;

/** The file of that name; undefined where the feed has none. */
export async function feedFile(
  name: string,
  place: FeedPlace,
  ground: FeedGround,
): Promise<FeedFile | undefined> {
  if (name === "manifest.json") return manifestFile(place, ground);
  if (name === "hashes.csv") return hashesFile(place, ground);
  const id = EVENT.exec(name)?.[1];
  return id === undefined ? undefined : eventFile(id, place, ground);
}

/** An object by uuid, `{}` without events: some consumers break on an array (PyMISP issue 509). */
async function manifestFile(place: FeedPlace, ground: FeedGround): Promise<FeedFile> {
  const entries = await shownEntries(place, ground);
  return {
    ...listing("manifest.json", place, entries, ground),
    mediaType: "application/json",
    body: () => `{${entries.map(({ json }) => json).join(",")}}`,
  };
}

async function hashesFile(place: FeedPlace, ground: FeedGround): Promise<FeedFile> {
  const entries = (await shownEntries(place, ground)).filter(({ isRecalled }) => !isRecalled);
  return {
    ...listing("hashes.csv", place, entries, ground),
    mediaType: "text/csv",
    body: () => ReadableStream.from(hashLines(place, entries, ground)),
  };
}

async function eventFile(
  id: string,
  place: FeedPlace,
  ground: FeedGround,
): Promise<FeedFile | undefined> {
  const event = await ground.reader.event(place, id);
  if (event === undefined || !isShown(feedEntry(event), ground)) return undefined;
  const { body, ...row } = event;
  return {
    mediaType: "application/json",
    tag: entityTag(ground.settings.tagKey, place, id, body),
    rows: [row],
    body: () => new Uint8Array(body),
  };
}

async function shownEntries(place: FeedPlace, ground: FeedGround): Promise<readonly FeedEntry[]> {
  const entries = await ground.reader.entries(place);
  return entries.filter((entry) => isShown(entry, ground));
}

/** A recalled event stays for as long as consumers need to notice, and then goes. */
function isShown({ row, isRecalled }: FeedEntry, { settings, now }: FeedGround): boolean {
  const days = (Date.parse(now()) - Date.parse(row.dateAdded)) / DAY;
  return !isRecalled || days < settings.recallDays;
}

const DAY = 86_400_000;

/** Its state is which rows it is made from: what was released under a position never changes. */
function listing(
  file: string,
  place: FeedPlace,
  entries: readonly FeedEntry[],
  { settings }: FeedGround,
): Pick<FeedFile, "tag" | "rows"> {
  const rows = entries.map(({ row }) => row);
  const state = rows.map(({ position, dateAdded, id }) => `${position} ${dateAdded} ${id}`);
  return { tag: entityTag(settings.tagKey, place, file, state.join("\n")), rows };
}

/** Ends with an error, and not short, where a row went meanwhile. */
async function* hashLines(
  place: FeedPlace,
  entries: readonly FeedEntry[],
  { reader }: FeedGround,
): AsyncGenerator<Uint8Array> {
  const wanted = new Set(entries.map(({ row }) => row.position));
  for await (const page of reader.pages(place, 0)) {
    const here = page.filter(({ position }) => wanted.delete(position));
    yield new TextEncoder().encode(here.map(valueHashes).join(""));
    if (wanted.size === 0) return;
  }
  if (wanted.size > 0) throw new Error("the feed changed while its hashes were read");
}
