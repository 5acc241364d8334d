import { VerificationError } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import { askWitness, type ProofFrom, type WitnessAddress } from "./ask.ts";

/** A verified line of a witness below a checkpoint. */
export interface Cosignature {
  /** The witness's key as name+id: after a change of keys its next one counts for itself. */
  readonly witness: string;
  readonly line: string;
}

/** A witness that was asked and gave no line, and why. */
export interface SilentWitness {
  readonly name: string;
  readonly url: string;
  readonly reason: LedgerError | VerificationError;
}

export interface Answers {
  readonly cosignatures: readonly Cosignature[];
  readonly silent: readonly SilentWitness[];
}

/**
 * Asks witnesses for their line below a checkpoint, all at once. Who fails or says no is in the
 * result, with the reason; nobody waits for another.
 *
 * Rejects with "fork" or "rollback" when one of them saw another history or a larger tree: then no line
 * is to be used, whoever gave it.
 */
export async function askWitnesses(
  witnesses: readonly WitnessAddress[],
  note: Uint8Array,
  older: number,
  proofFrom: ProofFrom,
  patience: number,
): Promise<Answers> {
  const cosignatures: Cosignature[] = [];
  const silent: SilentWitness[] = [];
  const ask = async (address: WitnessAddress): Promise<void> => {
    const { name, id } = address.key;
    try {
      const line = await askWitness(address, note, older, proofFrom, patience);
      cosignatures.push({ witness: `${name}+${id}`, line });
    } catch (error) {
      if (!isReason(error)) throw error;
      silent.push({ name, url: address.url, reason: error });
    }
  };
  await Promise.all(witnesses.map(ask));
  const alarm = silent.find(({ reason }) => isAlarm(reason));
  if (alarm !== undefined) throw alarm.reason;
  return { cosignatures, silent };
}

/** Whether an error says that there are two histories, or an older copy: nothing may go on then. */
export function isAlarm(error: unknown): boolean {
  return error instanceof LedgerError && (error.code === "fork" || error.code === "rollback");
}

function isReason(error: unknown): error is LedgerError | VerificationError {
  return error instanceof LedgerError || error instanceof VerificationError;
}
