// Random mutations of an exported ledger and of a receipt: none may be believed, and for the ledger the
// verdict must name the first bad entry.
//
//   node verifier/test/campaign.ts [COUNT] [SEED]      default 1,000,000 and 1
//
// Exit 1 when one was missed. Each line about a miss has the number that reproduces it alone.
import {
  formatProof,
  nodesOf,
  proveInclusion,
  verifyLedger,
  verifyReceipt,
  VerificationError,
} from "../src/index.ts";
import type { Bad } from "../src/index.ts";
import { firstDifference, linesOf } from "./support/mutate.ts";
import { namedBy, ownersOf } from "./support/owners.ts";
import type { Owner } from "./support/owners.ts";
import { mutated } from "./support/random-mutation.ts";
import { randomOf } from "./support/random.ts";
import {
  DRAFTS,
  LOG,
  ORIGIN,
  POLICY,
  TREE,
  WITNESS,
  exported,
  nodeHash,
} from "./support/sample-ledger.ts";
import { signedCheckpoint } from "./support/sign.ts";

const LEDGER = exported({ drafts: DRAFTS, checkpoints: [3, 8] });
/** Another history by the same log and the same witness, as only thieves of both keys could make. */
const FORK = exported({
  drafts: DRAFTS.with(4, { kind: "verdict", body: { outcome: "release" } }),
  checkpoints: [3, 8],
});
const PIN = { origin: ORIGIN, size: DRAFTS.length, root: LEDGER.roots.at(-1) ?? new Uint8Array(0) };
const LINES = linesOf(LEDGER.bytes);
const OWNERS = ownersOf(LEDGER.bytes);
const RECEIPT_INDEX = 7;
const RECEIPT = receiptOf(LEDGER);
const FORKED_RECEIPT = receiptOf(FORK);
const PROGRESS_EVERY = 5000;

const [count = 1_000_000, seed = 1] = process.argv.slice(2).map(Number);
const tally = { seen: 0, same: 0, exact: 0, missed: 0 };
const start = performance.now();
for (let round = 0; round < count; round += 1) {
  const miss = await (round % 5 === 0 ? tryReceipt(round) : tryLedger(round));
  if (miss !== undefined) {
    tally.missed += 1;
    process.stderr.write(`\nmissed: round ${round} of seed ${seed}: ${miss}\n`);
  }
  if (process.stderr.isTTY && round % PROGRESS_EVERY === 0) {
    process.stderr.write(`\r${round} of ${count} mutations, ${tally.missed} missed`);
  }
}
const seconds = (performance.now() - start) / 1000;
console.log(
  `${count} mutations of seed ${seed} in ${seconds.toFixed(0)} s: ${tally.seen} refused ` +
    `(${tally.exact} ledgers at exactly the changed line's entry), ${tally.same} changed nothing, ` +
    `${tally.missed} missed`,
);
process.exitCode = tally.missed > 0 ? 1 : 0;

/** Undefined when all is well; else what is not. */
async function tryLedger(round: number): Promise<string | undefined> {
  const bytes = mutated(LEDGER.bytes, randomOf(seed * 0x9e37_79b1 + round), FORK.bytes);
  if (Buffer.compare(bytes, LEDGER.bytes) === 0) return unchanged();
  const verdict = await verifyLedger(bytes, { policy: POLICY, pinned: [PIN], hash: nodeHash });
  if (verdict.answer !== "bad") return "the ledger was believed";
  tally.seen += 1;
  const changed = linesOf(bytes);
  const line = firstDifference(LINES, changed);
  const owner = OWNERS[line];
  if (owner === undefined) return "the change has no place";
  if (verdict.index === owner.index) tally.exact += 1;
  const [least, most] = bounds(verdict, owner, changed[line]);
  const isNamed = verdict.index >= least && verdict.index <= most;
  return isNamed ? undefined : `line ${line + 1}: ${verdict.message}`;
}

/** The entries that may be named. More than one only where more than one line changed. */
function bounds(verdict: Bad, owner: Owner, line: Uint8Array | undefined): [number, number] {
  // Lines of the fork are good in themselves: they show at the next checkpoint, or at the pin.
  const least = verdict.code === "other-history" ? 0 : owner.covered;
  // A good checkpoint in the wrong place shows as the first entry missing before it.
  if (owner.kind === "note" && verdict.code === "wrong-index") return [least, owner.entries];
  // What is said of an erasure shows at the erasing entry, and a checkpoint left out at the next, if
  // nothing before that is bad too.
  const word = Buffer.from(line ?? [])
    .toString()
    .split(/[ \n]/)[0];
  const isLate = [owner.kind, word].some((kind) => kind === "erased" || kind === "checkpoint");
  return [least, isLate ? DRAFTS.length : Math.max(...namedBy(owner, line))];
}

async function tryReceipt(round: number): Promise<string | undefined> {
  const bytes = mutated(RECEIPT, randomOf(seed * 0x9e37_79b1 + round), FORKED_RECEIPT);
  if (Buffer.compare(bytes, RECEIPT) === 0) return unchanged();
  const entry = LEDGER.entries[RECEIPT_INDEX] ?? new Uint8Array(0);
  try {
    await verifyReceipt(bytes, entry, { policy: POLICY, hash: nodeHash });
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    tally.seen += 1;
    return undefined;
  }
  // The fork's receipt is a good one: that there are two histories, only somebody who sees both can tell.
  const isGood = isSameBut(bytes, RECEIPT) || isSameBut(bytes, FORKED_RECEIPT);
  return isGood ? unchanged() : "the receipt was believed";
}

/**
 * Whether two receipts differ only in what signed-note leaves free: the order of the signatures, one of
 * them twice, and signatures of keys that the reader does not know.
 */
function isSameBut(bytes: Uint8Array, receipt: Uint8Array): boolean {
  const [after = [], before = []] = [bytes, receipt].map((file) =>
    linesOf(file).map((line) => Buffer.from(line).toString()),
  );
  const isSignature = (line: string): boolean => line.startsWith("— ");
  const text = (lines: readonly string[]): string =>
    lines.filter((line) => !isSignature(line)).join("");
  return text(after) === text(before) && before.every((line) => after.includes(line));
}

function unchanged(): undefined {
  tally.same += 1;
  return undefined;
}

function receiptOf({ leaves, roots }: typeof LEDGER): Uint8Array {
  const size = leaves.length;
  const root = roots[size] ?? new Uint8Array(0);
  const hashes = proveInclusion(RECEIPT_INDEX, size, nodesOf(leaves, TREE), TREE);
  const checkpoint = signedCheckpoint({ origin: ORIGIN, size, root }, LOG, WITNESS);
  return formatProof({ index: RECEIPT_INDEX, hashes, checkpoint });
}
