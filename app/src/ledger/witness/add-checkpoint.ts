import { decodeText, linesBefore } from "./request-text.ts";
import { LedgerError } from "../ledger-error.ts";

/** The body of an add-checkpoint request (tlog-witness), parsed and nothing more. */
export interface AddCheckpoint {
  /** The size the log thinks the witness saw last. */
  readonly old: number;
  readonly proof: readonly Uint8Array[];
  /** The signed checkpoint, verbatim. */
  readonly note: Uint8Array;
}

const MOST_PROOF = 63;
const OLD = /^old (0|[1-9][0-9]{0,15})$/;
const HASH = /^[A-Za-z0-9+/]{43}=$/;

/** Reads a request; the bytes are hostile. Throws "bad-request". */
export function parseAddCheckpoint(bytes: Uint8Array): AddCheckpoint {
  const end = linesBefore(bytes);
  const head = end === undefined ? undefined : decodeText(bytes.subarray(0, end));
  if (end === undefined || head === undefined)
    throw bad("it has no empty line before a checkpoint");
  const [first = "", ...lines] = head.split("\n");
  const old = Number(OLD.exec(first)?.[1] ?? Number.NaN);
  if (!Number.isSafeInteger(old)) throw bad("its first line is not old and a size");
  if (lines.length > MOST_PROOF) throw bad(`its proof has more than ${MOST_PROOF} hashes`);
  return { old, proof: lines.map(hashOf), note: bytes.slice(end + 2) };
}

/** The body of a request. */
export function formatAddCheckpoint({ old, proof, note }: AddCheckpoint): Uint8Array {
  const lines = proof.map((hash) => `${Buffer.from(hash).toString("base64")}\n`);
  return new Uint8Array(Buffer.concat([Buffer.from(`old ${old}\n${lines.join("")}\n`), note]));
}

function hashOf(line: string): Uint8Array {
  const hash = Buffer.from(line, "base64");
  if (HASH.test(line) && hash.toString("base64") === line) return new Uint8Array(hash);
  throw bad("a line of its proof is not the base64 of 32 bytes");
}

function bad(problem: string): LedgerError {
  return new LedgerError("bad-request", "request to the witness", problem, "send one that is");
}
