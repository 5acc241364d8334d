import { open } from "node:fs/promises";
import {
  VerificationError,
  parseCheckpoint,
  parseNote,
  parsePolicy,
  parseProof,
  verifyLedger,
  verifyReceipt,
  type Checkpoint,
  type Policy,
} from "caveat-verifier";
import {
  ledgerAnswer,
  nodeSha256,
  printableJson,
  receiptAnswer,
  refusedAnswer,
  type Answer,
} from "caveat-verifier/command";
import { Refusal } from "../core/refusal.ts";
import type { CheckAnswer, CheckRequest } from "../usecases/ports.ts";

/** Above the largest receipt, policy, checkpoint or entry. */
const MOST_BYTES = 4_000_000;
const CHUNK = 1 << 20;
const PROOF = "c2sp.org/tlog-proof@";

/**
 * Checks an exported ledger, or with `entry` a receipt, as an outsider does: from the files alone. A file
 * that is damaged or foreign is an answer and not an error.
 *
 * Rejects with the Refusal "unreadable-file" for a file that is missing or cannot be read, and with
 * "bad-usage" for a receipt without its entry, and for a policy or pin that is none: then nothing was
 * checked.
 */
export async function checkFile(request: CheckRequest): Promise<CheckAnswer> {
  const answer = await answerTo(request).catch((error: unknown) => {
    if (error instanceof VerificationError) return refusedAnswer(error);
    throw error;
  });
  return { isGood: answer.exit === 0, text: answer.text, json: printableJson(answer.json) };
}

async function answerTo(request: CheckRequest): Promise<Answer> {
  const { path, entry, pins, progress } = request;
  const policy = await own(() => policyOf(request));
  const origin = request.origin === undefined ? {} : { origin: request.origin };
  if (entry !== undefined) {
    const bytes = await readSmall(entry, "entry");
    const receipt = await readSmall(path, "receipt");
    return receiptAnswer(
      await verifyReceipt(receipt, bytes, { policy, hash: nodeSha256, ...origin }),
    );
  }
  const pinned: Checkpoint[] = [];
  for (const pin of pins) pinned.push(await own(() => readPin(pin)));
  const told = progress === undefined ? {} : { progress };
  const options = { policy, pinned, hash: nodeSha256, ...origin, ...told };
  return ledgerAnswer(await verifyLedger(exportChunks(path), options), pinned.length);
}

/** The reader's own file: damaged, it is no answer about the ledger. */
async function own<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    const remedy = "nothing was checked: give the file as its owner gave it to you";
    throw new Refusal("bad-usage", error.place, error.problem, remedy);
  }
}

async function policyOf({ policy }: CheckRequest): Promise<Policy> {
  if ("text" in policy) return parsePolicy(Buffer.from(policy.text), "policy");
  return parsePolicy(await readSmall(policy.path, "policy"), `policy ${policy.path}`);
}

/** A signed checkpoint, or a receipt that holds one. Believed as it stands: it is the reader's own. */
async function readPin(path: string): Promise<Checkpoint> {
  const bytes = await readSmall(path, "pinned checkpoint");
  const place = `pin ${path}`;
  const note = isProof(bytes) ? parseProof(bytes, place).checkpoint : bytes;
  return parseCheckpoint(parseNote(note, place).text, place);
}

async function* exportChunks(path: string): AsyncGenerator<Uint8Array, void> {
  let isFirst = true;
  for await (const chunk of chunksOf(path, "export")) {
    if (isFirst && isProof(chunk)) {
      const what = "it is a receipt, and the entry it is about is not given";
      throw new Refusal("bad-usage", path, what, "add --entry FILE");
    }
    isFirst = false;
    yield chunk;
  }
}

function isProof(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, PROOF.length)).equals(Buffer.from(PROOF));
}

async function readSmall(path: string, what: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(path, what)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length <= MOST_BYTES) continue;
    throw new VerificationError(
      "too-large",
      `${what} ${path}`,
      `it has more than ${MOST_BYTES} bytes`,
    );
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** The bytes of a file in pieces, each its own. */
async function* chunksOf(path: string, what: string): AsyncGenerator<Uint8Array, void> {
  const unreadable = (error: unknown): never => {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const problem =
      code === "ENOENT" ? `there is no such ${what}` : `the ${what} cannot be read (${code})`;
    throw new Refusal("unreadable-file", path, problem, "check its name and its rights");
  };
  const file = await open(path).catch(unreadable);
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafeSlow(CHUNK);
      const { bytesRead } = await file.read(buffer, 0, CHUNK).catch(unreadable);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
