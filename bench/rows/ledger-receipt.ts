import { generateKeyPairSync, sign, verify } from "node:crypto";
import { RightEdge, formatProof, proveInclusion, verifyReceipt } from "caveat-verifier";
import { TREE } from "../../app/src/ledger/tree.ts";
import { LOG, ORIGIN, POLICY, WITNESS } from "../../verifier/test/support/sample-ledger.ts";
import { signedCheckpoint } from "../../verifier/test/support/sign.ts";
import { entriesLikeVerdicts } from "../ledger/entries-like-verdicts.ts";
import type { Row } from "../measure/row.ts";
import { ms, quantile, timed } from "../measure/time.ts";

const FEW = 20_000;
const TIMES = 10;
const RECEIPTS = 300;
const MOST = 5;

interface Case {
  readonly entry: Uint8Array;
  readonly receipt: Uint8Array;
}

/**
 * Receipts checked offline as a partner does, with the package's own SHA-256, signed by log and witness.
 * Beside the two signatures alone; then out of a log of ten times the entries.
 */
export async function ledgerReceipt(): Promise<Row> {
  const few = casesOf(FEW);
  const many = casesOf(FEW * TIMES);
  await measure(few);
  const [less, times] = [await measure(few), await measure(many)];
  const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
  const alone = quantile(signaturesAlone(), 0.5);
  const before = quantile(less, 0.5);
  return {
    what: `offline verify of a receipt out of ${(FEW * TIMES).toLocaleString("en")} entries`,
    measured: `p50 ${ms(p50)}, p99 ${ms(p99)}`,
    beside: `its two signatures with node:crypto alone p50 ${ms(alone)}: ${(p50 / alone).toFixed(1)} ×; out of ${FEW.toLocaleString("en")} entries p50 ${ms(before)}`,
    bound: `p99 ≤ ${MOST} ms`,
    holds: p99 <= MOST,
    boundedBy:
      "two Ed25519 signatures, which WebCrypto checks on another thread and imports a key for each time, and some twenty SHA-256 in plain JavaScript",
  };
}

function casesOf(count: number): readonly Case[] {
  const entries = entriesLikeVerdicts(count);
  const levels: Uint8Array[][] = [];
  const edge = new RightEdge(TREE);
  for (const { bytes } of entries) {
    edge.append(TREE.leaf(bytes), (level, index, node) => ((levels[level] ??= [])[index] = node));
  }
  const nodeAt = (level: number, index: number): Uint8Array =>
    levels[level]?.[index] ?? new Uint8Array();
  const checkpoint = signedCheckpoint(
    { origin: ORIGIN, size: count, root: edge.root() },
    LOG,
    WITNESS,
  );
  return Array.from({ length: RECEIPTS }, (_, at) => {
    const index = Math.floor(((at + 0.5) / RECEIPTS) * count);
    const hashes = proveInclusion(index, count, nodeAt, TREE);
    const entry = entries[index]?.bytes ?? new Uint8Array();
    return { entry, receipt: formatProof({ index, hashes, checkpoint }) };
  });
}

async function measure(cases: readonly Case[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const { entry, receipt } of cases) {
    const start = performance.now();
    await verifyReceipt(receipt, entry, { policy: POLICY, origin: ORIGIN });
    times.push(performance.now() - start);
  }
  return times;
}

function signaturesAlone(): readonly number[] {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const text = Buffer.alloc(100, "a checkpoint is about as long");
  const signature = sign(null, text, privateKey);
  const check = (): boolean => [1, 2].every(() => verify(null, text, publicKey, signature));
  return Array.from({ length: RECEIPTS }, () => timed(check)[0]);
}
