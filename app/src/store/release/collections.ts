import type { Moment } from "../column.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";

/** A place of a partner. */
export interface CollectionRow {
  readonly id: string;
  readonly partner: string;
  readonly alias: string;
  readonly title: string;
  readonly description: string | null;
  readonly medium: string;
  readonly canWrite: boolean;
}

/** Adds a place; false where the partner has one with this alias or title. */
export async function addCollection(
  { change }: Transactor,
  { canWrite, ...row }: CollectionRow,
  { by, at }: { readonly by: string; readonly at: Moment },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await change
    .insertInto("collection")
    .values({ ...row, can_write: canWrite, by_person: by, at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Those of one partner, or of all, by partner and alias. */
export async function listCollections(reader: Reader, partner?: string): Promise<CollectionRow[]> {
  const all = selectCollections(reader).orderBy("partner").orderBy("alias");
  return await (partner === undefined ? all : all.where("partner", "=", partner)).execute();
}

export async function findCollection(
  reader: Reader,
  id: string,
): Promise<CollectionRow | undefined> {
  return await selectCollections(reader).where("id", "=", id).executeTakeFirst();
}

function selectCollections({ select }: Reader) {
  return select
    .selectFrom("collection")
    .select(["id", "partner", "alias", "title", "description", "medium", "can_write as canWrite"]);
}
