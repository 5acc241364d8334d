import type { Day } from "../../core/day.ts";
import type { Moment } from "../column.ts";
import type { Reader, Transactor } from "../transaction.ts";
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
  const rows = await select
    .selectFrom("duty")
    .select(["id", "says", "basis", "due", "done", "overdue", "escalates_to"])
    .where("case_id", "=", id)
    .orderBy("at")
    .orderBy("id")
    .execute();
  return rows.map(toDuty);
}

export function toDuty(
  row: { readonly escalates_to: string; readonly basis: string } & Omit<
    DutyRow,
    "escalatesTo" | "basis"
  >,
): DutyRow {
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
  const rows = duties.map(({ escalatesTo, ...duty }) => ({
    ...duty,
    case_id: about.case,
    service: about.service,
    escalates_to: escalatesTo,
    at: about.at,
  }));
  await change
    .insertInto("duty")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["case_id", "id"]).doUpdateSet((eb) => ({
        done: eb.ref("excluded.done"),
        overdue: eb.ref("excluded.overdue"),
      })),
    )
    .execute();
}

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
