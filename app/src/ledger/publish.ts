import { formatCheckpoint, keyringOf, parseKey, parseNote, verifyNote } from "caveat-verifier";
import { LedgerError } from "./ledger-error.ts";
import { requireHead } from "./log/create-log.ts";
import type { Head, LedgerStore, StoredCheckpoint } from "./log/ports.ts";
import { isSame } from "./log/same-bytes.ts";
import { GO_ON, type Point } from "./point.ts";
import type { LogSigner, SignerState } from "./signer/log-signer.ts";
import { consistencyFrom } from "./tiles/prove.ts";
import type { TileDirectory } from "./tiles/tile-directory.ts";
import { writeTiles } from "./tiles/write-tiles.ts";

/** What it takes to publish a log. */
export interface Publisher {
  readonly store: LedgerStore;
  readonly tiles: TileDirectory;
  readonly signer: LogSigner;
  readonly point?: Point;
}

/**
 * Publishes the log as it is: writes its tiles, has the signer vouch for its head, stores the
 * checkpoint and puts it beside the tiles. Run it after each step of the sequencer; stopped anywhere it
 * is simply run again. Resolves to the newest checkpoint, or undefined for a log without entries.
 *
 * Rejects with "rollback" when the signer knows more entries than the database, with "fork" when it
 * knows others; then nothing was published.
 */
export async function publish(
  publisher: Publisher,
  log: string,
): Promise<StoredCheckpoint | undefined> {
  const { store, tiles, signer, point = GO_ON } = publisher;
  const state = await signer.state();
  const { head, newest } = await store.transact(async (tables) => ({
    head: await requireHead(tables, log),
    newest: await tables.newestCheckpoint(log),
  }));
  requireNotBehind(head, state, log);
  if (head.size === 0) return undefined;
  const checkpoint =
    newest?.size === head.size ? newest : await signHead(publisher, log, head, newest?.size ?? 0);
  await point("checkpoint stored");
  const published = await tiles.checkpoint();
  if (published === undefined || !isSame(published, checkpoint.note)) {
    await tiles.writeCheckpoint(checkpoint.note);
  }
  return checkpoint;
}

/**
 * Checks, at the start, that the database is not an older copy than what the signer vouched for.
 * Rejects with "rollback" or "fork": then nothing may be written or served.
 */
export async function requireCurrent(
  store: LedgerStore,
  signer: LogSigner,
  log: string,
): Promise<void> {
  const state = await signer.state();
  const head = await store.transact((tables) => requireHead(tables, log));
  requireNotBehind(head, state, log);
}

async function signHead(
  { store, tiles, signer, point = GO_ON }: Publisher,
  log: string,
  head: Head,
  published: number,
): Promise<StoredCheckpoint> {
  const { size, root } = head;
  const read = (from: number, to: number) =>
    store.transact((tables) => tables.readEntries(log, from, to));
  await writeTiles(tiles, published, size, read, point);
  await point("tiles written");
  const state = await signer.state();
  const proof = await consistencyFrom(tiles, state.size, size);
  const lines = await signer.sign({ size, root, proof });
  await point("signed");
  const text = formatCheckpoint({ origin: log, size, root });
  const note = new Uint8Array(Buffer.from(`${text}\n${lines.join("")}`));
  // Keys may have changed since; what it signed with is what it says now.
  const { keys } = await signer.state();
  await verifyNote(parseNote(note, log), keyringOf(keys.map((key) => parseKey(key))), log);
  await store.transact((tables) => tables.putCheckpoint(log, { size, note }));
  return { size, note };
}

function requireNotBehind(head: Head, state: SignerState, log: string): void {
  const remedy = "bring the database forward from the entry bundles before anything is written";
  if (state.size > head.size) {
    const what = `the database has ${head.size} entries and the signer vouched for ${state.size}`;
    throw new LedgerError("rollback", log, what, remedy);
  }
  if (state.size === head.size && !isSame(state.root, head.root)) {
    const what = `the signer vouched for another tree of ${head.size} entries`;
    throw new LedgerError("fork", log, what, "do not go on: compare both histories");
  }
}
