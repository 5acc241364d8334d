import type { Moment } from "../column.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";

/** A copy as it is kept; `content` is the hash of the encrypted bytes. */
export interface CopyRow {
  readonly act: string;
  readonly case: string;
  readonly partner: string;
  readonly medium: string;
  readonly sha256: Uint8Array;
  readonly content: Uint8Array;
}

export async function addCopy(
  { change }: Transactor,
  { case: case_id, ...row }: CopyRow,
  at: Moment,
): Promise<void> {
  await change
    .insertInto("copy")
    .values({ ...row, case_id, at })
    .execute();
}

/** The copy that an act prepared, with the item under whose key it is encrypted. */
export async function findCopy(
  { select }: Reader,
  act: string,
): Promise<(CopyRow & { readonly item: string }) | undefined> {
  return await select
    .selectFrom("copy")
    .innerJoin("case_file", "case_file.id", "copy.case_id")
    .select(["act", "case_id as case", "partner", "medium", "sha256", "content", "item"])
    .where("act", "=", act)
    .executeTakeFirst();
}
