import type { Moment } from "../column.ts";
import type { Transactor } from "../transaction/transaction.ts";

/** What was asked of somebody, to be answered once. */
export interface ChallengeRow {
  readonly purpose: string;
  readonly person: string | undefined;
  readonly body: Readonly<Record<string, string>>;
  readonly expires: Moment;
}

export async function addChallenge(
  { change }: Transactor,
  hash: Uint8Array,
  { purpose, person, body, expires }: ChallengeRow,
): Promise<void> {
  const row = { hash, purpose, person: person ?? null, body: JSON.stringify(body), expires };
  await change.insertInto("challenge").values(row).execute();
}

/** Removes a challenge and says what it was; undefined where it is gone. */
export async function takeChallenge(
  { change }: Transactor,
  hash: Uint8Array,
): Promise<ChallengeRow | undefined> {
  const row = await change
    .deleteFrom("challenge")
    .where("hash", "=", hash)
    .returning(["purpose", "person", "body", "expires"])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { purpose, person, body, expires } = row;
  const read = JSON.parse(body) as ChallengeRow["body"];
  return { purpose, person: person ?? undefined, body: read, expires };
}
