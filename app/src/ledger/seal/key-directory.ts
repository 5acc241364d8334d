import { randomBytes as nodeRandom, randomUUID } from "node:crypto";
import { chmod, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import {
  SECRET,
  DirectoryFlush,
  createFile,
  createSmallFile,
  destroyFile,
  isThere,
  makeDirectory,
  readIfThere,
  readSmallIfThere,
  syncDirectory,
  writeNewFile,
} from "../durable-file.ts";
import { LedgerError } from "../ledger-error.ts";
import { FreshSubjects } from "./fresh-subjects.ts";
import type { Announced, SubjectKey, SubjectKeys } from "./subject-keys.ts";

const SUBJECT = /^[a-z0-9][a-z0-9-]{0,63}$/;
/** Apart from the keys, of which there may be millions: it is read at every start. */
const ERASURES = "erasures";
const KEY = ".key";
const ERASING = ".erasing";
const ERASED = ".erased";

export type Random = (length: number) => Uint8Array;

/**
 * A key per file, in a directory of its own that only this account may enter: SUBJECT.key. Beside them,
 * in `erasures`, the request of an erasure: SUBJECT.erasing from its announcement, SUBJECT.erased once
 * it is completed. An announced subject counts as erased at once.
 */
export class KeyDirectory implements SubjectKeys {
  readonly #path: string;
  readonly #erasures: string;
  readonly #random: Random;
  readonly #names: DirectoryFlush;
  /** Keys of fresh subjects that were not asked for yet: nobody knows of them, so nobody erased them. */
  readonly #made: Map<string, Uint8Array> = new Map();
  readonly #fresh: FreshSubjects = new FreshSubjects((amount) => this.#makeFresh(amount));

  private constructor(path: string, random: Random) {
    this.#path = path;
    this.#erasures = join(path, ERASURES);
    this.#random = random;
    this.#names = new DirectoryFlush(path);
  }

  /** Opens the directory, making it when there is none. */
  static async open(path: string, random: Random = nodeRandom): Promise<KeyDirectory> {
    await makeDirectory(path, 0o700);
    await chmod(path, 0o700);
    await makeDirectory(join(path, ERASURES), 0o700);
    return new KeyDirectory(path, random);
  }

  async make(subject: string): Promise<SubjectKey> {
    const bytesMade = this.#made.get(subject);
    if (bytesMade !== undefined) {
      this.#made.delete(subject);
      return { subject, bytes: bytesMade };
    }
    const path = this.#keyOf(subject);
    // Mostly there is none: looking is cheaper than failing to read.
    const found = isThere(path) ? await this.find(subject) : undefined;
    if (found !== undefined) return found;
    const bytes = new Uint8Array(this.#random(32));
    const isFirst = await createSmallFile(path, bytes, SECRET, this.#names);
    if (isFirst && !this.#isErased(subject)) return { subject, bytes };
    // Whoever was first: the key on disk is the one that counts.
    const made = await this.find(subject).catch(async (error: unknown) => {
      // Erased in between, perhaps before our key was there: then it was not destroyed.
      await this.#destroyKey(subject);
      throw error;
    });
    if (made === undefined) throw new Error("a key that was just written is not there");
    return made;
  }

  /** A new subject, a UUID, whose key is on disk already. */
  async fresh(): Promise<string> {
    return this.#fresh.take();
  }

  async find(subject: string): Promise<SubjectKey | undefined> {
    const bytes = readSmallIfThere(this.#keyOf(subject));
    // After the key, so that an erasure in between is seen.
    if (this.#isErased(subject)) throw erased(subject);
    if (bytes === undefined) return undefined;
    if (bytes.length === 32) return { subject, bytes };
    const what = "it is not a key of 32 bytes";
    const remedy = "restore the key directory from its own backup";
    throw new LedgerError("broken-file", this.#keyOf(subject), what, remedy);
  }

  async announce(subject: string, request: Uint8Array): Promise<Uint8Array> {
    this.#made.delete(subject);
    if ((await this.#read(subject, ERASED)) !== undefined) throw erased(subject);
    await createFile(this.#erasureOf(subject, ERASING), request, SECRET);
    const first = await this.#read(subject, ERASING);
    if (first !== undefined) return first;
    // Another process, whose announcement was the first, has just completed it.
    throw erased(subject);
  }

  async destroy(subject: string): Promise<void> {
    if (!this.#isErased(subject)) {
      throw new Error("an erasure is announced before its key is destroyed");
    }
    await this.#destroyKey(subject);
  }

  async settle(subject: string): Promise<void> {
    await this.destroy(subject);
    if ((await this.#read(subject, ERASING)) === undefined) return;
    await rename(this.#erasureOf(subject, ERASING), this.#erasureOf(subject, ERASED)).catch(
      async (error: unknown) => {
        // Another process completed it at the same time.
        if ((await this.#read(subject, ERASED)) === undefined) throw error;
      },
    );
    await syncDirectory(this.#erasures);
  }

  /** The subjects that are erased, by the names of their files alone: none of them is read. */
  async erased(): Promise<readonly string[]> {
    const names = await readdir(this.#erasures);
    return names
      .filter((name) => name.endsWith(ERASED))
      .map((name) => name.slice(0, -ERASED.length));
  }

  async erasures(): Promise<readonly Announced[]> {
    const found: Announced[] = [];
    for (const name of (await readdir(this.#erasures)).toSorted()) {
      const suffix = [ERASING, ERASED].find((one) => name.endsWith(one));
      if (suffix === undefined) continue;
      const subject = name.slice(0, -suffix.length);
      // Settled meanwhile: then it is under the other name, which may have been listed before.
      const request = (await this.#read(subject, suffix)) ?? (await this.#read(subject, ERASED));
      const isSettled = suffix === ERASED;
      if (request !== undefined) found.push({ subject, isSettled, request });
    }
    return found;
  }

  async #makeFresh(amount: number): Promise<readonly string[]> {
    const subjects = Array.from({ length: amount }, () => randomUUID());
    const keys = subjects.map((subject) => [subject, new Uint8Array(this.#random(32))] as const);
    // Nobody knows them yet: what a process that stops here leaves is a key of nothing.
    await Promise.all(
      keys.map(([subject, bytes]) => writeNewFile(this.#keyOf(subject), bytes, SECRET)),
    );
    await this.#names.flush();
    for (const [subject, bytes] of keys) this.#made.set(subject, bytes);
    return subjects;
  }

  async #destroyKey(subject: string): Promise<void> {
    await destroyFile(this.#keyOf(subject)).catch(async (error: unknown) => {
      // Another process destroyed it at the same time.
      if ((await readIfThere(this.#keyOf(subject))) !== undefined) throw error;
      await syncDirectory(this.#path);
    });
  }

  #isErased(subject: string): boolean {
    // In this order: an erasure moves from the first name to the second.
    return [ERASING, ERASED].some((suffix) => isThere(this.#erasureOf(subject, suffix)));
  }

  #read(subject: string, suffix: string): Promise<Uint8Array | undefined> {
    return readIfThere(this.#erasureOf(subject, suffix));
  }

  #keyOf(subject: string): string {
    return join(this.#path, `${requireSubject(subject)}${KEY}`);
  }

  #erasureOf(subject: string, suffix: string): string {
    return join(this.#erasures, `${requireSubject(subject)}${suffix}`);
  }
}

function requireSubject(subject: string): string {
  if (SUBJECT.test(subject)) return subject;
  const what = "a subject is an opaque id of lower-case letters, digits and hyphens";
  throw new LedgerError("bad-request", "subject", what, "give it a new UUID");
}

function erased(subject: string): LedgerError {
  return new LedgerError(
    "erased",
    `subject ${subject}`,
    "what was known about it has been erased, and its key destroyed",
    "use a new subject id for anything new",
  );
}
