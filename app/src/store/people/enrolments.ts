import type { Moment } from "../column.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import type { Mark } from "./persons.ts";

/** A link with which somebody gets a key. */
export interface EnrolmentRow {
  readonly id: string;
  readonly person: string;
  readonly kind: "founding" | "invitation" | "recovery";
  readonly by: string | undefined;
  readonly usableFrom: Moment;
  readonly expires: Moment;
  readonly confirmedBy: string | undefined;
  readonly ended: "used" | "stopped" | undefined;
}

export interface NewEnrolmentRow extends Omit<EnrolmentRow, "confirmedBy" | "ended"> {
  readonly hash: Uint8Array;
}

export async function findEnrolment(
  reader: Reader,
  by: { readonly id: string } | { readonly hash: Uint8Array },
): Promise<EnrolmentRow | undefined> {
  const all = selectEnrolments(reader);
  const query =
    "id" in by ? all.where("enrolment.id", "=", by.id) : all.where("hash", "=", by.hash);
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : toEnrolment(row);
}

export async function listEnrolments(reader: Reader, person: string): Promise<EnrolmentRow[]> {
  const query = selectEnrolments(reader).where("enrolment.person", "=", person);
  return (await query.orderBy("enrolment.id").execute()).map(toEnrolment);
}

function selectEnrolments({ select }: Reader) {
  return select
    .selectFrom("enrolment")
    .leftJoin("enrolment_confirmation", "enrolment_confirmation.enrolment", "enrolment.id")
    .leftJoin("enrolment_end", "enrolment_end.enrolment", "enrolment.id")
    .select([
      "enrolment.id",
      "enrolment.person",
      "kind",
      "enrolment.by_person as by",
      "usable_from",
      "expires",
      "confirmed_by",
      "how",
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectEnrolments>["execute"]>>[number];

function toEnrolment({ by, usable_from, confirmed_by, how, ...row }: Row): EnrolmentRow {
  return {
    ...row,
    by: by ?? undefined,
    usableFrom: usable_from,
    confirmedBy: confirmed_by ?? undefined,
    ended: how ?? undefined,
  };
}

export async function addEnrolment(
  { change }: Transactor,
  { id, hash, person, kind, by, usableFrom, expires }: NewEnrolmentRow,
  at: Moment,
): Promise<void> {
  const times = { at, usable_from: usableFrom, expires };
  const row = { id, hash, person, kind, by_person: by ?? null, ...times };
  await change.insertInto("enrolment").values(row).execute();
}

export async function confirmEnrolment(
  { change }: Transactor,
  { id, person, by }: EnrolmentRow,
  mark: Mark,
): Promise<void> {
  if (by === undefined) throw new Error("the operator's link needs no confirmation");
  const row = { enrolment: id, person, by_person: by, confirmed_by: mark.by, at: mark.at };
  await change.insertInto("enrolment_confirmation").values(row).execute();
}

export async function endEnrolment(
  { change }: Transactor,
  enrolment: string,
  how: "used" | "stopped",
  { by, at }: Mark,
): Promise<void> {
  await change.insertInto("enrolment_end").values({ enrolment, how, by_person: by, at }).execute();
}
