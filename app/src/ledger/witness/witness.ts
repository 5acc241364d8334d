import { randomBytes } from "node:crypto";
import { join } from "node:path";
import {
  COSIGNATURE,
  VerificationError,
  formatCheckpoint,
  formatKey,
  formatSignature,
  keyringOf,
  parseCheckpoint,
  parseKey,
  parseNote,
  verifyNote,
  type Checkpoint,
  type Note,
  type VerifierKey,
} from "caveat-verifier";
import { PUBLIC, makeDirectory, readIfThere, replaceFile } from "../durable-file.ts";
import { LedgerError } from "../ledger-error.ts";
import { GO_ON, type Point } from "../point.ts";
import { createKey, loadKey, signText, type SigningKey } from "../signer/key.ts";
import { requireOnHistory } from "../signer/on-history.ts";
import { createState, loadState, ownFolder, replaceState } from "../signer/state-file.ts";
import { TREE } from "../tree.ts";
import { parseAddCheckpoint, type AddCheckpoint } from "./add-checkpoint.ts";

/** The answer to add-checkpoint, as tlog-witness v1.0.0 has it. */
export type WitnessAnswer =
  | { readonly status: 200; readonly lines: string }
  | { readonly status: 409; readonly size: number }
  | { readonly status: 400 | 403 | 404 | 422; readonly problem: string };

export interface WitnessOptions {
  /** POSIX seconds. */
  readonly now: () => number;
  readonly point?: Point;
}

/** Vouches for having seen one history of each log it was told of: what an oversight body runs. */
export class Witness {
  readonly #folder: string;
  readonly #key: SigningKey;
  readonly #now: () => number;
  readonly #point: Point;
  /** The last work on each log, which the next waits for. */
  readonly #turns: Map<string, Promise<unknown>> = new Map();

  private constructor(folder: string, key: SigningKey, { now, point = GO_ON }: WitnessOptions) {
    this.#folder = folder;
    this.#key = key;
    this.#now = now;
    this.#point = point;
  }

  /** Makes the witness's key. Rejects with "exists" when there is one. */
  static async create(folder: string, name: string, options: WitnessOptions): Promise<Witness> {
    await makeDirectory(folder, 0o700);
    const key = await createKey(keyFileOf(folder), name, COSIGNATURE, randomBytes);
    return new Witness(folder, key, options);
  }

  /** Opens what was created. */
  static async load(folder: string, options: WitnessOptions): Promise<Witness> {
    const key = await loadKey(keyFileOf(folder));
    if (key !== undefined) return new Witness(folder, key, options);
    const what = "there is no witness's key here";
    throw new LedgerError("no-key", folder, what, "give the witness a name, to create it");
  }

  /** Its verifier key, for the policies of those who trust it. */
  get key(): VerifierKey {
    return this.#key.verifier;
  }

  /**
   * Begins to witness a log, by its verifier key; a second key of the same log is added to the first
   * (its keys rotate). Its state begins empty once, and never again.
   */
  async addLog(vkey: string): Promise<void> {
    const key = parseKey(vkey);
    const own = this.#ownFolder(key.name);
    await makeDirectory(own, 0o700);
    const known = await this.#logKeys(key.name);
    if (known === undefined) {
      const empty = { origin: key.name, size: 0, root: TREE.empty() };
      if ((await loadState(join(own, "state"))) === undefined) {
        await createState(join(own, "state"), empty);
      }
    }
    const keys = new Set([...(known ?? []).map(formatKey), formatKey(key)]);
    await replaceFile(join(own, "keys"), Buffer.from(`${[...keys].join("\n")}\n`), PUBLIC);
  }

  /** Answers the body of an add-checkpoint request; hostile. Rejects only when the witness is broken. */
  async addCheckpoint(body: Uint8Array): Promise<WitnessAnswer> {
    try {
      const request = parseAddCheckpoint(body);
      const note = parseNote(request.note);
      const checkpoint = parseCheckpoint(note.text);
      return await this.#inTurn(checkpoint.origin, () => this.#check(request, note, checkpoint));
    } catch (error) {
      const isTheirs =
        error instanceof VerificationError ||
        (error instanceof LedgerError && error.code === "bad-request");
      if (isTheirs) return { status: 400, problem: error.message };
      throw error;
    }
  }

  async #check(request: AddCheckpoint, note: Note, next: Checkpoint): Promise<WitnessAnswer> {
    const keys = await this.#logKeys(next.origin);
    if (keys === undefined) return { status: 404, problem: "this log is not witnessed here" };
    const problem = await signatureProblem(note, keys);
    if (problem !== undefined) return { status: 403, problem };
    const { old, proof } = request;
    if (old > next.size) return { status: 400, problem: "its old size is above its new size" };
    const file = join(this.#ownFolder(next.origin), "state");
    const last = await loadState(file);
    if (last === undefined) throw new LedgerError("broken-file", file, "it is gone", "restore it");
    if (old !== last.size) return { status: 409, size: last.size };
    const fork = forkProblem(last, next, proof);
    if (fork !== undefined) return { status: 422, problem: fork };
    await this.#point("checked");
    // On disk before the cosignature leaves; within this log's turn, so nothing comes between.
    if (next.size > last.size) await replaceState(file, next, this.#point);
    await this.#point("state written");
    const line = formatSignature(signText(this.#key, formatCheckpoint(next), this.#now()));
    return { status: 200, lines: line };
  }

  async #logKeys(origin: string): Promise<readonly VerifierKey[] | undefined> {
    const bytes = await readIfThere(join(this.#ownFolder(origin), "keys"));
    const lines = bytes === undefined ? undefined : Buffer.from(bytes).toString().trimEnd();
    return lines?.split("\n").map((line) => parseKey(line));
  }

  #ownFolder(origin: string): string {
    return ownFolder(this.#folder, origin);
  }

  async #inTurn<T>(origin: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(origin) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => {});
    this.#turns.set(origin, settled);
    void settled.then(() => this.#turns.get(origin) === settled && this.#turns.delete(origin));
    return turn;
  }
}

/** Where a witness's key is. */
export function keyFileOf(folder: string): string {
  return join(folder, "key");
}

async function signatureProblem(
  note: Note,
  keys: readonly VerifierKey[],
): Promise<string | undefined> {
  try {
    await verifyNote(note, keyringOf(keys));
    return undefined;
  } catch (error) {
    if (error instanceof VerificationError) return error.message;
    throw error;
  }
}

function forkProblem(
  last: Checkpoint,
  next: Checkpoint,
  proof: readonly Uint8Array[],
): string | undefined {
  try {
    requireOnHistory(last, next, proof);
    return undefined;
  } catch (error) {
    if (error instanceof LedgerError) return error.message;
    throw error;
  }
}
