import type { Moment } from "../column.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";

export interface CredentialRow {
  readonly id: string;
  readonly partner: string;
  readonly kind: string;
  /** Networks, with a space between them; empty for any. */
  readonly addresses: string;
  readonly from: Moment;
  readonly until: Moment;
}

/** The segment of a partner's addresses: the one it has, else this one. */
export async function makeRoot(
  { change }: Transactor,
  partner: string,
  segment: string,
  at: Moment,
): Promise<string> {
  await change
    .insertInto("partner_root")
    .values({ partner, segment, at })
    .onConflict((conflict) => conflict.column("partner").doNothing())
    .execute();
  const found = change.selectFrom("partner_root").select("segment").where("partner", "=", partner);
  return (await found.executeTakeFirstOrThrow()).segment;
}

/** Adds a credential to a partner that has a root, with the hash it is known by. */
export async function addCredential(
  { change }: Transactor,
  { id, partner, kind, addresses, from, until }: CredentialRow,
  hash: Uint8Array,
  { by, at }: { readonly by: string; readonly at: Moment },
): Promise<void> {
  const row = { id, partner, kind, addresses, valid_from: from, valid_until: until };
  await change
    .insertInto("channel_credential")
    .values({ ...row, by_person: by, at })
    .execute();
  await change.insertInto("channel_key").values({ hash, kind, credential: id }).execute();
}

/** Ends a credential; false where there is none, or it has ended. */
export async function endCredential(
  { change, select }: Transactor,
  credential: string,
  { id, by, at }: { readonly id: string; readonly by: string; readonly at: Moment },
): Promise<boolean> {
  const found = select.selectFrom("channel_credential").select("id").where("id", "=", credential);
  if ((await found.executeTakeFirst()) === undefined) return false;
  const { numInsertedOrUpdatedRows } = await change
    .insertInto("channel_credential_end")
    .values({ credential, entry: id, by_person: by, at })
    .onConflict((conflict) => conflict.column("credential").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** A partner's credentials, the oldest first; one whose hash is gone, after a restore, has ended. */
export async function listCredentials(
  { select }: Reader,
  partner: string,
): Promise<(CredentialRow & { readonly isEnded: boolean })[]> {
  const rows = await select
    .selectFrom("channel_credential as c")
    .leftJoin("channel_key as k", "k.credential", "c.id")
    .leftJoin("channel_credential_end as e", "e.credential", "c.id")
    .select(["c.id", "c.partner", "c.kind", "c.addresses"])
    .select(["c.valid_from as from", "c.valid_until as until", "k.hash", "e.entry"])
    .where("c.partner", "=", partner)
    .orderBy("c.at")
    .orderBy("c.id")
    .execute();
  return rows.map(({ hash, entry, ...row }) => ({
    ...row,
    isEnded: hash === null || entry !== null,
  }));
}
