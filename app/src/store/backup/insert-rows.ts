import { sql } from "kysely";
import type { Transactor } from "../transaction/transaction.ts";
import type { Row } from "./rows.ts";
import type { Table } from "./tables.ts";

/** Puts rows into a table: one statement, however many they are. Rejects when one is there already. */
export async function insertRows(
  { change }: Transactor,
  { name, columns }: Table,
  rows: readonly Row[],
): Promise<void> {
  const names = sql.join(columns.map((column) => sql.ref(column.name)));
  const values = columns.map((column) => {
    const all = rows.map((row) => row[column.name] ?? null);
    return sql`${all}::${sql.raw(column.type)}[]`;
  });
  await sql`
    insert into ${sql.table(name)} (${names})
    select ${names} from unnest(${sql.join(values)}) as added (${names})
  `.execute(change);
}
