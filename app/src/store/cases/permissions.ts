import type { Day } from "../../core/day.ts";
import type { Moment } from "../column.ts";
import type { SealedValue } from "../log/sealed-values.ts";
import { lookup, type Lookup, registerLookup } from "../transaction/statement.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import { anyText, sealedIn } from "./columns.ts";

/** The name under which the entry of a permission commits to its words. */
export const PERMISSION = "permission";

export interface PermissionRow {
  readonly id: string;
  readonly service: string;
  readonly partner: string;
  readonly role: string;
  readonly giver: string;
  readonly on: Day;
  readonly until: Day;
  readonly quota: number;
  /** The last day, where it was ended. */
  readonly lastDay: Day | undefined;
  readonly sealed: SealedValue | undefined;
}

export interface NewPermission extends Omit<PermissionRow, "lastDay" | "sealed"> {
  readonly grant: string;
  readonly validFrom: Day;
  readonly validUntil: Day;
  readonly isUnevaluated: boolean;
  readonly at: Moment;
}

export async function addPermission({ change }: Transactor, one: NewPermission): Promise<void> {
  const { id, service, partner, role, giver, quota, at } = one;
  await change
    .insertInto("permission")
    .values({
      id,
      service,
      partner,
      role,
      giver,
      quota,
      at,
      grant_id: one.grant,
      valid_from: one.validFrom,
      valid_until: one.validUntil,
      on_day: one.on,
      until_day: one.until,
      unevaluated: one.isUnevaluated,
    })
    .execute();
}

/** Ends a permission; false where it has ended before. */
export async function endPermission(
  { change }: Transactor,
  one: { readonly permission: string; readonly entry: string; readonly lastDay: Day },
  { by, at }: { readonly by: string; readonly at: Moment },
): Promise<boolean> {
  const { permission, entry, lastDay } = one;
  const { numInsertedOrUpdatedRows } = await change
    .insertInto("permission_end")
    .values({ permission, entry, last_day: lastDay, by_person: by, at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findPermission(
  reader: Reader,
  id: string,
): Promise<PermissionRow | undefined> {
  const row = await selectPermissions(reader).where("permission.id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : toPermission(row);
}

/**
 * The permissions of a service for these partners that are in force on a day; the service by its id, or as
 * that of somebody who works there.
 */
export async function permissionsFor(
  reader: Reader,
  partners: readonly string[],
  of: { readonly service: string } | { readonly person: string },
  day: Day,
): Promise<PermissionRow[]> {
  const query =
    "service" in of
      ? permissionsOn({ partners, day, ...of })
      : permissionsOfColleague({ partners, day, ...of });
  return (await reader.select.executeQuery(query)).rows.map(toPermission);
}

interface OnDay {
  readonly partners: readonly string[];
  readonly day: Day;
}

const permissionsOn: Lookup<OnDay & { readonly service: string }, Row> = registerLookup(
  (select, { service, partners, day }) =>
    selectInForce(select, { partners, day }).where("permission.service", "=", service).compile(),
);

const permissionsOfColleague: Lookup<OnDay & { readonly person: string }, Row> = registerLookup(
  (select, { person, partners, day }) =>
    selectInForce(select, { partners, day })
      .where("permission.service", "=", (eb) =>
        eb.selectFrom("person").select("service").where("person.id", "=", person),
      )
      .compile(),
);

function selectInForce(select: Reader["select"], { partners, day }: OnDay) {
  return selectPermissions({ select })
    .where("permission.partner", "=", anyText(partners))
    .where("permission.until_day", ">=", day)
    .where((eb) => eb.or([eb("last_day", "is", null), eb("last_day", ">=", day)]))
    .orderBy("permission.id");
}

function selectPermissions({ select }: Pick<Reader, "select">) {
  return select
    .selectFrom("permission")
    .leftJoin("permission_end", "permission_end.permission", "permission.id")
    .leftJoin("sealed_value", (join) =>
      join.onRef("entry_id", "=", "permission.id").on("field", "=", PERMISSION),
    )
    .select(["permission.id", "permission.service", "permission.partner", "permission.role"])
    .select(["giver", "on_day", "until_day", "quota", "last_day"])
    .select(["entry_id", "field", "subject", "commitment", "box"]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectPermissions>["execute"]>>[number];

function toPermission(row: Row): PermissionRow {
  const { id, service, partner, role, giver, quota, on_day, until_day, last_day } = row;
  return {
    id,
    service,
    partner,
    role,
    giver,
    quota,
    on: on_day,
    until: until_day,
    lastDay: last_day ?? undefined,
    sealed: sealedIn(row),
  };
}

/** A permission as it is listed: nothing that is sealed. */
export interface ListedPermission extends Omit<PermissionRow, "sealed"> {
  /** How many cases count as a use of it. */
  readonly used: number;
}

/** A page of the permissions of a service, by id, those that ended among them. */
export async function listPermissions(
  { select }: Reader,
  service: string,
  { after, most }: { readonly after: string | undefined; readonly most: number },
): Promise<ListedPermission[]> {
  const all = selectPermissions({ select }).where("permission.service", "=", service);
  const page = after === undefined ? all : all.where("permission.id", ">", after);
  const rows = await page.orderBy("permission.id").limit(most).execute();
  const uses = await usesOf(
    { select },
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const { sealed: _, ...listed } = toPermission(row);
    return { ...listed, used: uses.filter((one) => one.permission === row.id).length };
  });
}

/** A case that rests on a permission. */
export interface PermissionUse {
  readonly permission: string;
  readonly nth: number;
  readonly case: string;
}

/** The cases that rest on these permissions. */
export async function usesOf(
  { select }: Pick<Reader, "select">,
  permissions: readonly string[],
): Promise<PermissionUse[]> {
  if (permissions.length === 0) return [];
  return await select
    .selectFrom("permission_use")
    .select(["permission", "nth", "case_id as case"])
    .where("permission", "in", permissions)
    .execute();
}

/** The permissions that a case counts as a use of. */
export async function usedBy({ select }: Reader, id: string): Promise<string[]> {
  const { rows } = await select.executeQuery(usesByCase({ id }));
  return rows.map(({ permission }) => permission);
}

const usesByCase: Lookup<{ readonly id: string }, { readonly permission: string }> = lookup(
  (query, { id }) =>
    query.selectFrom("permission_use").select("permission").where("case_id", "=", id).compile(),
);

/**
 * Counts a case as a use of a permission. False where another case was counted meanwhile; the database
 * itself refuses one beyond the quota.
 */
export async function addUse(
  { change }: Transactor,
  permission: string,
  about: {
    readonly case: string;
    readonly requester: string;
    readonly on: Day;
    readonly at: Moment;
  },
): Promise<boolean> {
  const last = await change
    .selectFrom("permission_use")
    .select("nth")
    .where("permission", "=", permission)
    .orderBy("nth", "desc")
    .limit(1)
    .executeTakeFirst();
  const terms = await change
    .selectFrom("permission")
    .select(["partner", "role", "giver", "quota", "until_day"])
    .where("id", "=", permission)
    .executeTakeFirstOrThrow();
  const nth = (last?.nth ?? 0) + 1;
  if (nth > terms.quota) return false;
  const { numInsertedOrUpdatedRows } = await change
    .insertInto("permission_use")
    .values({
      ...terms,
      permission,
      nth,
      previous: last?.nth ?? null,
      case_id: about.case,
      requester: about.requester,
      on_day: about.on,
      at: about.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}
