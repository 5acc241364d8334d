import { sql } from "kysely";
import type { Day } from "../../core/day.ts";
import type { Moment } from "../column.ts";
import { lookup, statement, type Lookup, type Statement } from "../transaction/statement.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import { anyText } from "./columns.ts";
import type { DutyTable } from "./schema.ts";

export interface DutyRow {
  readonly id: string;
  readonly says: string;
  readonly basis: "law" | "practice" | "proposed";
  readonly due: Day;
  readonly done: boolean;
  readonly overdue: boolean;
  readonly escalatesTo: string;
}

/** The duties of a case, in the order in which they came. */
export async function readDuties({ select }: Reader, id: string): Promise<DutyRow[]> {
  return (await select.executeQuery(dutiesOf({ id }))).rows.map(toDuty);
}

const dutiesOf: Lookup<{ readonly id: string }, Row> = lookup((query, { id }) =>
  query
    .selectFrom("duty")
    .select(["id", "says", "basis", "due", "done", "overdue", "escalates_to"])
    .where("case_id", "=", id)
    .orderBy("at")
    .orderBy("id")
    .compile(),
);

interface Row extends Omit<DutyRow, "escalatesTo" | "basis"> {
  readonly escalates_to: string;
  readonly basis: string;
}

export function toDuty(row: Row): DutyRow {
  const { escalates_to, basis, ...rest } = row;
  return { ...rest, basis: basis as DutyRow["basis"], escalatesTo: escalates_to };
}

/** Adds what is new, and notes what was done or has become overdue. Nothing is ever taken away. */
export async function putDuties(
  { change }: Transactor,
  duties: readonly DutyRow[],
  about: { readonly case: string; readonly service: string; readonly at: Moment },
): Promise<void> {
  if (duties.length === 0) return;
  await change.executeQuery(
    upsertDuties({
      ...about,
      ids: duties.map(({ id }) => id),
      says: duties.map((one) => one.says),
      bases: duties.map(({ basis }) => basis),
      dues: duties.map(({ due }) => due),
      dones: duties.map(({ done }) => done),
      overdues: duties.map(({ overdue }) => overdue),
      escalations: duties.map(({ escalatesTo }) => escalatesTo),
    }),
  );
}

interface Duties {
  readonly case: string;
  readonly service: string;
  readonly at: Moment;
  readonly ids: readonly string[];
  readonly says: readonly string[];
  readonly bases: readonly string[];
  readonly dues: readonly Day[];
  readonly dones: readonly boolean[];
  readonly overdues: readonly boolean[];
  readonly escalations: readonly string[];
}

const upsertDuties: Statement<Duties, unknown> = statement((query, one) =>
  sql`
    insert into duty (case_id, id, says, basis, due, done, overdue, escalates_to, service, at)
    select
      ${one.case}::uuid,
      added.id,
      added.says,
      added.basis,
      added.due,
      added.done,
      added.overdue,
      added.escalates_to,
      ${one.service}::text,
      ${one.at}::timestamptz
    from unnest(
      ${one.ids}::text[],
      ${one.says}::text[],
      ${one.bases}::text[],
      ${one.dues}::date[],
      ${one.dones}::boolean[],
      ${one.overdues}::boolean[],
      ${one.escalations}::text[]
    ) as added (id, says, basis, due, done, overdue, escalates_to)
    on conflict (case_id, id) do update set done = excluded.done, overdue = excluded.overdue
  `.compile(query),
);

/** Notes that a duty was done; false where it was before, or there is none. */
export async function markDone(
  { change }: Transactor,
  id: string,
  duty: DutyTable["id"]["__select__"],
): Promise<boolean> {
  const { numUpdatedRows } = await change
    .updateTable("duty")
    .set({ done: true, overdue: false })
    .where("case_id", "=", id)
    .where("id", "=", duty)
    .where("done", "=", false)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Duties past their day of cases whose content was erased: nobody decides those again. */
export async function overdueWithoutContent(
  { select }: Reader,
  day: Day,
): Promise<{ readonly case: string; readonly id: string }[]> {
  return await select
    .selectFrom("duty")
    .innerJoin("case_file", "case_file.id", "duty.case_id")
    .select(["case_id as case", "duty.id"])
    .where("status", "=", "erased")
    .where("done", "=", false)
    .where("overdue", "=", false)
    .where("due", "<", day)
    .orderBy("case_id")
    .orderBy("duty.id")
    .limit(1_000)
    .execute();
}

/** Notes that duties are past their day. */
export async function markOverdue(
  { change }: Transactor,
  id: string,
  duties: readonly string[],
): Promise<void> {
  await change
    .updateTable("duty")
    .set({ overdue: true })
    .where("case_id", "=", id)
    .where("id", "=", anyText(duties))
    .where("done", "=", false)
    .execute();
}
