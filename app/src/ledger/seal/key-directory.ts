import { randomBytes as nodeRandom } from "node:crypto";
import { chmod, readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  SECRET,
  createFile,
  destroyFile,
  makeDirectory,
  readIfThere,
  replaceFile,
} from "../durable-file.ts";
import { LedgerError } from "../ledger-error.ts";
import type { Announced, SubjectKey, SubjectKeys } from "./subject-keys.ts";

const SUBJECT = /^[a-z0-9][a-z0-9-]{0,63}$/;
const KEY = ".key";
const ERASING = ".erasing";
const ERASED = ".erased";

export type Random = (length: number) => Uint8Array;

/**
 * A key per file, in a directory of its own that only this account may enter. Three files can stand
 * for a subject: SUBJECT.key, SUBJECT.erasing (the erasure was announced; holds the bytes of its
 * entry) and SUBJECT.erased (an empty tombstone). An announced subject counts as erased at once.
 */
export class KeyDirectory implements SubjectKeys {
  readonly #path: string;
  readonly #random: Random;

  private constructor(path: string, random: Random) {
    this.#path = path;
    this.#random = random;
  }

  /** Opens the directory, making it when there is none. */
  static async open(path: string, random: Random = nodeRandom): Promise<KeyDirectory> {
    await makeDirectory(path, 0o700);
    await chmod(path, 0o700);
    return new KeyDirectory(path, random);
  }

  async make(subject: string): Promise<SubjectKey> {
    const found = await this.find(subject);
    if (found !== undefined) return found;
    await createFile(this.#file(subject, KEY), this.#random(32), SECRET);
    // Whoever was first: the key on disk is the one that counts.
    const made = await this.find(subject);
    if (made === undefined) throw new Error("a key that was just written is not there");
    return made;
  }

  async find(subject: string): Promise<SubjectKey | undefined> {
    const bytes = await readIfThere(this.#file(subject, KEY));
    // After the key, so that an erasure in between is seen.
    if (await this.#isErased(subject)) throw erased(subject);
    if (bytes === undefined) return undefined;
    if (bytes.length === 32) return { subject, bytes };
    throw new LedgerError(
      "broken-file",
      this.#file(subject, KEY),
      "it is not a key of 32 bytes",
      "restore the key directory from its own backup",
    );
  }

  async announce(subject: string, entry: Uint8Array): Promise<Uint8Array> {
    if ((await readIfThere(this.#file(subject, ERASED))) !== undefined) throw erased(subject);
    await createFile(this.#file(subject, ERASING), entry, SECRET);
    return (await readIfThere(this.#file(subject, ERASING))) ?? entry;
  }

  async destroy(subject: string): Promise<void> {
    if (!(await this.#isErased(subject))) {
      throw new Error("an erasure is announced before its key is destroyed");
    }
    await destroyFile(this.#file(subject, KEY));
  }

  async unsettled(): Promise<readonly Announced[]> {
    const names = (await readdir(this.#path)).filter((name) => name.endsWith(ERASING)).toSorted();
    const subjects = names.map((name) => name.slice(0, -ERASING.length));
    const found = await Promise.all(
      subjects.map(async (subject) => ({
        subject,
        entry: await readIfThere(this.#file(subject, ERASING)),
      })),
    );
    return found.flatMap(({ subject, entry }) => (entry === undefined ? [] : [{ subject, entry }]));
  }

  async settle(subject: string): Promise<void> {
    if ((await readIfThere(this.#file(subject, KEY))) !== undefined) {
      throw new Error("an erasure is not settled while its key is there");
    }
    await replaceFile(this.#file(subject, ERASED), new Uint8Array(0), SECRET);
    await destroyFile(this.#file(subject, ERASING));
  }

  async #isErased(subject: string): Promise<boolean> {
    const [erasing, tombstone] = await Promise.all([
      readIfThere(this.#file(subject, ERASING)),
      readIfThere(this.#file(subject, ERASED)),
    ]);
    return erasing !== undefined || tombstone !== undefined;
  }

  #file(subject: string, suffix: string): string {
    if (!SUBJECT.test(subject)) {
      const what = "a subject is an opaque id of lower-case letters, digits and hyphens";
      throw new LedgerError("bad-request", "subject", what, "give it a new UUID");
    }
    return join(this.#path, `${subject}${suffix}`);
  }
}

function erased(subject: string): LedgerError {
  return new LedgerError(
    "erased",
    `subject ${subject}`,
    "what was known about it has been erased, and its key destroyed",
    "use a new subject id for anything new",
  );
}
