import { sql } from "kysely";
import type { Database } from "../transaction/database.ts";
import type { Reader } from "../transaction/transaction.ts";

/**
 * Runs `work` for one partner, in a transaction that sees rows of the outbox of no other: the database
 * holds that too, whatever the statements say. `database` is that of the partners' reader. The setting
 * goes to the server together with the first statement.
 */
export async function asPartner<T>(
  database: Database,
  partner: string,
  work: (reader: Reader) => Promise<T>,
): Promise<T> {
  return await database.read(async (reader) => {
    const setting = sql<{ readonly partner: string }>`(
      select set_config('caveat.partner', ${partner}, true) as partner
    )`;
    const [, value] = await Promise.all([
      reader.select.selectFrom(setting.as("setting")).selectAll().execute(),
      work(reader),
    ]);
    return value;
  });
}
