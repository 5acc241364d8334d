import { parseKey } from "caveat-verifier";
import { PUBLIC, SECRET } from "../ledger/durable-file.ts";
import { exportLog } from "../ledger/export/export-log.ts";
import { LedgerError } from "../ledger/ledger-error.ts";
import type { StoredCheckpoint } from "../ledger/log/ports.ts";
import { openField } from "../ledger/seal/open-field.ts";
import { isWitnessed } from "../ledger/witness/quorum.ts";
import type { Exported, ExportRequest } from "../usecases/memory.ts";
import { advance } from "./advance.ts";
import { exportSource } from "./export-source.ts";
import { noteRead } from "./note-read.ts";
import { originsOf, type Site } from "./site.ts";
import { writeStream } from "./write-stream.ts";

/** Erasures may come while sealed values are shown; that often it begins again. */
const TRIES = 3;

/**
 * Writes a log of a site into a file, up to its newest checkpoint; one that shows sealed values is for
 * its owner alone. What is shown of sealed values is
 * noted in the read log before anything is written.
 *
 * Rejects with a Refusal for a file that is there or cannot be written, with "no-log" for a log that is
 * not here or has no entry, and as `exportLog` does; then there is no file.
 */
export async function exportLedger(request: ExportRequest, site: Site): Promise<Exported> {
  const log = request.log ?? site.origin;
  if (!(await originsOf(site.store)).includes(log)) {
    const what = "this site has no log of this name";
    throw new LedgerError("no-log", log, what, "caveat ledger status names it");
  }
  const { open, reader } = request;
  if (open) await noteRead({ reader, what: "ledger-export", log }, site.store);
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt(log, request, site);
    } catch (error) {
      if (!isOvertaken(error) || tried === TRIES) throw error;
    }
  }
}

async function attempt(log: string, request: ExportRequest, site: Site): Promise<Exported> {
  const { path, open, replace, progress } = request;
  const last = await newestOf(log, site);
  const { keys } = await site.signer.of(log).state();
  const chunks = exportLog(exportSource(site.store.as("auditor"), log), {
    origin: log,
    last,
    keys: new Set(keys.map((key) => nameOf(key))),
    ...(open ? { open: (sealed) => openField(sealed, site.keys) } : {}),
    progress: (entries) => progress?.(entries, last.size),
  });
  await writeStream(path, chunks, { mode: open ? SECRET : PUBLIC, replace });
  return {
    origin: log,
    size: last.size,
    checkpoint: Buffer.from(last.note).toString(),
    // Only the root log is witnessed.
    isWitnessed: log !== site.origin || (await isWitnessed(last.note, site.witnesses.policy)),
  };
}

/** The newest checkpoint, after all that waits has its place; with every cosignature there is. */
async function newestOf(log: string, site: Site): Promise<StoredCheckpoint> {
  await advance(site);
  const newest = await site.ledger.transact((tables) => tables.newestCheckpoint(log));
  if (newest !== undefined) return newest;
  const what = "it has no entry yet";
  throw new LedgerError("no-log", log, what, "keep something first: caveat decide --record");
}

/**
 * Whether an erasure after the cut may be the cause. One that was entered has dropped its values, and
 * then they are missing until the next cut covers it; what is missing still, is.
 */
function isOvertaken(error: unknown): boolean {
  return error instanceof LedgerError && (error.code === "erased" || error.code === "broken-log");
}

function nameOf(vkey: string): string {
  const { name, id } = parseKey(vkey);
  return `${name}+${id}`;
}
