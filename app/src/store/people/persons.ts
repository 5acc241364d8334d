import type { Moment } from "../column.ts";
import { type Lookup, registerLookup } from "../transaction/statement.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import type { ServiceTable } from "./schema.ts";

/** A service whose people work here. */
export interface ServiceRow {
  readonly id: string;
  readonly name: string;
  readonly kind: ServiceTable["kind"]["__select__"];
  readonly minister: string | undefined;
}

/** Somebody who works here, or did. */
export interface PersonRow {
  readonly id: string;
  readonly service: string;
  readonly name: string;
  readonly administers: boolean;
  readonly ended: Moment | undefined;
}

/** By whom and when something was done. */
export interface Mark {
  readonly by: string;
  readonly at: Moment;
}

export async function listServices({ select }: Reader): Promise<ServiceRow[]> {
  const rows = await select
    .selectFrom("service")
    .select(["id", "name", "kind", "minister"])
    .orderBy("id")
    .execute();
  return rows.map(({ minister, ...row }) => ({ ...row, minister: minister ?? undefined }));
}

export async function addService(
  { change }: Transactor,
  { id, name, kind, minister }: ServiceRow,
  at: Moment,
): Promise<void> {
  const row = { id, name, kind, minister: minister ?? null, at };
  await change.insertInto("service").values(row).execute();
}

export async function findPerson(reader: Reader, id: string): Promise<PersonRow | undefined> {
  const [row] = (await reader.select.executeQuery(personById({ id }))).rows;
  return row === undefined ? undefined : { ...row, ended: row.ended ?? undefined };
}

const personById: Lookup<{ readonly id: string }, Row> = registerLookup((select, { id }) =>
  selectPersons({ select }).where("person.id", "=", id).compile(),
);

/** Everybody, by id, whatever has become of them. */
export async function listPersons(reader: Reader): Promise<PersonRow[]> {
  const rows = await selectPersons(reader).orderBy("person.id").execute();
  return rows.map((row) => ({ ...row, ended: row.ended ?? undefined }));
}

type Row = Awaited<ReturnType<ReturnType<typeof selectPersons>["execute"]>>[number];

function selectPersons({ select }: Pick<Reader, "select">) {
  return select
    .selectFrom("person")
    .leftJoin("person_end", "person_end.person", "person.id")
    .select(["person.id", "service", "name", "administers", "person_end.at as ended"]);
}

export async function addPerson(
  { change }: Transactor,
  { id, service, name, administers }: Omit<PersonRow, "ended">,
  at: Moment,
): Promise<void> {
  await change.insertInto("person").values({ id, service, name, administers, at }).execute();
}

export async function endPerson(
  { change }: Transactor,
  person: string,
  { by, at }: Mark,
): Promise<void> {
  await change.insertInto("person_end").values({ person, by_person: by, at }).execute();
}
