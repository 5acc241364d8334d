import { constants, inflateRawSync, inflateSync } from "node:zlib";
import { Refusal } from "../../core/refusal.ts";
import type { Limits } from "../limits.ts";

/** What is no longer than this and cannot be opened is a digest that begins like something packed. */
const TOO_SHORT = 128;
const MOST_ENTRIES = 10_000;

/**
 * The contents and names inside gzip (RFC 1952), zlib (RFC 1950), zip and PDF (its streams), each within
 * `limits`; [] for anything else. Nothing is written anywhere.
 *
 * @throws Refusal "broken-document" for what begins as one of these and cannot be opened, "bomb" for what
 *   inflates to more than the limits allow.
 */
export function unpack(bytes: Uint8Array, limits: Limits): readonly Uint8Array[] {
  const [a, b] = bytes;
  const most = Math.min(limits.bytes, Math.max(bytes.length, 64) * limits.ratio);
  if (a === 0x1f && b === 0x8b) return gunzip(bytes, most);
  if (a === 0x78) return contentOf(inflate(inflateSync, bytes, most, false));
  if (a === 0x50 && b === 0x4b) return bytes.length > TOO_SHORT ? unzip(bytes, most) : [];
  if (a === 0x25 && b === 0x50) return pdfStreams(bytes, most);
  return [];
}

function contentOf(member: Member | undefined): readonly Uint8Array[] {
  return member === undefined || member.content.length === 0 ? [] : [member.content];
}

/** Every member, one after the other; what follows the last is no part of it. */
function gunzip(bytes: Uint8Array, most: number): readonly Uint8Array[] {
  const contents: Uint8Array[] = [];
  let [at, left] = [0, most];
  while (bytes[at] === 0x1f && bytes[at + 1] === 0x8b && contents.length < MOST_ENTRIES) {
    const body = bytes.subarray(at + headerSize(bytes, at));
    const mustOpen = at === 0 && bytes.length > TOO_SHORT;
    const member = inflate(inflateRawSync, body, left, mustOpen);
    if (member === undefined) break;
    contents.push(...contentOf(member));
    left -= member.content.length;
    at = bytes.length - body.length + member.read + TRAILER;
  }
  return contents;
}

/** Checksum and length behind a member. */
const TRAILER = 8;

/** RFC 1952 section 2.3: extra field, name, comment and checksum, each where its flag is set. */
function headerSize(bytes: Uint8Array, at: number): number {
  const flags = bytes[at + 3] ?? 0;
  let end = at + 10;
  if ((flags & 4) !== 0) end += 2 + (bytes[end] ?? 0) + 256 * (bytes[end + 1] ?? 0);
  for (const flag of [8, 16]) if ((flags & flag) !== 0) end = bytes.indexOf(0, end) + 1 || Infinity;
  return Math.min(bytes.length, (flags & 2) !== 0 ? end + 2 : end) - at;
}

interface Member {
  readonly content: Uint8Array;
  /** How many of the packed bytes were used. */
  readonly read: number;
}

/** `mustOpen`: what is damaged is refused, else it only looked packed, and undefined is given. */
function inflate(
  how: typeof inflateSync,
  bytes: Uint8Array,
  most: number,
  mustOpen: boolean,
): Member | undefined {
  try {
    // What was cut off is given as far as it goes.
    const options = {
      maxOutputLength: Math.max(1, most),
      finishFlush: constants.Z_SYNC_FLUSH,
      info: true,
    };
    const { buffer, engine } = how(bytes, options) as unknown as Inflated;
    return { content: buffer, read: engine.bytesWritten };
  } catch (error) {
    const isBomb =
      error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    if (isBomb) {
      throw new Refusal(
        "bomb",
        "packed part",
        "it inflates to more than the limits allow",
        "unpack it, and release what is inside",
      );
    }
    if (mustOpen) refuse("the data is damaged");
    return undefined;
  }
}

/** What zlib gives when `info` is asked for. */
interface Inflated {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

const LOCAL_HEADER = [0x50, 0x4b, 0x03, 0x04];
const DIRECTORY_ENTRY = [0x50, 0x4b, 0x01, 0x02];

/** Members by the directory (APPNOTE.TXT 4.3.12); names and comments stand in the bytes as they are. */
function unzip(bytes: Uint8Array, most: number): readonly Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const members: Uint8Array[] = [];
  let left = most;
  for (const at of positions(bytes, DIRECTORY_ENTRY)) {
    if (at + 46 > bytes.length) break;
    if (members.length >= MOST_ENTRIES) refuse("it has too many entries");
    const isLocked = (view.getUint16(at + 8, true) & 1) === 1;
    if (isLocked) refuse("a file in it is encrypted");
    const content = member(view, bytes, at, left);
    left -= content.length;
    members.push(content);
  }
  if (members.length === 0) refuse("it has no directory");
  return members;
}

function member(view: DataView, bytes: Uint8Array, entry: number, most: number): Uint8Array {
  const method = view.getUint16(entry + 10, true);
  const size = view.getUint32(entry + 20, true);
  const header = view.getUint32(entry + 42, true);
  const isThere = header + 30 <= bytes.length && startsAt(bytes, header, LOCAL_HEADER);
  if (!isThere) refuse("its directory is damaged");
  const from = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  const packed = bytes.subarray(from, from + size);
  if (packed.length !== size) refuse("its directory is damaged");
  if (method === 0) return packed;
  if (method !== 8) refuse("it is packed in a way that is not known");
  return inflate(inflateRawSync, packed, most, true)?.content ?? packed;
}

const STREAM = [...Buffer.from("stream")];
const END_STREAM = Buffer.from("endstream");

/** Every stream that is deflated (ISO 32000-2 section 7.3.8). */
function pdfStreams(bytes: Uint8Array, most: number): readonly Uint8Array[] {
  const streams: Uint8Array[] = [];
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let left = most;
  for (const at of positions(bytes, STREAM)) {
    let from = at + STREAM.length;
    if (bytes[from] === 0x0d) from++;
    if (bytes[from] !== 0x0a) continue;
    const end = all.indexOf(END_STREAM, ++from);
    const stream = bytes.subarray(from, end < 0 ? bytes.length : end);
    if (stream[0] !== 0x78 && stream[0] !== 0x58) continue;
    for (const content of contentOf(inflate(inflateSync, stream, left, false))) {
      left -= content.length;
      streams.push(content);
    }
  }
  return streams;
}

function* positions(bytes: Uint8Array, mark: readonly number[]): Generator<number> {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const sought = Buffer.from(mark);
  for (let at = all.indexOf(sought); at >= 0; at = all.indexOf(sought, at + mark.length)) yield at;
}

function startsAt(bytes: Uint8Array, at: number, mark: readonly number[]): boolean {
  return mark.every((byte, i) => bytes[at + i] === byte);
}

function refuse(problem: string): never {
  throw new Refusal(
    "broken-document",
    "packed part",
    `something packed cannot be looked into: ${problem}`,
    "unpack it, and release what is inside",
  );
}
