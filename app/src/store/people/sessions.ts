import type { Moment } from "../column.ts";
import { lookup, type Lookup } from "../transaction/statement.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";

export interface SessionRow {
  readonly person: string;
  readonly method: "passkey" | "provider";
  readonly strong: boolean;
  readonly began: Moment;
  readonly proven: Moment;
  readonly seen: Moment;
  readonly expires: Moment;
}

export async function findSession(
  { select }: Reader,
  hash: Uint8Array,
): Promise<SessionRow | undefined> {
  return (await select.executeQuery(sessionByHash({ hash }))).rows[0];
}

const sessionByHash: Lookup<{ readonly hash: Uint8Array }, SessionRow> = lookup((query, { hash }) =>
  query
    .selectFrom("session")
    .select(["person", "method", "strong", "began", "proven", "seen", "expires"])
    .where("hash", "=", hash)
    .compile(),
);

export async function addSession(
  { change }: Transactor,
  hash: Uint8Array,
  { person, method, strong, began, proven, seen, expires }: SessionRow,
): Promise<void> {
  const row = { hash, person, method, strong, began, proven, seen, expires };
  await change.insertInto("session").values(row).execute();
}

/** Notes when a session was last used, where the last note is from before `since`. */
export async function noteUse(
  { change }: Transactor,
  hash: Uint8Array,
  seen: Moment,
  since: Moment,
): Promise<void> {
  await change
    .updateTable("session")
    .set({ seen })
    .where("hash", "=", hash)
    .where("seen", "<=", since)
    .execute();
}

/** Whose it was; undefined where there was none. */
export async function removeSession(
  { change }: Transactor,
  hash: Uint8Array,
): Promise<string | undefined> {
  const row = await change
    .deleteFrom("session")
    .where("hash", "=", hash)
    .returning("person")
    .executeTakeFirst();
  return row?.person;
}

export async function removeSessionsOf({ change }: Transactor, person: string): Promise<void> {
  await change.deleteFrom("session").where("person", "=", person).execute();
}

/** Removes sessions and challenges that are past their time. */
export async function removeExpired({ change }: Transactor, now: Moment): Promise<void> {
  await change.deleteFrom("session").where("expires", "<=", now).execute();
  await change.deleteFrom("challenge").where("expires", "<=", now).execute();
}
