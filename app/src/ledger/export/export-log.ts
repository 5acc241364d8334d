import { ExportWriter } from "caveat-verifier";
import { nodeSha256 } from "caveat-verifier/command";
import { LedgerError } from "../ledger-error.ts";
import type { LoggedEntry, StoredCheckpoint } from "../log/ports.ts";
import { nextCheckpoint } from "./checkpoints.ts";
import { readErasedFields } from "./erased-fields.ts";
import { fieldLines, type Opener } from "./field-lines.ts";
import type { ExportSource } from "./ports.ts";

export interface ExportOptions {
  readonly origin: string;
  /** Where the export ends: a signed checkpoint that covers every erasure done before. */
  readonly last: StoredCheckpoint;
  /** The log's present keys, as name+id. */
  readonly keys: ReadonlySet<string>;
  /** Opens sealed values, which are then shown with their nonces; without it none is shown. */
  readonly open?: Opener;
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
  const writer = new ExportWriter(nodeSha256);
  const erased = await readErasedFields(source, last.size);
  yield writer.head({ origin, size: last.size, sealed: open === undefined ? "kept" : "open" });
  let done = 0;
  while (done < last.size) {
    const { size, note } = await nextCheckpoint(source, done, last, keys);
    while (done < size) {
      const entries = await pageOf(source, done, Math.min(done + PAGE, size));
      const fields = await fieldLines(entries, erased, open, source);
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
