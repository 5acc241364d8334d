import { randomBytes } from "node:crypto";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import {
  ED25519,
  formatCheckpoint,
  formatKey,
  formatSignature,
  isKeyName,
  parseEntry,
  verifyInclusion,
  type Checkpoint,
} from "caveat-verifier";
import { makeDirectory, replaceFile, syncDirectory, PUBLIC, readIfThere } from "../durable-file.ts";
import { LedgerError } from "../ledger-error.ts";
import { isSame } from "../log/same-bytes.ts";
import { GO_ON, type Point } from "../point.ts";
import type { Random } from "../seal/key-directory.ts";
import { TREE } from "../tree.ts";
import { createKey, loadKey, signText, type SigningKey } from "./key.ts";
import type { EnteredRotation, LogSigner, SignerState, SignRequest } from "./log-signer.ts";
import { requireOnHistory } from "./on-history.ts";
import { ROTATION } from "./rotation.ts";
import { createState, loadState, ownFolder, replaceState } from "./state-file.ts";

/** The longest name of a log, in UTF-16 code units. */
const LONGEST_ORIGIN = 255;

/**
 * Signs the checkpoints of one log, and nothing that would give it two histories. Its folder holds the
 * key (0600), the last state, and while keys rotate the next key.
 */
export class Signer implements LogSigner {
  readonly #folder: string;
  readonly #point: Point;
  #keys: readonly SigningKey[];
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, keys: readonly SigningKey[], point: Point) {
    this.#folder = folder;
    this.#keys = keys;
    this.#point = point;
  }

  /**
   * Makes key and state for a new, empty log, below `folder`. Rejects with "exists" when either is
   * there: a signer that lost its state must not begin anew with its old key. Rejects with
   * "bad-request" for a name that no log can have.
   */
  static async create(
    folder: string,
    origin: string,
    random: Random = randomBytes,
    point: Point = GO_ON,
  ): Promise<Signer> {
    if (!isKeyName(origin) || origin.length > LONGEST_ORIGIN) throw noName(origin);
    const own = ownFolder(folder, origin);
    await makeDirectory(own, 0o700);
    if ((await loadKeys(own)).length > 0) {
      throw new LedgerError("exists", origin, "it has a key already", "load it; never replace it");
    }
    // State first: a key without a state must never be. An empty state without a key is a creation
    // that was cut short.
    const before = await loadState(join(own, "state"));
    const empty = { origin, size: 0, root: TREE.empty() };
    if (before?.size !== 0) await createState(join(own, "state"), empty);
    await point("state created");
    return new Signer(own, [await createKey(join(own, "key"), origin, ED25519, random)], point);
  }

  /** Opens what was created. Rejects with "no-log" when it was not. */
  static async load(folder: string, origin: string, point: Point = GO_ON): Promise<Signer> {
    const own = ownFolder(folder, origin);
    const keys = await loadKeys(own);
    const state = await loadState(join(own, "state"));
    if (keys.length === 0 || state === undefined) {
      const what = "its signer has no key or no state here";
      const remedy = "restore both together, or create a new log under a new name";
      throw new LedgerError("no-log", origin, what, remedy);
    }
    return new Signer(own, keys, point);
  }

  async state(): Promise<SignerState> {
    const { size, root } = await this.#state();
    return { size, root, keys: this.#keys.map(({ verifier }) => formatKey(verifier)) };
  }

  async sign(request: SignRequest): Promise<readonly string[]> {
    return this.#inTurn(async () => {
      // From disk each time: what is there is what counts.
      const last = await this.#state();
      const { origin } = last;
      const next = { origin, size: request.size, root: request.root };
      requireOnHistory(last, next, request.proof);
      await this.#point("checked");
      if (next.size > last.size) await replaceState(this.#file("state"), next, this.#point);
      await this.#point("state written");
      const text = formatCheckpoint(next);
      return this.#keys.map((key) => formatSignature(signText(key, text)));
    });
  }

  async rotate(): Promise<string> {
    return this.#inTurn(async () => {
      const [current, next] = this.#keys;
      if (current === undefined) throw new Error("a signer has a key");
      if (next !== undefined) return formatKey(next.verifier);
      const { name } = current.verifier;
      const made = await createKey(this.#file("next"), name, ED25519, randomBytes);
      this.#keys = [current, made];
      return formatKey(made.verifier);
    });
  }

  async retire(entered: EnteredRotation): Promise<void> {
    return this.#inTurn(async () => {
      const [current, next] = this.#keys;
      if (current === undefined || next === undefined) {
        throw new LedgerError(
          "bad-request",
          this.#folder,
          "no rotation is going on",
          "rotate first",
        );
      }
      const state = await this.#state();
      requireRotation(entered, state, formatKey(current.verifier), formatKey(next.verifier));
      const before = (await readIfThere(this.#file("retired"))) ?? new Uint8Array();
      const line = Buffer.from(`${formatKey(current.verifier)}\n`);
      if (!Buffer.from(before).includes(line)) {
        await replaceFile(this.#file("retired"), Buffer.concat([before, line]), PUBLIC);
      }
      await this.#point("retired written");
      await rename(this.#file("next"), this.#file("key"));
      await syncDirectory(this.#folder);
      this.#keys = [next];
    });
  }

  async #state(): Promise<Checkpoint> {
    const state = await loadState(this.#file("state"));
    if (state !== undefined) return state;
    const what = "the state is gone from under the signer";
    throw new LedgerError("broken-file", this.#file("state"), what, "stop, and restore it");
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }

  /** One at a time: check, write and sign belong together. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

function requireRotation(
  { entry, index, proof }: EnteredRotation,
  state: Checkpoint,
  from: string,
  to: string,
): void {
  const { kind, body } = parseEntry(entry, "the rotation entry");
  const isIt = kind === ROTATION && body["origin"] === state.origin;
  if (!isIt || body["from"] !== from || body["to"] !== to) {
    const what = "the entry handed in does not announce this change of keys";
    throw new LedgerError("bad-request", state.origin, what, "enter the rotation first");
  }
  const { size, root } = state;
  verifyInclusion({ index, size, root, leaf: TREE.leaf(entry), proof }, TREE);
}

function noName(origin: string): LedgerError {
  const place = JSON.stringify(origin.slice(0, 80));
  const what = `this cannot name a log: it is empty, too long, or has a space or a plus in it`;
  const remedy = `choose at most ${LONGEST_ORIGIN} characters, as in service.example/ledger`;
  return new LedgerError("bad-request", place, what, remedy);
}

async function loadKeys(folder: string): Promise<readonly SigningKey[]> {
  const current = await loadKey(join(folder, "key"));
  const next = await loadKey(join(folder, "next"));
  if (current === undefined) return [];
  const isMoved = next !== undefined && isSame(next.verifier.publicKey, current.verifier.publicKey);
  return next === undefined || isMoved ? [current] : [current, next];
}
