import {
  keyringOf,
  parseCheckpoint,
  parseEntry,
  parseKey,
  parseNote,
  verifyNote,
  type Entry,
} from "caveat-verifier";
import type { LoggedEntry } from "../../app/src/ledger/log/ports.ts";
import { isSame } from "../../app/src/ledger/log/same-bytes.ts";
import { TREE } from "../../app/src/ledger/tree.ts";
import type { Site } from "../../app/src/site/site.ts";
import { entriesOf } from "../../app/src/store/log/export-rows.ts";
import { OneHistory, type IssuedHead } from "./one-history.ts";

/** What is known from outside of one log. */
export interface LogClaims {
  /** The ids of entries that were acknowledged. */
  readonly acked: ReadonlySet<string>;
  readonly heads: readonly IssuedHead[];
  /** Notes that were published. */
  readonly notes: readonly Uint8Array[];
  /** Every verifier key the log has had. */
  readonly keys: readonly string[];
}

export interface CheckedLog {
  readonly failures: readonly string[];
  readonly size: number;
  /** How many different heads were issued, all in all. */
  readonly issued: number;
}

const PAGE = 1000;

/**
 * Reads a log from its first entry to its last: indexes without gap, every id once, every acknowledged
 * one there, leaves that follow from the bytes; and every head that was issued, in the table, in the
 * public files or live, on its history, every checkpoint signed. `hear` is told every entry.
 */
export async function checkLog(
  site: Site,
  origin: string,
  claims: LogClaims,
  hear: (index: number, entry: Entry) => void = () => {},
): Promise<CheckedLog> {
  const failures: string[] = [];
  const notes = [...(await storedNotes(site, origin)), ...claims.notes];
  const heads = await headsIn(notes, origin, claims.keys, failures);
  const history = new OneHistory([...claims.heads, ...heads, await headOf(site, origin)]);
  const places = new Map<string, number>();
  for await (const logged of entriesFrom(site, origin)) {
    failures.push(...problemsOf(logged, history.size, places));
    places.set(logged.id, logged.index);
    hear(logged.index, parseEntry(logged.bytes));
    history.append(logged.leaf);
  }
  history.end();
  const lost = [...claims.acked].filter((id) => !places.has(id));
  failures.push(...lost.map((id) => `lost: the entry ${id} was acknowledged and is not there`));
  const all = [...failures, ...history.failures].map((says) => `${origin}: ${says}`);
  return { failures: all, size: history.size, issued: history.issued };
}

function problemsOf(
  { index, id, bytes, leaf }: LoggedEntry,
  expected: number,
  places: ReadonlyMap<string, number>,
): string[] {
  const before = places.get(id);
  const isTheirs = parseEntry(bytes).id === id && isSame(leaf, TREE.leaf(bytes));
  return [
    ...(index === expected ? [] : [`gap: entry ${expected} is missing, ${index} comes next`]),
    ...(before === undefined ? [] : [`twice: the entry ${id} is at ${before} and ${index}`]),
    ...(isTheirs ? [] : [`entry ${index}: its id or leaf is not that of its bytes`]),
  ];
}

async function* entriesFrom(site: Site, origin: string): AsyncGenerator<LoggedEntry> {
  for (let from = 0; ;) {
    const page = await site.store
      .as("auditor")
      .read(async (reader) => entriesOf(reader, origin, from, from + PAGE));
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    from = last.index + 1;
  }
}

async function headOf(site: Site, origin: string): Promise<IssuedHead> {
  const head = await site.ledger.transact((tables) => tables.readHead(origin));
  const root = Buffer.from(head?.root ?? []).toString("base64");
  return { origin, size: head?.size ?? 0, root, from: "the head" };
}

async function storedNotes(site: Site, origin: string): Promise<readonly Uint8Array[]> {
  const rows = await site.store
    .as("auditor")
    .read(async ({ select }) =>
      select
        .selectFrom("checkpoint")
        .innerJoin("log", "log.id", "checkpoint.log_id")
        .select("checkpoint.note")
        .where("log.origin", "=", origin)
        .execute(),
    );
  return rows.map(({ note }) => note);
}

async function headsIn(
  notes: readonly Uint8Array[],
  origin: string,
  keys: readonly string[],
  failures: string[],
): Promise<readonly IssuedHead[]> {
  const ring = keyringOf(keys.map((key) => parseKey(key)));
  const heads: IssuedHead[] = [];
  for (const bytes of notes) {
    const note = parseNote(bytes);
    const { size, root } = parseCheckpoint(note.text, origin);
    await verifyNote(note, ring).catch((error: unknown) => {
      failures.push(`the checkpoint of ${size} entries: ${String(error)}`);
    });
    heads.push({ origin, size, root: Buffer.from(root).toString("base64"), from: "a checkpoint" });
  }
  return heads;
}
