import { sealedIn } from "../cases/columns.ts";
import type { Moment } from "../column.ts";
import type { SealedValue } from "../log/sealed-values.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";

/** The name under which the entry of a word commits to what was said. */
export const WORD = "word";

export interface WordRow {
  readonly id: string;
  readonly partner: string;
  readonly kind: string;
  readonly about: string;
  readonly case: string;
  readonly by: string | null;
  readonly credential: string | null;
  readonly at: Moment;
}

/** Adds what a partner said; false where it is there already. */
export async function addWord(
  { change }: Transactor,
  { case: case_id, by, ...row }: WordRow,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await change
    .insertInto("partner_word")
    .values({ ...row, case_id, by_person: by })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** What partners said about a release or a notice, the oldest first, each with what is sealed of it. */
export async function wordsAbout(
  { select }: Reader,
  about: string,
): Promise<(WordRow & { readonly sealed: SealedValue | undefined })[]> {
  const rows = await select
    .selectFrom("partner_word as w")
    .leftJoin("sealed_value as s", (join) =>
      join.onRef("s.entry_id", "=", "w.id").on("s.field", "=", WORD),
    )
    .select(["w.id", "w.partner", "w.kind", "w.about", "w.case_id as case"])
    .select(["w.by_person as by", "w.credential", "w.at"])
    .select(["s.entry_id", "s.field", "s.subject", "s.commitment", "s.box"])
    .where("w.about", "=", about)
    .orderBy("w.at")
    .orderBy("w.id")
    .execute();
  return rows.map((row) => {
    const { id, partner, kind, by, credential, at } = row;
    const said = { id, partner, kind, about: row.about, case: row.case, by, credential, at };
    return { ...said, sealed: sealedIn(row) };
  });
}
