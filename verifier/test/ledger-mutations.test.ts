import { expect, test } from "vitest";
import { COSIGNATURE, verifyLedger } from "../src/index.ts";
import {
  bitFlips,
  firstDifference,
  lineEdits,
  lineSwaps,
  linesOf,
  truncations,
} from "./support/mutate.ts";
import type { Change } from "./support/mutate.ts";
import { namedBy, ownersOf } from "./support/owners.ts";
import { LOG, ORIGIN, WITNESS, exported, policyOf } from "./support/sample-ledger.ts";
import { signerOf } from "./support/sign.ts";

// Small, because every bit is flipped; with everything a line can be, and with a witness whom the
// reader does not know, so that part of every checkpoint is covered by the sums alone.
const STRANGER = signerOf("stranger.example/w9", COSIGNATURE);
const { bytes: EXPORT } = exported({
  origin: ORIGIN,
  checkpoints: [2],
  signers: [LOG, WITNESS, STRANGER],
  drafts: [
    { kind: "verdict", body: { n: 1 }, seal: { reason: "Ω" } },
    { kind: "measure", body: {}, seal: { by: "x", text: "y" } },
    { kind: "erasure", body: { erased: [{ entry: 0, field: "reason" }] } },
    { kind: "reads", body: {} },
  ],
});
const POLICY = policyOf(`log ${LOG.vkey}\nwitness w1 ${WITNESS.vkey}\nquorum w1\n`);
const LINES = linesOf(EXPORT);
const OWNERS = ownersOf(EXPORT);

/** Undefined when the verdict is bad and names the right entry; else what it said instead. */
async function miss(says: string, bytes: Uint8Array): Promise<string | undefined> {
  const verdict = await verifyLedger(bytes, { policy: POLICY });
  if (verdict.answer !== "bad") return `${says}: believed`;
  const changed = linesOf(bytes);
  const line = firstDifference(LINES, changed);
  const owner = OWNERS[line];
  const named = owner === undefined ? [] : namedBy(owner, changed[line]);
  return named.includes(verdict.index)
    ? undefined
    : `${says}: ${verdict.message}, not ${named.join()}`;
}

async function missed(changes: Iterable<Change>): Promise<string[]> {
  const all: string[] = [];
  for (const { says, bytes } of changes) {
    const what = await miss(says, bytes);
    if (what !== undefined) all.push(what);
  }
  return all;
}

test("the export is good before anything is changed", async () => {
  expect((await verifyLedger(EXPORT, { policy: POLICY })).answer).toBe("erased");
});

test("every flipped bit is seen, and the first bad entry named", { timeout: 120_000 }, async () => {
  expect(await missed(bitFlips(EXPORT))).toEqual([]);
});

test("every truncation is seen, and the first missing entry named", async () => {
  expect(await missed(truncations(EXPORT))).toEqual([]);
});

test("every exchange of two lines is seen, and the first bad entry named", async () => {
  expect(await missed(lineSwaps(EXPORT))).toEqual([]);
});

test("every line left out or inserted is seen, and the first bad entry named", async () => {
  expect(await missed(lineEdits(EXPORT))).toEqual([]);
});
