import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Refusal } from "../core/refusal.ts";
import type { Limits } from "./limits.ts";

/** Bytes handed to the inflater at a time. */
const SLICE = 64 * 1024;

/** A stranger's bytes, taken in once. */
export interface ReadBytes {
  /** Inflated when the original was gzip, else the original. */
  readonly bytes: Uint8Array;
  /** Lower-case hex SHA-256 of the original. */
  readonly sha256: string;
  /** Length of the original in bytes. */
  readonly size: number;
}

/**
 * Reads a file, and inflates it when its first bytes say gzip (RFC 1952), whatever its name says.
 * Size and ratio are checked while streaming, so a bomb costs no more than the limit.
 *
 * @throws Refusal "unreadable-file" (missing, not a regular file, no permission, damaged gzip),
 *   "too-large" or "bomb".
 */
export async function readBytes(path: string, limits: Limits): Promise<ReadBytes> {
  const file = await openFile(path);
  try {
    const { size } = await requireRegularFile(file, path);
    if (size > limits.bytes) refuseSize(path, limits);
    const original = await collect(file.createReadStream({ autoClose: false }), path, limits);
    return await takeBytes(original, path, limits);
  } catch (error) {
    throw error instanceof Refusal ? error : unreadable(path, error);
  } finally {
    await file.close();
  }
}

/** The same for bytes that are in memory already; `name` is how messages call them. */
export async function takeBytes(
  original: Uint8Array,
  name: string,
  limits: Limits,
): Promise<ReadBytes> {
  if (original.length > limits.bytes) refuseSize(name, limits);
  const sha256 = createHash("sha256").update(original).digest("hex");
  const bytes = isGzip(original) ? await inflate(original, name, limits) : original;
  return { bytes, sha256, size: original.length };
}

/** The magic number and the one compression method of RFC 1952 section 2.3.1. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08;
}

/** One gzip member and nothing after it: what a reader would skip, nobody would decide on. */
async function inflate(bytes: Uint8Array, name: string, limits: Limits): Promise<Uint8Array> {
  const fed = { bytes: 0 };
  const gunzip = createGunzip({ rejectGarbageAfterEnd: true });
  const source = Readable.from(slices(bytes, fed));
  try {
    return await collect(source.pipe(gunzip), name, limits, fed);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(
      "unreadable-file",
      name,
      "the gzip data is damaged or something follows it",
      "decompress it yourself, check it, and give the inner file",
    );
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

/** `fed` counts what has been handed out, so that a reader at the other end knows the ratio. */
function* slices(bytes: Uint8Array, fed: { bytes: number }): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE) {
    const slice = bytes.subarray(at, at + SLICE);
    fed.bytes += slice.length;
    yield slice;
  }
}

/** Everything a stream yields, as one array; stops as soon as a limit is passed. */
async function collect(
  stream: AsyncIterable<Uint8Array>,
  name: string,
  limits: Limits,
  fed?: { readonly bytes: number },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > limits.bytes) refuseSize(name, limits);
    if (fed !== undefined && length > fed.bytes * limits.ratio) refuseBomb(name, limits);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
}

/** Without O_NONBLOCK opening a named pipe would wait for a writer for ever. */
async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function requireRegularFile(file: FileHandle, path: string): Promise<{ size: number }> {
  const stats = await file.stat();
  if (stats.isFile()) return stats;
  const problem = stats.isDirectory() ? "this is a directory" : "this is not a regular file";
  throw new Refusal("unreadable-file", path, problem, "give a file");
}

function unreadable(path: string, error: unknown): Refusal {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  const problem = PROBLEMS.get(code) ?? `the file cannot be read (${code})`;
  return new Refusal("unreadable-file", path, problem, "check the path and your rights to it");
}

const PROBLEMS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["ENOTDIR", "there is no such file"],
  ["EACCES", "you may not read this file"],
  ["EPERM", "you may not read this file"],
  ["EISDIR", "this is a directory"],
]);

function refuseSize(name: string, limits: Limits): never {
  const problem = `larger than the limit of ${limits.bytes} bytes`;
  throw new Refusal(
    "too-large",
    name,
    problem,
    "split it, or raise the size limit if you trust it",
  );
}

function refuseBomb(name: string, limits: Limits): never {
  const problem = `inflates to more than ${limits.ratio} times its size, as a gzip bomb does`;
  throw new Refusal("bomb", name, problem, "decompress it yourself if you trust it");
}
