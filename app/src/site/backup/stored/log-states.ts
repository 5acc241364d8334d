import {
  RightEdge,
  VerificationError,
  parseEntry,
  parseKey,
  verifyCheckpoint,
  type Checkpoint,
} from "caveat-verifier";
import { isSame } from "../../../ledger/log/same-bytes.ts";
import { TREE } from "../../../ledger/tree.ts";
import { withLines } from "../../../store/log/ledger-rows.ts";
import type { Row } from "../../../store/backup/rows.ts";
import { bytesIn, countIn, textIn } from "./columns.ts";
import type { RowSource } from "./stored-rows.ts";

/** What a log comes to, by its own rows. */
export interface LogState {
  readonly id: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** The newest, with the lines of witnesses. */
  readonly checkpoint: SignedHead | undefined;
}

export interface SignedHead {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: Uint8Array;
}

export interface CheckOptions {
  /** The keys that signed for a log, in the text form of signed-note. */
  readonly keysOf: (origin: string) => Promise<readonly string[]>;
  /** Makes the error for a log (by its origin) whose rows do not fit together. */
  readonly refuse: (origin: string, problem: string) => Error;
  readonly progress: (entries: number) => void;
}

/**
 * Checks every log in some rows, whether of a database or of a backup: its entries are numbered without
 * a gap and are what their leaves and ids say; the tree over them is the one at its head and, at the
 * size of its newest checkpoint, the one that a key of the log signed.
 */
export async function checkLogs(rows: RowSource, options: CheckOptions): Promise<LogState[]> {
  const logs = new Map<string, LogCheck>();
  for await (const some of rows("log")) {
    for (const row of some) logs.set(textIn(row, "id"), new LogCheck(row, options.refuse));
  }
  const of = (row: Row): LogCheck => {
    const id = textIn(row, "log_id");
    const log = logs.get(id);
    if (log === undefined)
      throw options.refuse(id, "rows of it are there, and no log of that id is");
    return log;
  };
  for await (const some of rows("head")) for (const row of some) of(row).head = row;
  for await (const some of rows("checkpoint")) for (const row of some) of(row).meet(row);
  for await (const some of rows("cosignature")) for (const row of some) of(row).witness(row);
  let count = 0;
  for await (const some of rows("entry")) {
    for (const row of some) of(row).append(row);
    options.progress((count += some.length));
  }
  const states: LogState[] = [];
  for (const log of logs.values()) states.push(await log.end(await options.keysOf(log.origin)));
  return states;
}

/** A log while its rows go by. */
class LogCheck {
  readonly origin: string;
  head: Row | undefined;
  readonly #id: string;
  readonly #refuse: (problem: string) => Error;
  readonly #edge: RightEdge = new RightEdge(TREE);
  readonly #lines: string[] = [];
  #newest: Row | undefined;
  /** The root of the tree at the size of the newest checkpoint. */
  #signedRoot: Uint8Array | undefined;

  constructor(row: Row, refuse: CheckOptions["refuse"]) {
    this.#id = textIn(row, "id");
    this.origin = textIn(row, "origin");
    this.#refuse = (problem) => refuse(this.origin, problem);
  }

  /** They come in the order of their sizes. */
  meet(checkpoint: Row): void {
    this.#newest = checkpoint;
    if (countIn(checkpoint, "size") === 0) this.#signedRoot = TREE.empty();
  }

  witness(cosignature: Row): void {
    const isNewest = this.#newest?.["size"] === cosignature["size"];
    if (isNewest) this.#lines.push(textIn(cosignature, "line"));
  }

  append(row: Row): void {
    const index = this.#edge.size;
    if (countIn(row, "idx") !== index) throw this.#refuse(`entry ${index} is missing`);
    const body = bytesIn(row, "body");
    const leaf = TREE.leaf(body);
    if (!isSame(leaf, bytesIn(row, "leaf")) || idOf(body) !== row["id"]) {
      throw this.#refuse(`entry ${index} is not what its leaf or its id says`);
    }
    this.#edge.append(leaf);
    if (this.#newest?.["size"] === index + 1) this.#signedRoot = this.#edge.root();
  }

  async end(keys: readonly string[]): Promise<LogState> {
    const { size } = this.#edge;
    const root = this.#edge.root();
    this.#requireHead(size, root);
    const checkpoint = this.#newest && (await this.#signed(this.#newest, keys));
    return { id: this.#id, origin: this.origin, size, root, checkpoint };
  }

  /** A log that was registered and not begun has none. */
  #requireHead(size: number, root: Uint8Array): void {
    const { head } = this;
    if (head === undefined && size === 0) return;
    const edge = Buffer.concat(this.#edge.hashes());
    const isIt =
      head?.["size"] === size &&
      isSame(bytesIn(head, "root"), root) &&
      isSame(bytesIn(head, "edge"), edge);
    if (!isIt) throw this.#refuse(`its ${size} entries do not make the tree at its head`);
  }

  async #signed(row: Row, keys: readonly string[]): Promise<SignedHead> {
    const note = bytesIn(row, "note");
    const said = await verified(note, keys, this.origin).catch((error: unknown) => {
      if (!(error instanceof VerificationError)) throw error;
      throw this.#refuse(`its newest checkpoint is not one: ${error.problem}`);
    });
    const root = this.#signedRoot;
    if (root === undefined || said.size !== row["size"] || !isSame(said.root, root)) {
      throw this.#refuse(`its entries do not make the tree of ${said.size} that was signed`);
    }
    return { size: said.size, root, note: withLines(note, this.#lines) };
  }
}

async function verified(
  note: Uint8Array,
  keys: readonly string[],
  origin: string,
): Promise<Checkpoint> {
  const logs = keys.map((key) => parseKey(key));
  const policy = { logs, witnesses: new Map(), groups: new Map(), quorum: "none" };
  return verifyCheckpoint(note, policy, origin);
}

function idOf(body: Uint8Array): string | undefined {
  try {
    return parseEntry(body).id;
  } catch (error) {
    if (error instanceof VerificationError) return undefined;
    throw error;
  }
}
