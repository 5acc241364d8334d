import type { Opening } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import { openValue, type SealedValue } from "./box.ts";
import type { SubjectKeys } from "./subject-keys.ts";

/** A personal value as it can be known today. */
export type OpenedField =
  { readonly kind: "open"; readonly opening: Opening } | { readonly kind: "erased" };

/**
 * What was sealed, or that it was erased.
 *
 * Rejects with "wrong-seal" when it does not open to what was committed to, and with "no-key" when the
 * subject's key is missing without an erasure: a lost key directory is not an erasure.
 */
export async function openField(sealed: SealedValue, keys: SubjectKeys): Promise<OpenedField> {
  try {
    const key = await keys.find(sealed.subject);
    if (key !== undefined) return { kind: "open", opening: openValue(key, sealed) };
  } catch (error) {
    if (error instanceof LedgerError && error.code === "erased") return { kind: "erased" };
    throw error;
  }
  const what = "the key of its subject is missing, and no erasure is recorded for it";
  const where = `field ${sealed.field} of entry ${sealed.entry}`;
  throw new LedgerError("no-key", where, what, "restore the key directory from its own backup");
}
