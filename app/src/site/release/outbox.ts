import type { Database } from "../../store/transaction/database.ts";
import type { Reader } from "../../store/transaction/transaction.ts";
import { asPartner } from "../../store/release/as-partner.ts";
import { listCollections } from "../../store/release/collections.ts";
import {
  bodiesOf,
  isHeld,
  pageOf,
  piecesOf,
  stateOf,
  type PageAsked,
  type PageRow,
  type PieceRow,
  type StateRow,
  type VersionsAsked,
} from "../../store/release/outbox-page.ts";
import { ownNotices, ownReceipts, type OwnNoticeRow } from "../../store/release/own.ts";
import type {
  AsOf,
  Envelope,
  Outbox,
  OwnNotice,
  Page,
  Released,
  Wanted,
} from "../../usecases/release/outbox.ts";
import { UUID } from "../cases/colleagues.ts";
import type { Site } from "../site.ts";
import { doorsOf } from "./doors.ts";
import { fetchesOf } from "./fetches.ts";
import { intakeStatus, takeIn } from "./intakes.ts";
import { toMicroseconds, toShortest } from "./moments.ts";
import { toCollection } from "./to-collection.ts";

/**
 * The release store as partners may read it, under the role that sees nothing else. What a partner sends,
 * and that it fetched, is written under the role of the desk. `now`: UTC with milliseconds.
 */
export function outboxOf(site: Site, now: () => string = () => new Date().toISOString()): Outbox {
  const reader = site.store.as("partner-reader");
  const doorOf = doorsOf(reader, now);
  const noteFetch = fetchesOf(site.store);
  return {
    ...placesOf(reader),
    ...pagesOf(reader, now),
    doorOf: (credential, address, place) => doorOf(credential, address, place),
    noteFetch: (door, collection, rows, evidence) =>
      noteFetch({ door, collection, rows, evidence }),
    takeIn: (door, collection, intake) => takeIn({ door, collection, intake }, site),
    status: (partner, id) => intakeStatus(partner, id, reader),
    notices: async (partner) => {
      const rows = await asPartner(reader, partner, (own) => ownNotices(own, partner));
      return rows.map(toNotice);
    },
    receipts: async (partner) => {
      const rows = await asPartner(reader, partner, (own) => ownReceipts(own, partner));
      return rows.map((row) => ({ ...row, at: toShortest(row.at) }));
    },
  };
}

function placesOf(reader: Database): Pick<Outbox, "collections"> {
  return {
    collections: async (partner) => {
      const rows = await asPartner(reader, partner, (own) => listCollections(own, partner));
      return rows.flatMap((row) => toCollection(row) ?? []);
    },
  };
}

function pagesOf(
  reader: Database,
  now: () => string,
): Pick<Outbox, "manifest" | "objects" | "envelope" | "holds"> {
  return {
    manifest: async (partner, collection, wanted) => {
      const asked = toAsked(partner, collection, wanted, now());
      if (asked === undefined) return NOTHING;
      const [rows, state] = await withState(reader, asked, pageOf);
      return { ...toPage(rows, toReleased), ...toAsOf(state, asked) };
    },
    envelope: async (partner, collection, wanted) => {
      const asked = toAsked(partner, collection, wanted, now());
      if (asked === undefined) return NO_ENVELOPE;
      const [rows, state] = await withState(reader, asked, piecesOf);
      return { ...toEnvelope(rows), ...toAsOf(state, asked) };
    },
    objects: async (partner, collection, wanted) => {
      const asked = toAsked(partner, collection, wanted, now());
      if (asked === undefined) return NOTHING;
      const rows = await asPartner(reader, partner, (own) => bodiesOf(own, asked));
      return toPage(rows, (row) => ({ ...toReleased(row), body: row.body }));
    },
    holds: async (partner, collection, object) => {
      if (!UUID.test(collection)) return false;
      const about = { partner, collection, object, until: toMicroseconds(now()) };
      return asPartner(reader, partner, (own) => isHeld(own, about));
    },
  };
}

const NOTHING = { rows: [], more: false } as const;
const NO_ENVELOPE = { positions: [], more: false, text: [] } as const;

/** A page, and what its collection was at: from one look at the database. */
async function withState<T>(
  reader: Database,
  asked: PageAsked,
  read: (own: Reader, asked: PageAsked) => Promise<T>,
): Promise<[T, StateRow | undefined]> {
  return await asPartner(reader, asked.partner, (own) =>
    Promise.all([read(own, asked), stateOf(own, asked)]),
  );
}

function toAsOf(row: StateRow | undefined, { until }: PageAsked): { readonly asOf?: AsOf } {
  if (row === undefined || row.state === null) return {};
  const lastAdded = toShortest(row.lastAdded);
  return { asOf: { mark: row.state, lastAdded, until: toShortest(until) } };
}

function toEnvelope(pieces: readonly PieceRow[]): Envelope {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined) return NO_ENVELOPE;
  const positions = pieces.flatMap((piece) => piece.positions.split(",").map(Number));
  return {
    positions,
    firstAdded: toShortest(first.firstAdded),
    lastAdded: toShortest(last.lastAdded),
    more: first.found > positions.length,
    text: pieces.flatMap(({ text }, at) => (at === 0 ? [text] : [",", text])),
  };
}

/** Undefined where nothing can be meant: a place that is none, an empty list. */
function toAsked(
  partner: string,
  collection: string,
  wanted: Wanted,
  now: string,
): PageAsked | undefined {
  const { ids, types, specVersions, after, limit, mostBytes, addedAfter } = wanted;
  const lists = [ids, types, specVersions, wanted.versions];
  if (!UUID.test(collection) || lists.some((list) => list?.length === 0)) return undefined;
  const filters = { ids, types, specVersions, versions: toVersions(wanted.versions ?? ["last"]) };
  const since = addedAfter === undefined ? undefined : toMicroseconds(addedAfter);
  const until = [now, wanted.until ?? now].map(toMicroseconds).toSorted()[0] ?? now;
  return { partner, collection, until, ...filters, after, addedAfter: since, limit, mostBytes };
}

function toVersions(versions: NonNullable<Wanted["versions"]>): VersionsAsked {
  return {
    first: versions.includes("first"),
    last: versions.includes("last"),
    all: versions.includes("all"),
    exactly: versions.flatMap((one) =>
      typeof one === "string" ? [] : [toMicroseconds(one.exactly)],
    ),
  };
}

function toPage<R extends PageRow, T extends Released>(
  rows: readonly R[],
  to: (row: R) => T,
): Page<T> {
  return { rows: rows.map(to), more: (rows[0]?.found ?? 0) > rows.length };
}

function toReleased(row: PageRow): Released {
  const { position, id, type, specVersion, mediaType } = row;
  const dateAdded = toShortest(row.dateAdded);
  return {
    position,
    dateAdded,
    id,
    type,
    specVersion,
    version: toShortest(row.version),
    mediaType,
  };
}

function toNotice({ kind, state, onward, ...row }: OwnNoticeRow): OwnNotice {
  return {
    ...row,
    how: kind as OwnNotice["how"],
    state: state as OwnNotice["state"],
    ...(onward === null ? {} : { onward }),
  };
}
