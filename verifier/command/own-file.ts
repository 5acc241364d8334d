import { VerificationError, parseCheckpoint, parseNote, parsePolicy } from "../src/index.ts";
import type { Checkpoint, Policy } from "../src/index.ts";
import { readSmallFile } from "./read-file.ts";
import { UsageError } from "./usage-error.ts";

/** The reader's policy. Rejects with a UsageError where it is not one: then nothing can be checked. */
export function readPolicy(path: string): Promise<Policy> {
  return readOwn(path, "policy", parsePolicy);
}

/**
 * A checkpoint kept from earlier. Believed as it stands, since it is the reader's own: its signer's
 * key may have left the policy since. Rejects with a UsageError where it is not a checkpoint.
 */
export function readPin(path: string): Promise<Checkpoint> {
  return readOwn(path, "pinned checkpoint", (bytes, place) =>
    parseCheckpoint(parseNote(bytes, place).text, place),
  );
}

async function readOwn<T>(
  path: string,
  what: string,
  parse: (bytes: Uint8Array, place: string) => T,
): Promise<T> {
  try {
    return parse(await readSmallFile(path, what), `the ${what} "${path}"`);
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    throw new UsageError(`${error.place}: ${error.problem}`, "nothing was checked");
  }
}
