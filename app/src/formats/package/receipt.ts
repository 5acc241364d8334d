import {
  parseEntry,
  parseProof,
  verifyReceipt,
  type Json,
  type Policy,
  type Receipt,
} from "caveat-verifier";
import { Refusal } from "../../core/refusal.ts";
import type { PackedFile } from "./container.ts";
import { sha256Hex } from "./label.ts";

/** What a recipient can show of a release without us, later too. */
export interface OfflineReceipt {
  /** tlog-proof v1, of the recipient's own log. */
  readonly proof: Uint8Array;
  /** The exact bytes of the entry it is about. */
  readonly entry: Uint8Array;
}

const PROOF = "receipt.tlog-proof";
const ENTRY = "entry.json";

/**
 * The two files of a receipt. Throws a Refusal "bad-package" where the entry does not name the content
 * by its SHA-256, and a VerificationError where either cannot be read.
 */
export function receiptFiles(
  { proof, entry }: OfflineReceipt,
  content: Uint8Array,
): readonly PackedFile[] {
  parseProof(proof, PROOF);
  requireNamed(entry, content);
  return [
    { name: PROOF, bytes: proof },
    { name: ENTRY, bytes: entry },
  ];
}

/**
 * Checks the receipt among the files of a package: that its entry names the content, and, with a policy,
 * that a log and witnesses whom the reader believes have the entry.
 *
 * Rejects with a Refusal "bad-package" or a VerificationError.
 */
export async function checkReceipt(
  files: readonly PackedFile[],
  content: Uint8Array,
  policy: Policy | undefined,
): Promise<Receipt | undefined> {
  const proof = bytesOf(files, PROOF);
  const entry = bytesOf(files, ENTRY);
  receiptFiles({ proof, entry }, content);
  return policy === undefined ? undefined : verifyReceipt(proof, entry, { policy }, PROOF);
}

function bytesOf(files: readonly PackedFile[], wanted: string): Uint8Array {
  const file = files.find(({ name }) => name === wanted);
  if (file !== undefined) return file.bytes;
  throw new Refusal("bad-package", wanted, "it is not in the package", "ask its sender");
}

function requireNamed(entry: Uint8Array, content: Uint8Array): void {
  const hex = sha256Hex(content);
  const names = new Set<Json>([hex, Buffer.from(hex, "hex").toString("base64")]);
  if (!holds(parseEntry(entry, ENTRY).body, names)) {
    const problem = "it names another content than the one in the package";
    throw new Refusal("bad-package", ENTRY, problem, "do not rely on this receipt");
  }
}

/** Whether one of these texts stands anywhere in it. The parser has bounded how deep it goes. */
function holds(json: Json, texts: ReadonlySet<Json>): boolean {
  if (typeof json !== "object" || json === null) return texts.has(json);
  return Object.values(json).some((value) => holds(value, texts));
}
