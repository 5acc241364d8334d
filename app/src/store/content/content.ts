import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { lookup, type Lookup } from "../transaction/statement.ts";
import { StoreError } from "../store-error.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import { FILE_STEPS, removeAbandoned, writeDurably, type FileSteps } from "./durable-file.ts";

/** Bytes above this go into a file, and the database keeps their hash and size. */
const LARGEST_IN_DATABASE = 65_536;

/** Names that are remembered as being there. */
const MOST_FOUND = 10_000;

/**
 * Bytes that are kept under their SHA-256: facts sheets, standings, packs, records, artefacts. The
 * same bytes are kept once. What is here is never changed.
 */
export class ContentStore {
  readonly #folder: string;
  readonly #steps: FileSteps;
  /** Names of what is there for certain. */
  readonly #found: Set<string> = new Set();

  private constructor(folder: string, steps: FileSteps) {
    this.#folder = folder;
    this.#steps = steps;
  }

  /** `folder` holds the large ones, as files; it is made when the first one comes. */
  static async open(folder: string, steps: FileSteps = FILE_STEPS): Promise<ContentStore> {
    const store = new ContentStore(folder, steps);
    await removeAbandoned(store.#drafts, Date.now());
    return store;
  }

  /**
   * Keeps some bytes, from the moment the transaction is committed. A file is on the disk before its
   * row is written, so a row never points at nothing; a transaction that fails leaves a file without
   * a row. Bytes that are there already are written again: that mends a damaged file.
   *
   * @returns their SHA-256, 32 bytes
   */
  async put(transactor: Transactor, bytes: Uint8Array): Promise<Uint8Array> {
    const hash = sha256(bytes);
    const isLarge = bytes.length > LARGEST_IN_DATABASE;
    if (isLarge) await writeDurably(this.#fileOf(hash), bytes, this.#drafts, this.#steps);
    await transactor.change
      .insertInto("content")
      .values({ hash, size: bytes.length, body: isLarge ? null : bytes })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return hash;
  }

  /**
   * The same for bytes that thousands of rows rest on: what was found there is not asked for again. A
   * damaged file is not mended.
   */
  async putOnce(transactor: Transactor, bytes: Uint8Array): Promise<Uint8Array> {
    const hash = hashOf(bytes);
    const name = toHex(hash);
    if (this.#found.has(name)) return hash;
    const { rows } = await transactor.select.executeQuery(contentSize({ hash }));
    if (rows.length === 0) return this.put(transactor, bytes);
    // Found, and not put by this transaction, which may fail yet: then nothing takes it away again.
    if (this.#found.size >= MOST_FOUND) this.#found.clear();
    this.#found.add(name);
    return hash;
  }

  /**
   * The bytes with this hash; undefined where none were put. Throws "damaged-content" when what is
   * kept is not what was put.
   */
  async get(reader: Reader, hash: Uint8Array): Promise<Uint8Array | undefined> {
    const [row] = (await reader.select.executeQuery(contentBody({ hash }))).rows;
    if (row === undefined) return undefined;
    const bytes = row.body ?? (await readFile(this.#fileOf(hash)).catch(() => undefined));
    if (bytes !== undefined && sha256(bytes).equals(hash)) return bytes;
    throw new StoreError(
      "damaged-content",
      `content ${toHex(hash)}`,
      bytes === undefined ? "its file is missing" : "its bytes are not those that were kept",
      "restore it from a backup; nothing of it was used",
    );
  }

  /** The name under which bytes are kept: their SHA-256 in lower-case hex. */
  static nameOf(bytes: Uint8Array): string {
    return toHex(hashOf(bytes));
  }

  get #drafts(): string {
    return join(this.#folder, "drafts");
  }

  #fileOf(hash: Uint8Array): string {
    const name = toHex(hash);
    return join(this.#folder, name.slice(0, 2), name.slice(2));
  }
}

const contentSize: Lookup<{ readonly hash: Uint8Array }, { readonly size: number }> = lookup(
  (query, { hash }) =>
    query.selectFrom("content").select("size").where("hash", "=", hash).compile(),
);

const contentBody: Lookup<{ readonly hash: Uint8Array }, { readonly body: Uint8Array | null }> =
  lookup((query, { hash }) =>
    query.selectFrom("content").select("body").where("hash", "=", hash).compile(),
  );

/** The hashes of bytes that are handed over again and again; nobody changes them in place. */
const HASHES: WeakMap<Uint8Array, Buffer> = new WeakMap();

function hashOf(bytes: Uint8Array): Buffer {
  const known = HASHES.get(bytes) ?? sha256(bytes);
  HASHES.set(bytes, known);
  return known;
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
