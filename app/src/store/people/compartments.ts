import { type Lookup, registerLookup } from "../transaction/statement.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import { fromLastDay, toLastDay } from "./grants.ts";
import type { Mark } from "./persons.ts";

/** Somebody's place in a compartment. */
export interface MemberRow {
  readonly id: string;
  readonly compartment: string;
  readonly person: string;
  readonly from: string;
  readonly until: string | undefined;
  readonly lastDay: string | undefined;
}

export async function listCompartments({ select }: Reader): Promise<string[]> {
  const rows = await select.selectFrom("compartment").select("id").orderBy("id").execute();
  return rows.map(({ id }) => id);
}

export async function addCompartment(
  { change }: Transactor,
  id: string,
  { by, at }: Mark,
): Promise<void> {
  await change.insertInto("compartment").values({ id, by_person: by, at }).execute();
}

/** The places of one person, or of all. */
export async function listMembers(reader: Reader, person?: string): Promise<MemberRow[]> {
  if (person !== undefined) {
    return (await reader.select.executeQuery(membersFor({ person }))).rows.map(toMember);
  }
  return (await inOrder(selectMembers(reader)).execute()).map(toMember);
}

const membersFor: Lookup<{ readonly person: string }, Row> = registerLookup((select, { person }) =>
  inOrder(selectMembers({ select })).where("person", "=", person).compile(),
);

function inOrder(query: ReturnType<typeof selectMembers>) {
  return query.orderBy("compartment").orderBy("compartment_member.id");
}

export async function findMember(reader: Reader, id: string): Promise<MemberRow | undefined> {
  const row = await selectMembers(reader)
    .where("compartment_member.id", "=", id)
    .executeTakeFirst();
  return row === undefined ? undefined : toMember(row);
}

function selectMembers({ select }: Pick<Reader, "select">) {
  return select
    .selectFrom("compartment_member")
    .leftJoin("compartment_member_end", "member", "compartment_member.id")
    .select([
      "compartment_member.id",
      "compartment",
      "person",
      "valid_from",
      "valid_until",
      "last_day",
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectMembers>["execute"]>>[number];

function toMember({ id, compartment, person, valid_from, valid_until, last_day }: Row): MemberRow {
  const days = { from: valid_from, until: fromLastDay(valid_until) };
  return { id, compartment, person, ...days, lastDay: last_day ?? undefined };
}

export async function addMember(
  { change }: Transactor,
  { id, compartment, person, from, until }: Omit<MemberRow, "lastDay">,
  { by, at }: Mark,
): Promise<void> {
  const days = { valid_from: from, valid_until: toLastDay(until) };
  const row = { id, compartment, person, ...days, by_person: by, at };
  await change.insertInto("compartment_member").values(row).execute();
}

export async function endMember(
  { change }: Transactor,
  member: string,
  lastDay: string,
  { by, at }: Mark,
): Promise<void> {
  const row = { member, last_day: lastDay, by_person: by, at };
  await change.insertInto("compartment_member_end").values(row).execute();
}
