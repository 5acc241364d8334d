import { randomBytes } from "node:crypto";
import { access, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { LedgerError } from "../ledger-error.ts";
import { GO_ON, type Point } from "../point.ts";
import type { VouchedLog } from "./log-signer.ts";
import { Signer } from "./signer.ts";
import { loadState, ownFolder } from "./state-file.ts";

/** The logs that one folder signs for. Whoever reaches the socket may create some. */
const MOST_LOGS = 10_000;
const OWN_FOLDER = /^[0-9a-f]{32}$/;

/** The signers of a folder, one for each log. Only one process may work with them (`holdFolder`). */
export class Signers {
  readonly #folder: string;
  readonly #point: Point;
  /** One object a log: it is what makes requests wait for each other. */
  readonly #loaded: Map<string, Promise<Signer>> = new Map();

  constructor(folder: string, point: Point = GO_ON) {
    this.#folder = folder;
    this.#point = point;
  }

  /** The signer of a log. Rejects with "no-log" for one that was not created. */
  of(origin: string): Promise<Signer> {
    const known = this.#loaded.get(origin);
    if (known !== undefined) return known;
    const loading = Signer.load(this.#folder, origin, this.#point);
    this.#loaded.set(origin, loading);
    // One that could not be loaded is tried again: it may be created later.
    loading.catch(() => this.#loaded.delete(origin));
    return loading;
  }

  /** Makes key and state of a new log. Rejects as `Signer.create`, and for the 10,001st log. */
  async create(origin: string): Promise<Signer> {
    if ((await this.#names()).length >= MOST_LOGS) {
      const what = `this signer has ${MOST_LOGS} logs already`;
      throw new LedgerError("bad-request", origin, what, "start another signer on another folder");
    }
    await Signer.create(this.#folder, origin, randomBytes, this.#point);
    return this.of(origin);
  }

  /**
   * Every log with the size that was signed last, in no particular order. Rejects with "broken-file"
   * where a state is missing or in the wrong place.
   */
  async list(): Promise<readonly VouchedLog[]> {
    const logs: VouchedLog[] = [];
    for (const name of await this.#names()) {
      const found = await this.#stateIn(join(this.#folder, name));
      if (found !== undefined) logs.push(found);
    }
    return logs;
  }

  async #names(): Promise<readonly string[]> {
    return (await readdir(this.#folder)).filter((name) => OWN_FOLDER.test(name));
  }

  /** Undefined for a creation that was cut short: it vouched for nothing and is simply made again. */
  async #stateIn(own: string): Promise<VouchedLog | undefined> {
    const state = await loadState(join(own, "state"));
    const hasKey = await isThere(join(own, "key"));
    if (!hasKey && (state === undefined || state.size === 0)) return undefined;
    if (state === undefined) throw broken(own, "its key is there and its state is gone");
    const { origin, size } = state;
    if (basename(ownFolder(this.#folder, origin)) === basename(own)) return { origin, size };
    throw broken(own, `the state in it is of ${origin}, whose folder has another name`);
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function broken(path: string, what: string): LedgerError {
  return new LedgerError("broken-file", path, what, "stop, and restore key and state together");
}
