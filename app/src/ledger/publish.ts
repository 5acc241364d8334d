import {
  formatCheckpoint,
  keyringOf,
  parseKey,
  parseNote,
  verifyNote,
  type Policy,
} from "caveat-verifier";
import { LedgerError } from "./ledger-error.ts";
import { requireHead } from "./log/create-log.ts";
import type { Head, LedgerStore, LedgerTables, StoredCheckpoint } from "./log/ports.ts";
import { isSame } from "./log/same-bytes.ts";
import { GO_ON, type Point } from "./point.ts";
import type { LogSigner, SignerState } from "./signer/log-signer.ts";
import { makePublic } from "./tiles/make-public.ts";
import { consistencyFrom } from "./tiles/prove.ts";
import type { TileDirectory } from "./tiles/tile-directory.ts";
import { writeTiles } from "./tiles/write-tiles.ts";
import { isAlarm, type SilentWitness } from "./witness/ask-all.ts";
import type { WitnessAddress } from "./witness/ask.ts";
import { haveCosigned } from "./witness/have-cosigned.ts";
import { isWitnessed } from "./witness/quorum.ts";

/** What it takes to publish a log. */
export interface Publisher<T extends LedgerTables = LedgerTables> {
  readonly store: LedgerStore<T>;
  readonly tiles: TileDirectory;
  readonly signer: LogSigner;
  /** Whom to ask for a cosignature of each checkpoint. */
  readonly witnesses?: readonly WitnessAddress[];
  /**
   * The policy whose quorum makes a checkpoint public; without one the log's own signature does. Its log
   * lines are not looked at.
   */
  readonly quorum?: Policy;
  /** How long a witness is waited for, in milliseconds; 5,000 where nothing is said. */
  readonly patience?: number;
  readonly point?: Point;
}

/** The newest checkpoint of a log, with the lines that witnesses added to it. */
export interface Publication extends StoredCheckpoint {
  /** Whether the quorum is met. Where it is not, the checkpoint beside the tiles is an earlier one. */
  readonly isPublic: boolean;
  /** Witnesses that were asked and gave no line, each with its reason. */
  readonly silent: readonly SilentWitness[];
}

/**
 * Publishes the log as it is: writes its tiles, has the signer vouch for its head, stores the
 * checkpoint, asks the witnesses that have not cosigned it, and once the quorum is met puts it beside the
 * tiles. Run it after each step of the sequencer; stopped anywhere it is simply run again. Resolves to
 * undefined for a log without entries.
 *
 * Rejects with "rollback" when the signer or a witness knows more entries than the database, with "fork"
 * when it knows others: alarms, and nothing new was made public. With "lost-race" when another process
 * published the same log meanwhile: run it again.
 */
export async function publish<T extends LedgerTables>(
  publisher: Publisher<T>,
  log: string,
): Promise<Publication | undefined> {
  const { store, tiles, signer, quorum, point = GO_ON } = publisher;
  const state = await signer.state();
  const { head, newest } = await store.transact(async (tables) => ({
    head: await requireHead(tables, log),
    newest: await tables.newestCheckpoint(log),
  }));
  requireNotBehind(head, state, log);
  if (head.size === 0) return undefined;
  const isNew = newest?.size !== head.size;
  const before = newest?.size ?? 0;
  const signed = isNew ? await signHead(publisher, log, head, before) : newest;
  await point("checkpoint stored");
  const { checkpoint, silent } = await haveCosigned(publisher, log, signed, isNew ? before : 0);
  const isPublic = quorum === undefined || (await isWitnessed(checkpoint.note, quorum));
  if (isPublic) await makePublic(tiles, checkpoint, point);
  return { ...checkpoint, isPublic, silent };
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

async function signHead<T extends LedgerTables>(
  { store, tiles, signer, point = GO_ON }: Publisher<T>,
  log: string,
  head: Head,
  published: number,
): Promise<StoredCheckpoint> {
  const { size, root } = head;
  const read = (from: number, to: number) =>
    store.transact((tables) => tables.readEntries(log, from, to));
  await writeTiles(tiles, published, size, read, point);
  await point("tiles written");
  const lines = await signTree(signer, tiles, log, head);
  await point("signed");
  const text = formatCheckpoint({ origin: log, size, root });
  const note = new Uint8Array(Buffer.from(`${text}\n${lines.join("")}`));
  // Keys may have changed since; what it signed with is what it says now.
  const { keys } = await signer.state();
  await verifyNote(parseNote(note, log), keyringOf(keys.map((key) => parseKey(key))), log);
  await store.transact((tables) => tables.putCheckpoint(log, { size, note }));
  return { size, note };
}

async function signTree(
  signer: LogSigner,
  tiles: TileDirectory,
  log: string,
  { size, root }: Head,
): Promise<readonly string[]> {
  const from = (await signer.state()).size;
  // It was not ahead of the head when this began.
  if (from > size) throw overtaken(log);
  const proof = await consistencyFrom(tiles, from, size);
  try {
    return await signer.sign({ size, root, proof });
  } catch (error) {
    // A proof from a state that is no longer the signer's shows nothing.
    if (isAlarm(error) && (await signer.state()).size !== from) throw overtaken(log);
    throw error;
  }
}

function overtaken(log: string): LedgerError {
  const what = "another process had a larger tree of it signed meanwhile";
  return new LedgerError("lost-race", log, what, "run the step again");
}

function requireNotBehind(head: Head, state: SignerState, log: string): void {
  const remedy = "bring it forward from its tiles: caveat restore --roll-forward TILES";
  if (state.size > head.size) {
    const what = `the database has ${head.size} entries and the signer vouched for ${state.size}`;
    throw new LedgerError("rollback", log, what, remedy);
  }
  if (state.size === head.size && !isSame(state.root, head.root)) {
    const what = `the signer vouched for another tree of ${head.size} entries`;
    throw new LedgerError("fork", log, what, "do not go on: compare both histories");
  }
}
