import {
  RightEdge,
  TILE_WIDTH,
  VerificationError,
  formatCheckpoint,
  parseEntry,
  parseKey,
  type Entry,
} from "caveat-verifier";
import { LedgerError } from "../../../ledger/ledger-error.ts";
import { requireHead } from "../../../ledger/log/create-log.ts";
import type { Head, LedgerStore } from "../../../ledger/log/ports.ts";
import { isSame } from "../../../ledger/log/same-bytes.ts";
import { GO_ON, type Point } from "../../../ledger/point.ts";
import { rollForward } from "../../../ledger/roll-forward.ts";
import { erasedList } from "../../../ledger/seal/erased-list.ts";
import type { LogSigner, SignerState } from "../../../ledger/signer/log-signer.ts";
import type { TileDirectory } from "../../../ledger/tiles/tile-directory.ts";
import { writeTiles, type EntryReader } from "../../../ledger/tiles/write-tiles.ts";
import { TREE } from "../../../ledger/tree.ts";

export interface Forward {
  readonly ledger: LedgerStore;
  readonly signer: LogSigner;
  /** Where the bundles are that the entries are taken from. */
  readonly from: TileDirectory;
  /** The tiles of the site itself, which are completed. */
  readonly own: TileDirectory;
  /**
   * Told the entries that erase something, once it is known that they are of this history and before
   * the first of them is in the database.
   */
  readonly erasing: (entries: readonly Entry[]) => Promise<void>;
  readonly point?: Point;
}

/**
 * Brings a log forward to exactly what the signer vouched for, which is the measure here: the checkpoint
 * beside the tiles may be older. Stopped anywhere it is simply run again. Resolves to how many entries
 * were added.
 *
 * Rejects with "broken-file" for bundles that are missing or are none, with "fork" when they do not lead
 * to what the signer vouched for; then nothing was written.
 */
export async function bringForward(log: string, forward: Forward): Promise<number> {
  const { ledger, signer, from, own, erasing, point = GO_ON } = forward;
  const state = await signer.state();
  const head = await ledger.transact((tables) => requireHead(tables, log));
  if (head.size >= state.size) return 0;
  await erasing(await readAhead(log, from, head, state));
  await point("erasures announced");
  const policy = { witnesses: new Map(), groups: new Map(), quorum: "none" };
  const logs = state.keys.map((key) => parseKey(key));
  const note = await signAgain(log, signer, state);
  // Before the entries: a database that is current needs the tiles of what was signed.
  await writeTiles(own, 0, state.size, entriesOf(log, ledger, head.size, from, state.size));
  await point("tiles completed");
  const added = await rollForward(ledger, log, from, { ...policy, logs }, note);
  await point("brought forward");
  return added;
}

/** The entries in the database, and those after them in the bundles, never across two bundles. */
function entriesOf(
  log: string,
  ledger: LedgerStore,
  known: number,
  from: TileDirectory,
  size: number,
): EntryReader {
  return async (first, end) => {
    const stored = await ledger.transact((tables) =>
      tables.readEntries(log, first, Math.min(end, known)),
    );
    if (end <= known) return stored;
    const at = Math.floor(first / TILE_WIDTH);
    const start = at * TILE_WIDTH;
    const bundled = (await bundle(from, at, size)).slice(
      Math.max(first, known) - start,
      end - start,
    );
    return [...stored, ...bundled.map((bytes) => ({ bytes, leaf: TREE.leaf(bytes) }))];
  };
}

/** Goes through the bundles to what the signer vouched for. Resolves to the entries that erase. */
async function readAhead(
  log: string,
  from: TileDirectory,
  { size, edge }: Head,
  state: SignerState,
): Promise<Entry[]> {
  const tree = new RightEdge(TREE, size, edge);
  const erasing: Entry[] = [];
  for (let at = Math.floor(size / TILE_WIDTH); at * TILE_WIDTH < state.size; at += 1) {
    const entries = await bundle(from, at, state.size);
    for (const bytes of entries.slice(Math.max(0, size - at * TILE_WIDTH))) {
      const entry = parse(bytes, from);
      tree.append(TREE.leaf(bytes));
      if (erasedList(entry).length > 0) erasing.push(entry);
    }
  }
  if (tree.size === state.size && isSame(tree.root(), state.root)) return erasing;
  const what = `the entries in ${from.path} do not lead to what the signer vouched for`;
  throw new LedgerError("fork", log, what, "nothing was written: take the tiles from another copy");
}

async function bundle(from: TileDirectory, at: number, size: number): Promise<Uint8Array[]> {
  const entries = await from.entries(at, size).catch((error: unknown) => {
    throw error instanceof VerificationError ? broken(from, error.problem) : error;
  });
  if (entries !== undefined) return entries;
  throw broken(from, `the bundle of the entries from ${at * TILE_WIDTH} on is not there`);
}

function parse(bytes: Uint8Array, from: TileDirectory): Entry {
  try {
    return parseEntry(bytes);
  } catch (error) {
    throw error instanceof VerificationError ? broken(from, error.problem) : error;
  }
}

function broken(from: TileDirectory, problem: string): LedgerError {
  const remedy = "nothing was written: take the tiles from another copy";
  return new LedgerError("broken-file", from.path, problem, remedy);
}

/** What was signed once is signed again: the signer's own state, which goes on from itself. */
async function signAgain(
  origin: string,
  signer: LogSigner,
  { size, root }: SignerState,
): Promise<Uint8Array> {
  const lines = await signer.sign({ size, root, proof: [] });
  const text = formatCheckpoint({ origin, size, root });
  return new Uint8Array(Buffer.from(`${text}\n${lines.join("")}`));
}
