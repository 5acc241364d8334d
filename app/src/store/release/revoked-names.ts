import { sql } from "kysely";
import type { Reader, Transactor } from "../transaction/transaction.ts";

/** Notes what was called so for a partner and may not be again, since a recall took it back for good. */
export async function addRevokedNames(
  { change }: Transactor,
  { recall, partner }: { readonly recall: string; readonly partner: string },
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  await sql`
    insert into revoked_name (partner, name, recall)
    select ${partner}, gone.name, ${recall}::uuid
    from unnest(${[...new Set(names)]}::uuid[]) as gone (name)
    on conflict do nothing
  `.execute(change);
}

/** Every name that was taken back from a partner. */
export async function revokedNames(
  { select }: Reader,
  partner: string,
): Promise<ReadonlySet<string>> {
  const rows = await select
    .selectFrom("revoked_name")
    .select("name")
    .where("partner", "=", partner)
    .execute();
  return new Set(rows.map(({ name }) => name));
}

/** Whether one of these was taken back from a partner by a recall that it has been shown. */
export async function isRevokedThere(
  { change }: Transactor,
  partner: string,
  names: readonly string[],
): Promise<boolean> {
  if (names.length === 0) return false;
  const { rows } = await sql`
    select gone.name from unnest(${[...new Set(names)]}::uuid[]) as gone (name)
      join revoked_name as r on r.partner = ${partner} and r.name = gone.name
      join disclosure as d on d.what = r.recall
    limit 1
  `.execute(change);
  return rows.length > 0;
}
