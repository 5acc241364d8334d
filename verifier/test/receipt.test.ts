import { describe, expect, test } from "vitest";
import {
  formatProof,
  nodesOf,
  parseProof,
  proveInclusion,
  sha256,
  verifyReceipt,
} from "../src/index.ts";
import { codeOf, codeOfAsync } from "./support/code.ts";
import { bitFlips, lineEdits, lineSwaps, truncations } from "./support/mutate.ts";
import { DRAFTS, LOG, ORIGIN, POLICY, TREE, WITNESS, exported } from "./support/sample-ledger.ts";
import { signedCheckpoint } from "./support/sign.ts";
import { bytesOf, vectors } from "./support/vectors.ts";

interface ProofCase {
  readonly says: string;
  readonly text: string;
  readonly index?: number;
  readonly hashes?: number;
  readonly extra?: string;
  readonly refused?: string;
}

const PROOFS = vectors<ProofCase[]>("note/proofs.json");

describe("the form of a receipt", () => {
  test.each(PROOFS.filter(({ refused }) => refused === undefined))("$says", (item) => {
    const proof = parseProof(bytesOf(item));
    expect([proof.index, proof.hashes.length]).toEqual([item.index, item.hashes]);
    expect(proof.extra && Buffer.from(proof.extra).toString("base64")).toBe(item.extra);
    expect(Buffer.from(formatProof(proof)).toString()).toBe(item.text);
  });

  test.each(PROOFS.filter(({ refused }) => refused !== undefined))("refused: $says", (item) => {
    expect(codeOf(() => parseProof(bytesOf(item)))).toBe(item.refused);
  });
});

const { entries, leaves, roots } = exported({ drafts: DRAFTS });
const SIZE = entries.length;
const root = roots[SIZE] ?? new Uint8Array(0);
const checkpoint = signedCheckpoint({ origin: ORIGIN, size: SIZE, root }, LOG, WITNESS);

function entryAt(index: number): Uint8Array {
  return entries[index] ?? new Uint8Array(0);
}

function receiptOf(index: number): Uint8Array {
  const hashes = proveInclusion(index, SIZE, nodesOf(leaves, TREE), TREE);
  return formatProof({ index, hashes, checkpoint });
}

const RECEIPT = receiptOf(7);

describe("a receipt and an entry", () => {
  test("every entry has one, and it says where the entry stands", async () => {
    for (const [index, entry] of entries.entries()) {
      const receipt = await verifyReceipt(receiptOf(index), entry, {
        policy: POLICY,
        origin: ORIGIN,
      });
      expect(receipt.index).toBe(index);
      expect(receipt.checkpoint.size).toBe(SIZE);
    }
  });

  test("the platform's hash may be handed in", async () => {
    const options = { policy: POLICY, hash: (bytes: Uint8Array) => sha256(bytes) };
    expect((await verifyReceipt(RECEIPT, entryAt(7), options)).index).toBe(7);
  });

  test("another entry of the same log is refused", async () => {
    const code = await codeOfAsync(() => verifyReceipt(RECEIPT, entryAt(6), { policy: POLICY }));
    expect(code).toBe("wrong-proof");
  });

  test("a good proof with the checkpoint of another size is refused", async () => {
    const { index, hashes } = parseProof(RECEIPT);
    const smaller = { origin: ORIGIN, size: 9, root: roots[9] ?? root };
    const mixed = formatProof({
      index,
      hashes,
      checkpoint: signedCheckpoint(smaller, LOG, WITNESS),
    });
    const code = await codeOfAsync(() => verifyReceipt(mixed, entryAt(7), { policy: POLICY }));
    expect(["bad-proof", "wrong-proof"]).toContain(code);
  });

  test("a checkpoint nobody signed is refused before the proof is looked at", async () => {
    const { index, hashes } = parseProof(RECEIPT);
    const unsigned = new TextEncoder().encode(`${ORIGIN}\n12\n${"A".repeat(43)}=\n\n`);
    const forged = formatProof({ index, hashes, checkpoint: unsigned });
    expect(await codeOfAsync(() => verifyReceipt(forged, entryAt(7), { policy: POLICY }))).toBe(
      "bad-note",
    );
  });

  test("a receipt of another log is refused when the log is named", async () => {
    const options = { policy: POLICY, origin: "other.example/log" };
    expect(await codeOfAsync(() => verifyReceipt(RECEIPT, entryAt(7), options))).toBe(
      "wrong-origin",
    );
  });

  test("extra data is handed over as unauthenticated, and nothing else changes", async () => {
    const extra = Uint8Array.of(1, 2, 3);
    const receipt = formatProof({ ...parseProof(RECEIPT), extra });
    const read = await verifyReceipt(receipt, entryAt(7), { policy: POLICY });
    expect(read.unauthenticatedExtra).toEqual(extra);
  });

  test("no bit of receipt or entry can be changed", async () => {
    const passed: string[] = [];
    for (const { says, bytes } of bitFlips(RECEIPT)) {
      const code = await codeOfAsync(() => verifyReceipt(bytes, entryAt(7), { policy: POLICY }));
      if (code === "believed") passed.push(`receipt: ${says}`);
    }
    for (const { says, bytes } of bitFlips(entryAt(7))) {
      const code = await codeOfAsync(() => verifyReceipt(RECEIPT, bytes, { policy: POLICY }));
      if (code === "believed") passed.push(`entry: ${says}`);
    }
    expect(passed).toEqual([]);
  });

  test("no beginning of it passes, and no lines left out, exchanged or added but signatures", async () => {
    const passed: string[] = [];
    for (const { says, bytes } of [
      ...truncations(RECEIPT),
      ...lineSwaps(RECEIPT),
      ...lineEdits(RECEIPT),
    ]) {
      const code = await codeOfAsync(() => verifyReceipt(bytes, entryAt(7), { policy: POLICY }));
      if (code === "believed") passed.push(says);
    }
    const lines = RECEIPT.filter((byte) => byte === 10).length;
    const isOfSignatures = (says: string): boolean =>
      says.match(/\d+/g)?.every((line) => Number(line) >= lines - 1) ?? false;
    expect(passed.length).toBe(7);
    expect(passed.filter((says) => !isOfSignatures(says))).toEqual([]);
  });
});
