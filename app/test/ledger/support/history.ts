import { nodesOf, proveConsistency, rootOf } from "caveat-verifier";
import type { SignRequest } from "../../../src/ledger/signer/log-signer.ts";
import { TREE } from "../../../src/ledger/tree.ts";

/** The leaves of a history that follows from its name. */
export function leavesOf(name: string, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, at) => TREE.leaf(Buffer.from(`${name} ${at}`)));
}

/** The request to sign a size of a history, from another size of it. */
export function stepOf(leaves: readonly Uint8Array[], from: number, to: number): SignRequest {
  const part = leaves.slice(0, to);
  const root = rootOf(part, TREE);
  const isProvable = from > 0 && from <= to;
  const proof = isProvable ? proveConsistency(from, to, nodesOf(part, TREE), TREE) : [];
  return { size: to, root, proof };
}

/** A policy file of one log, or of a log with one witness. */
export function policyText(log: string, witness?: string): Uint8Array {
  const lines = witness === undefined ? "quorum none\n" : `witness w ${witness}\nquorum w\n`;
  return new Uint8Array(Buffer.from(`log ${log}\n${lines}`));
}
