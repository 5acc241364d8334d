import { VerificationError } from "caveat-verifier";
import { Refusal } from "../core/refusal.ts";
import { LedgerError } from "../ledger/ledger-error.ts";
import { runWitness as run } from "../ledger/witness/run.ts";
import type { WitnessRequest } from "../usecases/ports.ts";

/**
 * Runs a witness until the process is told to stop. Rejects as the ledger's own does, with the Refusal
 * "bad-usage" for a key that is none and for an address it cannot listen at.
 */
export async function runWitness({ name, onReady, ...rest }: WitnessRequest): Promise<void> {
  const named = name === undefined ? {} : { name };
  try {
    await run({ ...rest, ...named, onReady: ({ url, key }) => onReady(url, key) });
  } catch (error) {
    if (error instanceof VerificationError) {
      const { place, problem } = error;
      throw new Refusal("bad-usage", place, problem, "have it from the log's own operator");
    }
    if (error instanceof LedgerError && error.code === "no-key") {
      const what = "a new witness makes its key, and the key needs a name";
      throw new Refusal("bad-usage", rest.folder, what, "add --name, or name another folder");
    }
    const { host, port } = rest;
    if (!isListening(error)) throw error;
    const what = `it cannot listen there (${error.code})`;
    throw new Refusal("bad-usage", `${host}:${port}`, what, "choose another --host or --port");
  }
}

function isListening(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "syscall" in error && error.syscall === "listen";
}
