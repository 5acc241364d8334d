import { createHash, createPrivateKey, randomBytes, sign } from "node:crypto";
import {
  ED25519,
  formatCheckpoint,
  formatEntry,
  formatKey,
  formatNote,
  formatProof,
  formatSignerKey,
  nodesOf,
  parsePolicy,
  proveInclusion,
  signerKeyOf,
  type Policy,
  type SignerKey,
} from "caveat-verifier";
import type { Caveat } from "../../../../src/core/release/copy.ts";
import type { OfflineReceipt } from "../../../../src/formats/package/receipt.ts";
import { TREE } from "../../../../src/ledger/tree.ts";
import { checkpointOver } from "../../../ledger/support/sign-note.ts";

/** When packages of these tests are made. */
export const AT = "2026-11-20T10:00:00.000Z";
export const NOW = "2026-11-26T10:00:00.000Z";
export const MOST_BYTES = 10_000_000;
export const FROM = { name: "Lowland", organisation: "5cf66e53-b5f8-43e7-be9a-49880a3b4631" };

export const CAVEATS: readonly Caveat[] = [
  { id: "tlp", says: "For your organisation only.", label: "TLP:AMBER+STRICT" },
  {
    id: "onward-ban",
    says: "It may not be passed on to anybody else without the written consent of its sender.",
  },
];

export const CONTENT = new TextEncoder().encode("What is sent, and seen by nobody on the way.\n");
export const COPY = { fileName: "item.txt", mediaType: "text/plain", bytes: CONTENT };

/** A log of the partner with three entries, of which the middle one is the release of the content. */
export interface Ledger {
  readonly receipt: OfflineReceipt;
  readonly policy: Policy;
  readonly policyText: string;
}

export async function ledgerOf(content: Uint8Array = CONTENT): Promise<Ledger> {
  const origin = "lowland.example/receipts/5f0c";
  const key = await signerKeyOf(origin, ED25519, randomBytes(32));
  const entries = [1, 2, 3].map((number) => entryOf(number, number === 2 ? content : undefined));
  const leaves = entries.map((bytes) => TREE.leaf(bytes));
  const hashes = proveInclusion(1, 3, nodesOf(leaves, TREE), TREE);
  const checkpoint = signedNote(formatCheckpoint(checkpointOver(origin, entries)), key);
  const policyText = `log ${formatKey(key.verifier)}\nquorum none\n`;
  return {
    receipt: {
      proof: formatProof({ index: 1, hashes, checkpoint }),
      entry: entries[1] ?? new Uint8Array(),
    },
    policy: parsePolicy(new TextEncoder().encode(policyText)),
    policyText,
  };
}

function entryOf(number: number, content: Uint8Array | undefined): Uint8Array {
  const sha256 = createHash("sha256")
    .update(content ?? String(number))
    .digest("hex");
  return formatEntry({
    v: 1,
    id: `0193f000-0000-4000-8000-00000000000${number}`,
    kind: "disclosed",
    at: AT,
    body: { copies: [{ sha256 }] },
    sealed: {},
  });
}

/** Somebody who signs packages in age. */
export interface NoteSigner {
  readonly secret: string;
  readonly key: SignerKey;
}

export async function noteSigner(name = "lowland.example/packages"): Promise<NoteSigner> {
  const key = await signerKeyOf(name, ED25519, randomBytes(32));
  return { secret: formatSignerKey(key), key };
}

/** A note as whoever holds the key can make one. */
export function signedNote(text: string, { seed, verifier }: SignerKey): Uint8Array {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const signature = new Uint8Array(sign(null, Buffer.from(text), key));
  const { name, id } = verifier;
  return new TextEncoder().encode(
    formatNote({ text, signatures: [{ name, keyId: id, signature }] }),
  );
}
