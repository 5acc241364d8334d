import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatProof, nodesOf, proveInclusion } from "../../src/index.ts";
import { DRAFTS, LOG, ORIGIN, TREE, WITNESS, exported } from "./sample-ledger.ts";
import { signedCheckpoint } from "./sign.ts";

/** The policy of the sample: the log, and the witness as quorum. */
const POLICY_TEXT = `log ${LOG.vkey}\nwitness w1 ${WITNESS.vkey}\nquorum w1\n`;

/** The entry the sample's receipt is for: a measure with two sealed values, one erased since. */
const PROVEN = 7;

const SAMPLE = exported({ drafts: DRAFTS, checkpoints: [4, 9] });
const SIZE = SAMPLE.entries.length;

/** What an overseer holds, as bytes: the sample ledger and what belongs to it. */
export const PAPERS = {
  export: SAMPLE.bytes,
  policy: new TextEncoder().encode(POLICY_TEXT),
  entry: SAMPLE.entries[PROVEN] ?? new Uint8Array(0),
  checkpoint: checkpointOf(SIZE),
  older: checkpointOf(9),
  proof: formatProof({
    index: PROVEN,
    hashes: proveInclusion(PROVEN, SIZE, nodesOf(SAMPLE.leaves, TREE), TREE),
    checkpoint: checkpointOf(SIZE),
  }),
} as const;

function checkpointOf(size: number): Uint8Array {
  const root = SAMPLE.roots[size] ?? new Uint8Array(0);
  return signedCheckpoint({ origin: ORIGIN, size, root }, LOG, WITNESS);
}

/** A folder of its own for one test file. */
export interface Folder {
  readonly path: string;
  /** The path of a file in it. */
  readonly at: (name: string) => string;
  /** Writes a file and gives its path. */
  readonly write: (name: string, bytes: Uint8Array | string) => string;
  /** A copy of a paper with the lowest bit of one byte changed. */
  readonly damaged: (name: keyof typeof PAPERS, byte: number) => string;
  readonly remove: () => void;
}

/** A temporary folder that holds PAPERS, each under its name. */
export function paperFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "caveat-papers-"));
  const at = (name: string): string => join(path, name);
  const write = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(at(name), bytes);
    return at(name);
  };
  for (const [name, bytes] of Object.entries(PAPERS)) write(name, bytes);
  return {
    path,
    at,
    write,
    damaged: (name, byte) => {
      const bytes = PAPERS[name].with(byte, (PAPERS[name][byte] ?? 0) ^ 1);
      return write(`${name}-damaged-${byte}`, bytes);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
