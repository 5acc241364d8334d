import { sealedIn } from "../cases/columns.ts";
import type { Moment } from "../column.ts";
import type { SealedValue } from "../log/sealed-values.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";

/** The name under which the entry of a profile commits to its plan. */
export const PLAN = "plan";

export interface ProfileRow {
  readonly partner: string;
  readonly topic: string;
  readonly number: number;
  readonly entry: string;
  readonly by: string;
  readonly at: Moment;
}

/** Adds a version; false where its number is taken, or is not the next. */
export async function addProfile(
  { change, select }: Transactor,
  { partner, topic, number, entry, by, at }: ProfileRow,
): Promise<boolean> {
  const previous = number === 1 ? null : number - 1;
  if (previous !== null && !(await isThere({ select }, partner, topic, previous))) return false;
  const { numInsertedOrUpdatedRows } = await change
    .insertInto("profile")
    .values({ partner, topic, number, previous, entry, by_person: by, at })
    .onConflict((conflict) => conflict.columns(["partner", "topic", "number"]).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

async function isThere(
  { select }: Pick<Reader, "select">,
  partner: string,
  topic: string,
  number: number,
): Promise<boolean> {
  const found = await select
    .selectFrom("profile")
    .select("number")
    .where("partner", "=", partner)
    .where("topic", "=", topic)
    .where("number", "=", number)
    .executeTakeFirst();
  return found !== undefined;
}

/** The newest version of each of a partner's profiles, by topic, with what is sealed of it. */
export async function newestProfiles(
  { select }: Reader,
  partner: string,
): Promise<(ProfileRow & { readonly sealed: SealedValue | undefined })[]> {
  const rows = await select
    .selectFrom("profile as p")
    .leftJoin("profile as later", (join) =>
      join
        .onRef("later.partner", "=", "p.partner")
        .onRef("later.topic", "=", "p.topic")
        .onRef("later.previous", "=", "p.number"),
    )
    .leftJoin("sealed_value as s", (join) =>
      join.onRef("s.entry_id", "=", "p.entry").on("s.field", "=", PLAN),
    )
    .select(["p.partner", "p.topic", "p.number", "p.entry", "p.by_person as by", "p.at"])
    .select(["s.entry_id", "s.field", "s.subject", "s.commitment", "s.box"])
    .where("p.partner", "=", partner)
    .where("later.entry", "is", null)
    .orderBy("p.topic")
    .execute();
  return rows.map((row) => {
    const { topic, number, entry, by, at } = row;
    return { partner, topic, number, entry, by, at, sealed: sealedIn(row) };
  });
}
