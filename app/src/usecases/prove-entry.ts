import { Refusal } from "../core/refusal.ts";
import type { LedgerState, Memory } from "./memory.ts";
import type { Ports } from "./ports.ts";

/** An entry that was proven, and the files that prove it. */
export interface ProvenEntry {
  readonly index: number;
  readonly state: LedgerState;
  /** Their paths. */
  readonly files: { readonly receipt: string; readonly entry: string; readonly policy: string };
}

const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/**
 * Writes the proof that an entry is in the ledger into a folder: ID.tlog-proof, ID.entry, ID.policy.
 *
 * Throws a Refusal for an id that is none or that no entry has, and for a folder that cannot be written
 * to; then nothing was written, or not all three.
 */
export async function proveEntry(
  id: string,
  folder: string,
  memory: Memory,
  { files }: Ports,
): Promise<ProvenEntry> {
  const proof = ID.test(id) ? await memory.ledger.prove(id) : undefined;
  if (proof === undefined) {
    const what = "the ledger has no entry with this id";
    const remedy = "check the id; caveat decide --record prints that of a verdict";
    throw new Refusal("unknown-verdict", `entry ${id}`, what, remedy);
  }
  const paths = {
    receipt: files.join(folder, `${id}.tlog-proof`),
    entry: files.join(folder, `${id}.entry`),
    policy: files.join(folder, `${id}.policy`),
  };
  await files.replace(paths.receipt, proof.receipt);
  await files.replace(paths.entry, proof.entry);
  await files.replace(paths.policy, utf8(proof.policy));
  return { index: proof.index, state: proof.state, files: paths };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
