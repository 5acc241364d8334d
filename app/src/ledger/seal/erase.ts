import { ERASURE, formatEntry, type JsonObject } from "caveat-verifier";
import { parseEntry, type SealedField } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import { GO_ON, type Point } from "../point.ts";
import type { SubjectKeys } from "./subject-keys.ts";

/** An erasure, asked for by somebody who may. Holds no value and no free text. */
export interface ErasureRequest {
  /** A UUID: the id of the entry. */
  readonly id: string;
  /** UTC with milliseconds. */
  readonly at: string;
  readonly subject: string;
  /** Who decided it and on which basis, as ids and codes. Without the key "erased". */
  readonly body: JsonObject;
}

/** What an erasure needs of the ledger. Every call is durable when it returns. */
export interface ErasureLedger {
  /**
   * The sealed fields of the subject, by the index of their entries. Rejects with "broken-log" while an
   * entry that holds one is not sequenced yet; then the erasure is tried again.
   */
  fieldsOf(subject: string): Promise<readonly SealedField[]>;
  /** Removes the sealed values of the subject from where they are kept. Again is harmless. */
  dropSealed(subject: string): Promise<void>;
  /** Hands the entry to the log; again, with the same bytes, is harmless. */
  append(id: string, bytes: Uint8Array): Promise<void>;
}

/**
 * Erases what is known about a subject: announces it on disk (from here nothing of it can be read or
 * sealed any more), destroys the key, drops the sealed values, and puts the entry that says so into the
 * ledger. Leaves, roots and proofs stand. Stopped at any point it is completed by `resumeErasures`.
 *
 * Resolves to the id of the entry: that of an earlier request when there was one.
 */
export async function eraseSubject(
  request: ErasureRequest,
  keys: SubjectKeys,
  ledger: ErasureLedger,
  point: Point = GO_ON,
): Promise<string> {
  const { id, at, subject, body } = request;
  const erased = (await ledger.fieldsOf(subject)).toSorted(byPlace);
  if (erased.length === 0) {
    const what = "the ledger holds no sealed value about it";
    throw new LedgerError("no-key", `subject ${subject}`, what, "check the subject's id");
  }
  const list = erased.map(({ entry, field }) => ({ entry, field }));
  const bytes = formatEntry(
    { v: 1, id, kind: ERASURE, at, body: { ...body, erased: list }, sealed: {} },
    `entry ${id}`,
  );
  const entry = await keys.announce(subject, bytes);
  await point("announced");
  return complete(subject, entry, keys, ledger, point);
}

/** Completes the erasures that were announced and not finished; to be called at every start. */
export async function resumeErasures(
  keys: SubjectKeys,
  ledger: ErasureLedger,
  point: Point = GO_ON,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const { subject, entry } of await keys.unsettled()) {
    ids.push(await complete(subject, entry, keys, ledger, point));
  }
  return ids;
}

/** The entry comes after the destruction, so that no ledger ever says "erased" too early. */
async function complete(
  subject: string,
  entry: Uint8Array,
  keys: SubjectKeys,
  ledger: ErasureLedger,
  point: Point,
): Promise<string> {
  const { id } = parseEntry(entry, `the announced erasure of ${subject}`);
  await keys.destroy(subject);
  await point("key destroyed");
  await ledger.dropSealed(subject);
  await point("sealed values dropped");
  await ledger.append(id, entry);
  await point("entry appended");
  await keys.settle(subject);
  return id;
}

function byPlace(a: SealedField, b: SealedField): number {
  return a.entry - b.entry || (a.field < b.field ? -1 : 1);
}
