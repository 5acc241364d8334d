import type { Moment } from "../column.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import type { Mark } from "./persons.ts";

/** A passkey in use. */
export interface PasskeyRow {
  readonly id: string;
  readonly person: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly at: Moment;
}

/** The keys of somebody that are in use, the oldest first. */
export async function listPasskeys(reader: Reader, person: string): Promise<PasskeyRow[]> {
  const query = selectPasskeys(reader).where("passkey.person", "=", person);
  return (await query.orderBy("passkey.at").orderBy("passkey.id").execute()).map(toPasskey);
}

export async function findPasskey(reader: Reader, id: string): Promise<PasskeyRow | undefined> {
  const row = await selectPasskeys(reader).where("passkey.id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : toPasskey(row);
}

function selectPasskeys({ select }: Reader) {
  return select
    .selectFrom("passkey")
    .leftJoin("passkey_end", "passkey_end.passkey", "passkey.id")
    .where("passkey_end.passkey", "is", null)
    .select(["passkey.id", "passkey.person", "public_key", "counter", "passkey.at"]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectPasskeys>["execute"]>>[number];

function toPasskey({ public_key, ...row }: Row): PasskeyRow {
  return { ...row, publicKey: public_key };
}

export async function addPasskey(
  { change }: Transactor,
  { id, person, publicKey, counter, at }: PasskeyRow,
): Promise<void> {
  const row = { id, person, public_key: publicKey, counter, at };
  await change.insertInto("passkey").values(row).execute();
}

/** Sets the counter where it is still `from`; false where it is not. */
export async function moveCounter(
  { change }: Transactor,
  passkey: string,
  from: number,
  to: number,
): Promise<boolean> {
  const { numUpdatedRows } = await change
    .updateTable("passkey")
    .set({ counter: to })
    .where("id", "=", passkey)
    .where("counter", "=", from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function endPasskey(
  { change }: Transactor,
  passkey: string,
  { by, at }: Mark,
): Promise<void> {
  await change.insertInto("passkey_end").values({ passkey, by_person: by, at }).execute();
}

/** False where this signature was accepted before. */
export async function addUsedSignature(
  { change }: Transactor,
  hash: Uint8Array,
  at: Moment,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await change
    .insertInto("used_signature")
    .values({ hash, at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
