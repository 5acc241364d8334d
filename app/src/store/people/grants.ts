import type { Moment } from "../column.ts";
import { type Lookup, registerLookup } from "../transaction/statement.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import type { Mark } from "./persons.ts";

/** A role somebody has, was proposed for, or had. */
export interface GrantRow {
  readonly id: string;
  readonly person: string;
  readonly role: string;
  readonly from: string;
  readonly until: string | undefined;
  readonly mandate: string;
  readonly proposedBy: string | undefined;
  readonly confirmedBy: string | undefined;
  readonly confirmedAt: Moment | undefined;
  readonly lastDay: string | undefined;
}

export interface NewGrantRow extends Omit<GrantRow, "confirmedBy" | "confirmedAt" | "lastDay"> {
  readonly administers: boolean;
  readonly salt: Uint8Array;
  readonly founder: number | undefined;
}

/** The last day that stands for no end. */
const FOREVER = "9999-12-31";

/** A day as it is kept: the columns are never null, since a reference holds only without nulls. */
export function toLastDay(until: string | undefined): string {
  return until ?? FOREVER;
}

export function fromLastDay(until: string): string | undefined {
  return until === FOREVER ? undefined : until;
}

/** The grants of one person, or of all, in the order of their first days. */
export async function listGrants(reader: Reader, person?: string): Promise<GrantRow[]> {
  if (person !== undefined) {
    return (await reader.select.executeQuery(grantsOf({ person }))).rows.map(toGrant);
  }
  return (await inOrder(selectGrants(reader)).execute()).map(toGrant);
}

const grantsOf: Lookup<{ readonly person: string }, Row> = registerLookup((select, { person }) =>
  inOrder(selectGrants({ select })).where("role_grant.person", "=", person).compile(),
);

function inOrder(query: ReturnType<typeof selectGrants>) {
  return query.orderBy("valid_from").orderBy("role_grant.id");
}

export async function findGrant(reader: Reader, id: string): Promise<GrantRow | undefined> {
  const row = await selectGrants(reader).where("role_grant.id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : toGrant(row);
}

function selectGrants({ select }: Pick<Reader, "select">) {
  return select
    .selectFrom("role_grant")
    .leftJoin("role_confirmation", "role_confirmation.grant_id", "role_grant.id")
    .leftJoin("role_end", "role_end.grant_id", "role_grant.id")
    .select([
      "role_grant.id",
      "role_grant.person",
      "role_grant.role",
      "role_grant.valid_from",
      "role_grant.valid_until",
      "mandate",
      "role_grant.proposed_by",
      "confirmed_by",
      "role_confirmation.at as confirmed_at",
      "last_day",
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectGrants>["execute"]>>[number];

function toGrant(row: Row): GrantRow {
  const { id, person, role, mandate } = row;
  return {
    id,
    person,
    role,
    from: row.valid_from,
    until: fromLastDay(row.valid_until),
    mandate,
    proposedBy: row.proposed_by ?? undefined,
    confirmedBy: row.confirmed_by ?? undefined,
    confirmedAt: row.confirmed_at ?? undefined,
    lastDay: row.last_day ?? undefined,
  };
}

export async function addGrant(
  { change }: Transactor,
  grant: NewGrantRow,
  at: Moment,
): Promise<void> {
  const { id, person, administers, role, from, until, mandate, salt } = grant;
  await change
    .insertInto("role_grant")
    .values({
      id,
      person,
      administers,
      role,
      mandate,
      salt,
      at,
      valid_from: from,
      valid_until: toLastDay(until),
      proposed_by: grant.proposedBy ?? null,
      founder: grant.founder ?? null,
    })
    .execute();
}

/** Fails for a grant of the first administrators, which needs none: nobody proposed it. */
export async function confirmGrant(
  { change }: Transactor,
  { id, person, role, from, until, proposedBy }: GrantRow,
  { by, at }: Mark,
): Promise<void> {
  if (proposedBy === undefined) throw new Error("nobody proposed this role");
  await change
    .insertInto("role_confirmation")
    .values({
      grant_id: id,
      person,
      role,
      at,
      valid_from: from,
      valid_until: toLastDay(until),
      proposed_by: proposedBy,
      confirmed_by: by,
    })
    .execute();
}

export async function endGrant(
  { change }: Transactor,
  grant: string,
  lastDay: string,
  { by, at }: Mark,
): Promise<void> {
  const row = { grant_id: grant, last_day: lastDay, by_person: by, at };
  await change.insertInto("role_end").values(row).execute();
}
