import type { Copy } from "../../core/release/copy.ts";
import { LedgerError } from "../../ledger/ledger-error.ts";
import type { SubjectKey } from "../../ledger/seal/subject-keys.ts";
import { decryptItem, encryptItem } from "../cases/item-box.ts";

/** Bytes of the number that says how long the head is: big-endian. */
const LENGTH = 4;

/** A copy with all that is needed to hand it out part by part. */
export interface WholeCopy {
  /** The exact bytes that leave. */
  readonly bytes: Uint8Array;
  readonly about: Omit<Copy, "bytes">;
}

/**
 * Encrypts a copy under the key of the item it was made from, bound to its name: the head, JSON with
 * everything but bytes; the copy's bytes; and those of its objects, one after the other. Whoever destroys
 * the key has erased the copy too. `name` says which copy it is: the act, and its SHA-256.
 */
export function encryptCopy(
  key: SubjectKey,
  name: string,
  { bytes, about }: WholeCopy,
): Uint8Array {
  const { objects, ...rest } = about;
  const listed = objects.map(({ bytes: part, ...object }) => ({ ...object, size: part.length }));
  const head = Buffer.from(JSON.stringify({ ...rest, objects: listed, size: bytes.length }));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(head.length);
  const parts = objects.map((object) => object.bytes);
  return encryptItem(key, nameOf(name), Buffer.concat([length, head, bytes, ...parts]));
}

/** The copy. Throws "wrong-seal" for anything that `encryptCopy` did not make for this name. */
export function decryptCopy(key: SubjectKey, name: string, box: Uint8Array): WholeCopy {
  const whole = Buffer.from(decryptItem(key, nameOf(name), box));
  const start = LENGTH + whole.readUInt32BE();
  // Our own writing, which the key has vouched for.
  const head = JSON.parse(whole.toString("utf8", LENGTH, start)) as Head;
  const { size, objects, ...rest } = head;
  let at = start + size;
  const parts = objects.map(({ size: length, ...object }) => {
    at += length;
    return { ...object, bytes: whole.subarray(at - length, at) };
  });
  if (at !== whole.length) throw broken(key.subject);
  return { bytes: whole.subarray(start, start + size), about: { ...rest, objects: parts } };
}

type Listed = Omit<Copy["objects"][number], "bytes"> & { readonly size: number };
type Head = Omit<Copy, "bytes" | "objects"> & {
  readonly size: number;
  readonly objects: readonly Listed[];
};

/** An item's own bytes are bound to their SHA-256 alone, so no copy passes for them. */
function nameOf(name: string): string {
  return `copy ${name}`;
}

function broken(item: string): LedgerError {
  const what = "a copy of it is not as long as it says";
  return new LedgerError("wrong-seal", `item ${item}`, what, "restore it from a backup");
}
