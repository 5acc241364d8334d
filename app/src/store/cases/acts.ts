import type { Moment } from "../column.ts";
import type { SealedValue } from "../log/sealed-values.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import { lookup, statement, type Lookup, type Statement } from "../transaction/statement.ts";
import { sealedIn, type SealedColumns } from "./columns.ts";

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
  const { rows } = await select.executeQuery(actsOf({ id }));
  return rows.map((row) => ({ id: row.id, seq: row.seq, sealed: sealedIn(row) }));
}

const actsOf: Lookup<
  { readonly id: string },
  SealedColumns & { readonly id: string; readonly seq: number }
> = lookup((query, { id }) =>
  query
    .selectFrom("act")
    .leftJoin("sealed_value", (join) => join.onRef("entry_id", "=", "act.id").on("field", "=", ACT))
    .select(["act.id", "seq", "entry_id", "field", "subject", "commitment", "box"])
    .where("case_id", "=", id)
    .orderBy("seq")
    .compile(),
);

/** The case of an act, and who took it. */
export interface TakenAct {
  readonly case: string;
  readonly by: string;
}

/** The act with an id. */
export const actById: Lookup<{ readonly id: string }, TakenAct> = lookup((query, { id }) =>
  query
    .selectFrom("act")
    .select(["case_id as case", "person as by"])
    .where("id", "=", id)
    .compile(),
);

export async function findAct({ select }: Reader, id: string): Promise<TakenAct | undefined> {
  const { rows } = await select.executeQuery(actById({ id }));
  return rows[0];
}

export async function addAct({ change }: Transactor, act: NewAct): Promise<void> {
  await change.executeQuery(insertAct({ ...act, previous: act.seq === 1 ? null : act.seq - 1 }));
}

const insertAct: Statement<NewAct & { readonly previous: number | null }, unknown> = statement(
  (query, { id, case: case_id, seq, previous, kind, person, at }) =>
    query.insertInto("act").values({ id, case_id, seq, previous, kind, person, at }).compile(),
);
