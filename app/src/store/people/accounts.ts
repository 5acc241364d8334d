import type { Moment } from "../column.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";

/** An account at an identity provider. */
export interface AccountRow {
  readonly issuer: string;
  readonly subject: string;
}

export async function listAccounts({ select }: Reader, person: string): Promise<AccountRow[]> {
  return await select
    .selectFrom("account")
    .select(["issuer", "subject"])
    .where("person", "=", person)
    .orderBy("issuer")
    .orderBy("subject")
    .execute();
}

/** Whose account it is. */
export async function findAccount(
  { select }: Reader,
  { issuer, subject }: AccountRow,
): Promise<string | undefined> {
  const row = await select
    .selectFrom("account")
    .select("person")
    .where("issuer", "=", issuer)
    .where("subject", "=", subject)
    .executeTakeFirst();
  return row?.person;
}

export async function addAccount(
  { change }: Transactor,
  { issuer, subject }: AccountRow,
  person: string,
  at: Moment,
): Promise<void> {
  await change.insertInto("account").values({ issuer, subject, person, at }).execute();
}

export async function removeAccounts({ change }: Transactor, person: string): Promise<void> {
  await change.deleteFrom("account").where("person", "=", person).execute();
}
