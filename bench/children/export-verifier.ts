// Checks one export in a process of its own, as `caveat ledger verify` does, and prints the milliseconds.
// For bench/rows/ledger-verify.ts.
//
//   node bench/children/export-verifier.ts verify FILE   the whole check, reading the file included, twice
//   node bench/children/export-verifier.ts bare FILE     SHA-256 of the same leaves, and nothing else
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { verifyLedger } from "caveat-verifier";
import { nodeSha256 } from "caveat-verifier/command";
import { ORIGIN, POLICY } from "../../verifier/test/support/sample-ledger.ts";
import { timed } from "../measure/time.ts";
import type { Spent } from "../rows/ledger-verify.ts";

const [NEWLINE, SPACE, OBJECT] = [10, 32, 123];

const [mode = "", file = ""] = process.argv.slice(2);
console.log(JSON.stringify(mode === "bare" ? await bare() : await verify()));

async function verify(): Promise<Spent> {
  const first = await verifyOnce();
  const again = await verifyOnce();
  return { ...first, again: again.elapsed };
}

async function verifyOnce(): Promise<Spent> {
  const start = performance.now();
  const source = createReadStream(file, { highWaterMark: 1 << 20 });
  const verdict = await verifyLedger(source, { policy: POLICY, origin: ORIGIN, hash: nodeSha256 });
  const elapsed = performance.now() - start;
  if (verdict.answer !== "good") throw new Error(JSON.stringify(verdict));
  return { elapsed, entries: verdict.checkpoint.size };
}

async function bare(): Promise<Spent> {
  const leaves = leavesOf(await readFile(file));
  const [elapsed] = timed(() => leaves.forEach((leaf) => nodeSha256(leaf)));
  return { elapsed, entries: leaves.length };
}

/**
 * The leaves of an export (RFC 6962 §2.1: a zero byte and the entry), as views of its bytes: an entry's
 * line is its index, its hash and the entry itself.
 */
function leavesOf(bytes: Buffer): readonly Uint8Array[] {
  const leaves: Uint8Array[] = [];
  let from = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
    const before = bytes.indexOf(SPACE, bytes.indexOf(SPACE, from) + 1);
    if (before < end && bytes[before + 1] === OBJECT) {
      bytes[before] = 0;
      leaves.push(bytes.subarray(before, end));
    }
    from = end + 1;
  }
  return leaves;
}
