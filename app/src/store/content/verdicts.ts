import type { Moment } from "../schema.ts";
import type { Reader, Transactor } from "../transaction.ts";
import type { ContentStore } from "./content.ts";

/** A verdict with what it was reached on, each in its exact bytes. */
export interface VerdictToKeep {
  /** Made by the caller; also the id of its entry in the ledger. */
  readonly id: string;
  readonly at: Moment;
  readonly item: string;
  readonly partner: string;
  readonly outcome: string;
  readonly facts: Uint8Array;
  readonly standing: Uint8Array;
  readonly request: Uint8Array;
  readonly packs: Uint8Array;
  /** All of it, as it is replayed. */
  readonly record: Uint8Array;
}

const PARTS = ["facts", "standing", "request", "packs", "record"] as const;
export type VerdictPart = (typeof PARTS)[number];

/** A kept verdict: its parts by their SHA-256. */
export type KeptVerdict = Omit<VerdictToKeep, VerdictPart> &
  Readonly<Record<VerdictPart, Uint8Array>>;

/** Keeps a verdict and its parts; the same id again does nothing. */
export async function putVerdict(
  transactor: Transactor,
  content: ContentStore,
  verdict: VerdictToKeep,
): Promise<KeptVerdict> {
  const parts: [VerdictPart, Uint8Array][] = [];
  for (const part of PARTS) parts.push([part, await content.put(transactor, verdict[part])]);
  const kept: KeptVerdict = { ...verdict, ...Object.fromEntries(parts) };
  await transactor.change
    .insertInto("verdict")
    .values(kept)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return kept;
}

/** The verdict with this id; undefined where none was kept. */
export async function findVerdict(reader: Reader, id: string): Promise<KeptVerdict | undefined> {
  return await reader.select
    .selectFrom("verdict")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
}
