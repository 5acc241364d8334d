import { sql, type Selectable } from "kysely";
import { together } from "../transaction/together.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import { lookup, statement, type Lookup, type Statement } from "../transaction/statement.ts";
import type { CaseFileTable } from "./schema.ts";

/** A case's row, column by column. */
export type CaseFileRow = Selectable<CaseFileTable>;

export async function findCase({ select }: Reader, id: string): Promise<CaseFileRow | undefined> {
  return (await select.executeQuery(caseById({ id }))).rows[0];
}

const caseById: Lookup<{ readonly id: string }, CaseFileRow> = lookup((query, { id }) =>
  query.selectFrom("case_file").selectAll().where("id", "=", id).compile(),
);

/** Adds a case with the compartments it is in beside those of its item. Resolves to true. */
export async function addCase(
  { change }: Transactor,
  row: CaseFileRow,
  compartments: readonly string[],
): Promise<true> {
  const added = change.executeQuery(insertCase(row));
  const within = compartments.map((compartment) => ({ case_id: row.id, compartment }));
  await together([
    added,
    within.length === 0
      ? undefined
      : change.executeQuery(change.insertInto("case_compartment").values(within)),
  ]);
  return true;
}

const insertCase: Statement<CaseFileRow, unknown> = statement((query, row) =>
  query
    .insertInto("case_file")
    .values({
      id: row.id,
      service: row.service,
      item: row.item,
      requester: row.requester,
      opened: row.opened,
      ...changing(row),
    })
    .compile(),
);

/** The columns that are written again with every step. */
function changing(row: CaseFileRow) {
  return {
    status: row.status,
    outcome: row.outcome,
    seq: row.seq,
    revision: row.revision,
    updated: row.updated,
    decided_on: row.decided_on,
    item_version: row.item_version,
    packs: row.packs,
    next_change: row.next_change,
    recheck: row.recheck,
    is_due: row.is_due,
  };
}

/** Writes a case's row where nobody has written it since revision `before`; false where somebody has. */
export async function swapCase(
  { change }: Transactor,
  row: CaseFileRow,
  before: number,
): Promise<boolean> {
  const { numAffectedRows } = await change.executeQuery(updateCase({ ...row, before }));
  return numAffectedRows === 1n;
}

/** The same, but fails, as what is cast is no number then, where somebody has written it. */
export async function swapCaseOrFail(
  { change }: Transactor,
  row: CaseFileRow,
  before: number,
): Promise<void> {
  await change.executeQuery(updateCaseOrFail({ ...row, before }));
}

const updateCaseOrFail: Statement<CaseFileRow & { readonly before: number }, unknown> = statement(
  (query, row) =>
    query
      .with("swapped", (within) =>
        within
          .updateTable("case_file")
          .set(changing(row))
          .where("id", "=", row.id)
          .where("revision", "=", row.before)
          .returning("id"),
      )
      .selectNoFrom(
        sql`cast(case when exists (select id from swapped) then '0' else 'written' end as int4)`.as(
          "swapped",
        ),
      )
      .compile(),
);

const updateCase: Statement<CaseFileRow & { readonly before: number }, unknown> = statement(
  (query, row) =>
    query
      .updateTable("case_file")
      .set(changing(row))
      .where("id", "=", row.id)
      .where("revision", "=", row.before)
      .compile(),
);

/** The compartments of a case and of its item. */
export async function compartmentsOf({ select }: Reader, id: string): Promise<string[]> {
  const { rows } = await select.executeQuery(compartmentsOfCase({ id }));
  return [...new Set(rows.map(({ compartment }) => compartment))].toSorted();
}

const compartmentsOfCase: Lookup<{ readonly id: string }, { readonly compartment: string }> =
  lookup((query, { id }) =>
    query
      .selectFrom("case_compartment")
      .select("compartment")
      .where("case_id", "=", id)
      .unionAll(
        query
          .selectFrom("case_file")
          .innerJoin("item_compartment", "item_compartment.item", "case_file.item")
          .select("compartment")
          .where("case_file.id", "=", id),
      )
      .compile(),
  );

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
