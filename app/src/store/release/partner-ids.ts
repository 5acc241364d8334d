import type { Reader } from "../transaction/transaction.ts";

/** Every partner that was ever registered, by its id. */
export async function partnerIds({ select }: Reader): Promise<readonly string[]> {
  const rows = await select.selectFrom("partner").select("id").orderBy("id").execute();
  return rows.map(({ id }) => id);
}
