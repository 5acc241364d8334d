import {
  formatSignature,
  keyringOf,
  parseCheckpoint,
  parseNote,
  verifyNote,
  type Checkpoint,
  type VerifierKey,
} from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import { formatAddCheckpoint } from "./add-checkpoint.ts";
import { postCheckpoint, type Reply } from "./post-checkpoint.ts";

/** How long a witness is waited for. */
export const PATIENCE_MS = 5_000;
const SIZE_TYPE = "text/x.tlog.size";
const SIZE = /^(0|[1-9][0-9]{0,15})\n$/;
const NOT_PRINTABLE = /[^\x20-\x7e]/g;
const MOST_QUOTED = 300;

/** A witness that a log asks. */
export interface WitnessAddress {
  /** Its submission prefix, without a slash at the end. */
  readonly url: string;
  readonly key: VerifierKey;
}

/** Gives the proof from an older size to that of the checkpoint. */
export type ProofFrom = (older: number, checkpoint: Checkpoint) => Promise<readonly Uint8Array[]>;

/**
 * Has a witness cosign a checkpoint and resolves to its line, which was verified. Where the witness saw
 * another size last than `older`, it says so and is asked once more from there. It is given `patience`
 * (milliseconds) for each answer, which is hostile.
 *
 * Rejects with "rollback" when the witness saw a larger tree, with "fork" when what it saw is not how
 * this one begins: both are alarms. With "unreachable", "refused" (in the witness's words), or the
 * verifier's codes for a line that is none.
 */
export async function askWitness(
  { url, key }: WitnessAddress,
  note: Uint8Array,
  older: number,
  proofFrom: ProofFrom,
  patience: number = PATIENCE_MS,
): Promise<string> {
  const { text } = parseNote(note);
  const checkpoint = parseCheckpoint(text);
  const ask = async (old: number): Promise<Reply> => {
    const body = formatAddCheckpoint({ old, proof: await proofFrom(old, checkpoint), note });
    return postCheckpoint(url, body, patience);
  };
  let old = older;
  let reply = await ask(old);
  const seen = sizeIn(reply);
  if (seen !== undefined && seen !== old) {
    if (seen > checkpoint.size) throw ahead(url, seen, checkpoint);
    old = seen;
    reply = await ask(old);
  }
  if (reply.status !== 200) {
    const isOther = reply.status === 422 || isOtherRoot(reply, old, checkpoint);
    throw refusal(url, reply, isOther);
  }
  return lineOf(text, reply.text, key, url);
}

/** The size that a witness says it saw last, in the answer for another. */
function sizeIn({ status, type, text }: Reply): number | undefined {
  const size = status === 409 && type === SIZE_TYPE ? SIZE.exec(text)?.[1] : undefined;
  return size !== undefined && Number.isSafeInteger(Number(size)) ? Number(size) : undefined;
}

/** Earlier texts of tlog-witness had 409 for another root of the same size, where the later has 422. */
function isOtherRoot(reply: Reply, old: number, { size }: Checkpoint): boolean {
  return reply.status === 409 && old === size && (sizeIn(reply) ?? old) === old;
}

/** The witness's own line in its answer; those of others are not believed. */
async function lineOf(
  text: string,
  answer: string,
  key: VerifierKey,
  url: string,
): Promise<string> {
  const signed = parseNote(new Uint8Array(Buffer.from(`${text}\n${answer}`)), url);
  await verifyNote(signed, keyringOf([key]), url);
  const own = signed.signatures.find(({ name, keyId }) => name === key.name && keyId === key.id);
  if (own === undefined) throw new Error("a key that signed has a line");
  return formatSignature(own);
}

function refusal(url: string, { status, text }: Reply, isOther: boolean): LedgerError {
  const words = text.trimEnd().slice(0, MOST_QUOTED).replaceAll(NOT_PRINTABLE, "?");
  const what = `it answered ${status}: ${words}`;
  if (!isOther) {
    return new LedgerError("refused", url, what, "find out why before anything is released");
  }
  const remedy = "do not go on: it saw another history of this log, compare both";
  return new LedgerError("fork", url, what, remedy);
}

function ahead(url: string, seen: number, { origin, size }: Checkpoint): LedgerError {
  const what = `the witness saw ${seen} entries of ${origin}, and this checkpoint has ${size}`;
  return new LedgerError("rollback", url, what, "this log is an older copy: do not go on");
}
