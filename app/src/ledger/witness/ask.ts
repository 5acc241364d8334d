import {
  parseCheckpoint,
  parseNote,
  verifyNote,
  keyringOf,
  type Checkpoint,
  type VerifierKey,
} from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import { formatAddCheckpoint } from "./add-checkpoint.ts";

const SIZE = "text/x.tlog.size";
const WAIT_MS = 10_000;
const MOST_ANSWER = 20_000;

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
 * another size last, it says so and is asked again from there.
 *
 * Rejects with "unreachable", with "rollback" when the witness saw a larger tree, and with "refused" in
 * the witness's words.
 */
export async function askWitness(
  { url, key }: WitnessAddress,
  note: Uint8Array,
  older: number,
  proofFrom: ProofFrom,
): Promise<string> {
  const checkpoint = parseCheckpoint(parseNote(note).text);
  let reply = await post(url, note, older, await proofFrom(older, checkpoint));
  if (reply.status === 409 && reply.type === SIZE) {
    const seen = Number(reply.text.trimEnd());
    if (!Number.isSafeInteger(seen) || seen > checkpoint.size) throw ahead(url, seen, checkpoint);
    reply = await post(url, note, seen, await proofFrom(seen, checkpoint));
  }
  if (reply.status !== 200) {
    const what = `it answered ${reply.status}: ${reply.text.trimEnd()}`;
    throw new LedgerError("refused", url, what, "find out why before anything is released");
  }
  const line = reply.text.split("\n").find((one) => one.startsWith(`— ${key.name} `)) ?? "";
  const signed = Buffer.from(`${parseNote(note).text}\n${line}\n`);
  await verifyNote(parseNote(new Uint8Array(signed), url), keyringOf([key]), url);
  return `${line}\n`;
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

async function post(
  url: string,
  note: Uint8Array,
  old: number,
  proof: readonly Uint8Array[],
): Promise<Reply> {
  try {
    const response = await fetch(`${url}/add-checkpoint`, {
      method: "POST",
      body: Buffer.from(formatAddCheckpoint({ old, proof, note })),
      redirect: "error",
      signal: AbortSignal.timeout(WAIT_MS),
    });
    const text = (await response.text()).slice(0, MOST_ANSWER);
    return { status: response.status, type: response.headers.get("content-type") ?? "", text };
  } catch (error) {
    const what = "the witness does not answer";
    throw new LedgerError("unreachable", url, what, "try again later", error);
  }
}

function ahead(url: string, seen: number, { origin, size }: Checkpoint): LedgerError {
  const what = `the witness saw ${seen} entries of ${origin}, and this checkpoint has ${size}`;
  return new LedgerError("rollback", url, what, "this log is an older copy: do not go on");
}
