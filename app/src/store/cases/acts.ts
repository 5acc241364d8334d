import type { Moment } from "../column.ts";
import type { SealedValue } from "../sealed-values.ts";
import type { Reader, Transactor } from "../transaction.ts";
import { sealedIn } from "./columns.ts";

/** The names under which the entry of an act commits to its words, and to the answer of a key. */
export const ACT = "act";
export const ASSERTION = "assertion";

export interface ActRow {
  readonly id: string;
  readonly seq: number;
  /** Undefined where it was erased. */
  readonly sealed: SealedValue | undefined;
}

export interface NewAct {
  readonly id: string;
  readonly case: string;
  readonly seq: number;
  readonly kind: string;
  readonly person: string;
  readonly at: Moment;
}

/** The acts of a case in their order. */
export async function readActs({ select }: Reader, id: string): Promise<ActRow[]> {
  const rows = await select
    .selectFrom("act")
    .leftJoin("sealed_value", (join) => join.onRef("entry_id", "=", "act.id").on("field", "=", ACT))
    .select(["act.id", "seq", "entry_id", "field", "subject", "commitment", "box"])
    .where("case_id", "=", id)
    .orderBy("seq")
    .execute();
  return rows.map((row) => ({ id: row.id, seq: row.seq, sealed: sealedIn(row) }));
}

export async function findAct(
  { select }: Reader,
  id: string,
): Promise<{ readonly case: string; readonly by: string } | undefined> {
  return await select
    .selectFrom("act")
    .select(["case_id as case", "person as by"])
    .where("id", "=", id)
    .executeTakeFirst();
}

export async function addAct({ change }: Transactor, act: NewAct): Promise<void> {
  const { id, seq, kind, person, at } = act;
  const previous = seq === 1 ? null : seq - 1;
  await change
    .insertInto("act")
    .values({ id, case_id: act.case, seq, previous, kind, person, at })
    .execute();
}
