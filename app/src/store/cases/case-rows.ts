import type { Selectable } from "kysely";
import type { Reader, Transactor } from "../transaction.ts";
import type { CaseFileTable } from "./schema.ts";

/** A case's row, column by column. */
export type CaseFileRow = Selectable<CaseFileTable>;

export async function findCase({ select }: Reader, id: string): Promise<CaseFileRow | undefined> {
  return await select.selectFrom("case_file").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Adds a case with the compartments it is in beside those of its item. */
export async function addCase(
  { change }: Transactor,
  row: CaseFileRow,
  compartments: readonly string[],
): Promise<void> {
  await change.insertInto("case_file").values(row).execute();
  if (compartments.length === 0) return;
  await change
    .insertInto("case_compartment")
    .values(compartments.map((compartment) => ({ case_id: row.id, compartment })))
    .execute();
}

/** Writes a case's row where nobody has written it since revision `before`; false where somebody has. */
export async function swapCase(
  { change }: Transactor,
  row: CaseFileRow,
  before: number,
): Promise<boolean> {
  const { id, service: _, item: __, requester: ___, opened: ____, ...changed } = row;
  const { numUpdatedRows } = await change
    .updateTable("case_file")
    .set(changed)
    .where("id", "=", id)
    .where("revision", "=", before)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** The compartments of a case and of its item. */
export async function compartmentsOf(
  { select }: Reader,
  id: string,
  item: string,
): Promise<string[]> {
  const [own, items] = await Promise.all([
    select.selectFrom("case_compartment").select("compartment").where("case_id", "=", id).execute(),
    select.selectFrom("item_compartment").select("compartment").where("item", "=", item).execute(),
  ]);
  return [...new Set([...own, ...items].map(({ compartment }) => compartment))].toSorted();
}

/** Cases on an item that are not at their end. */
export async function casesOnItem({ select }: Reader, item: string): Promise<string[]> {
  const rows = await select
    .selectFrom("case_file")
    .select("id")
    .where("item", "=", item)
    .where("status", "in", ["open", "refused"])
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}
