import { hash } from "node:crypto";
import {
  ExportWriter,
  VerificationError,
  parseEntry,
  type FieldLine,
  type FieldState,
} from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import type { LoggedEntry, StoredCheckpoint } from "../log/ports.ts";
import type { SealedValue } from "../seal/box.ts";
import type { OpenedField } from "../seal/open-field.ts";
import { nextCheckpoint } from "./checkpoints.ts";
import { readErasedFields, type ErasedFields } from "./erased-fields.ts";
import type { ExportSource } from "./ports.ts";

export interface ExportOptions {
  readonly origin: string;
  /** Where the export ends: a signed checkpoint that covers every erasure done before. */
  readonly last: StoredCheckpoint;
  /** The log's present keys, as name+id. */
  readonly keys: ReadonlySet<string>;
  /** Opens sealed values, which are then shown with their nonces; without it none is shown. */
  readonly open?: (sealed: SealedValue) => Promise<OpenedField>;
  /** Told the number of entries written, now and then. */
  readonly progress?: (entries: number) => void;
}

/** Entries held in memory at a time. */
const PAGE = 500;

/**
 * Writes a log in the export form of the verifier's README, piece by piece: every entry up to a signed
 * checkpoint, what is to be said of its sealed fields, and checkpoints in between. Holds neither the
 * export nor the log.
 *
 * It does not judge the entries: whether this is a good ledger, its reader finds out. Rejects with
 * "broken-log" where an entry is missing, and with `open` where a sealed value is missing without an
 * entry that erased it; with "erased" where it was erased since `last`: then begin again with a newer
 * one.
 */
export async function* exportLog(
  source: ExportSource,
  options: ExportOptions,
): AsyncGenerator<Uint8Array, void> {
  const { origin, last, keys, open, progress } = options;
  const writer = new ExportWriter((bytes) => hash("sha256", bytes, "buffer"));
  const erased = await readErasedFields(source, last.size);
  yield writer.head({ origin, size: last.size, sealed: open === undefined ? "kept" : "open" });
  let done = 0;
  while (done < last.size) {
    const { size, note } = await nextCheckpoint(source, done, last, keys);
    while (done < size) {
      const entries = await pageOf(source, done, Math.min(done + PAGE, size));
      const fields = await fieldsOf(entries, erased, open, source);
      yield Buffer.concat(entries.map(({ bytes }, at) => writer.entry(bytes, fields[at] ?? [])));
      done += entries.length;
      progress?.(done);
    }
    yield writer.checkpoint(note);
  }
  yield writer.end();
}

async function pageOf(
  source: ExportSource,
  from: number,
  to: number,
): Promise<readonly LoggedEntry[]> {
  const entries = await source.entries(from, to);
  const gap = entries.findIndex(({ index }, at) => index !== from + at);
  const first = from + (gap < 0 ? entries.length : gap);
  if (first === to) return entries;
  const what = "it is missing from the database, and a signed checkpoint covers it";
  const remedy = "somebody removed it: compare with the entry bundles, and do not go on";
  throw new LedgerError("broken-log", `entry ${first}`, what, remedy);
}

/** What is to be said of the sealed fields of each entry. */
async function fieldsOf(
  entries: readonly LoggedEntry[],
  erased: ErasedFields,
  open: ExportOptions["open"],
  source: ExportSource,
): Promise<readonly (readonly FieldLine[])[]> {
  const named = entries.map(({ index, bytes }) =>
    sealedIn(bytes).map((field) => {
      const by = erased.by(index, field);
      const state: FieldState = by === undefined ? { kind: "kept" } : { kind: "erased", by };
      return { field, state };
    }),
  );
  if (open === undefined) return named;
  const ids = entries.filter((_, at) => (named[at] ?? []).some(isKept)).map(({ id }) => id);
  const values = new Map<string, SealedValue>();
  for (const one of ids.length === 0 ? [] : await source.sealedAmong(ids)) {
    values.set(`${one.entry}/${one.field}`, one);
  }
  const shown = (entry: LoggedEntry, line: FieldLine): Promise<FieldLine> | FieldLine =>
    isKept(line) ? show(entry, line.field, values, open) : line;
  return Promise.all(
    entries.map((entry, at) => Promise.all((named[at] ?? []).map((line) => shown(entry, line)))),
  );
}

async function show(
  { id, index }: LoggedEntry,
  field: string,
  values: ReadonlyMap<string, SealedValue>,
  open: NonNullable<ExportOptions["open"]>,
): Promise<FieldLine> {
  const place = `field ${field} of entry ${index}`;
  const sealed = values.get(`${id}/${field}`);
  if (sealed === undefined) {
    const what = "its sealed value is missing, and no entry says that it was erased";
    throw new LedgerError("broken-log", place, what, "restore it from a backup");
  }
  const opened = await open(sealed);
  if (opened.kind === "open") return { field, state: opened };
  const what = "it was erased while the export was being written";
  throw new LedgerError("erased", place, what, "export again");
}

/** The names of an entry's sealed fields, in order; none for bytes that are no entry. */
function sealedIn(bytes: Uint8Array): string[] {
  try {
    return Object.keys(parseEntry(bytes).sealed);
  } catch (error) {
    if (error instanceof VerificationError) return [];
    throw error;
  }
}

function isKept({ state }: FieldLine): boolean {
  return state.kind === "kept";
}
