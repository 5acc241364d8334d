import type { Moment } from "../schema.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import type { ContentStore } from "./content.ts";

/** What is kept of a verdict in the open; the record itself is sealed with its ledger entry. */
export interface VerdictToKeep {
  /** Made by the caller; also the id of its entry in the ledger. */
  readonly id: string;
  readonly at: Moment;
  readonly partner: string;
  readonly outcome: string;
  /** SHA-256 of the standing's canonical JSON, 32 bytes. */
  readonly standing: Uint8Array;
  /** The facts sheet as canonical JSON: its hash is the item's class. */
  readonly facts: Uint8Array;
  /** The files of the packs it was reached under. */
  readonly packs: Uint8Array;
}

/** A kept verdict: facts and packs by their SHA-256. */
export type KeptVerdict = Readonly<VerdictToKeep>;

/**
 * Keeps verdicts, with the facts and packs they rest on; the same ids again do nothing. What several
 * share is put once.
 */
export async function putVerdicts(
  transactor: Transactor,
  content: ContentStore,
  verdicts: readonly VerdictToKeep[],
): Promise<void> {
  if (verdicts.length === 0) return;
  const put = new Map<Uint8Array, Uint8Array>();
  for (const bytes of verdicts.flatMap(({ facts, packs }) => [facts, packs])) {
    if (!put.has(bytes)) put.set(bytes, await content.put(transactor, bytes));
  }
  const hashOf = (bytes: Uint8Array): Uint8Array => put.get(bytes) ?? bytes;
  await transactor.change
    .insertInto("verdict")
    .values(verdicts.map((one) => ({ ...one, facts: hashOf(one.facts), packs: hashOf(one.packs) })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The verdict with this id; undefined where none was kept. */
export async function findVerdict(reader: Reader, id: string): Promise<KeptVerdict | undefined> {
  return await reader.select
    .selectFrom("verdict")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
}
