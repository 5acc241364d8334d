import { sql } from "kysely";
import type { Day } from "../../core/day.ts";
import type { Moment } from "../column.ts";
import type { SealedValue } from "../log/sealed-values.ts";
import { type Lookup, registerLookup } from "../transaction/statement.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import { anyText, sealedIn, type SealedColumns } from "./columns.ts";

/** The name under which the entry of a version commits to what is held about the partner. */
export const STANDING = "standing";

/** A version of a registered partner, with what is sealed of it. */
export interface PartnerVersionRow {
  readonly partner: string;
  readonly number: number;
  readonly from: Day;
  readonly revision: number;
  /** Undefined where it was erased. */
  readonly sealed: SealedValue | undefined;
}

export interface NewPartnerVersion {
  readonly partner: string;
  readonly isGroup: boolean;
  readonly number: number;
  readonly entry: string;
  readonly hash: Uint8Array;
  readonly recordedOn: Day;
  readonly from: Day;
  readonly by: string;
  readonly at: Moment;
}

/** The subject under whose key a partner's versions are sealed; undefined for an unknown partner. */
export async function findPartnerSubject(
  { select }: Reader,
  id: string,
): Promise<string | undefined> {
  const found = select.selectFrom("partner").select("subject").where("id", "=", id);
  return (await found.executeTakeFirst())?.subject;
}

/** Adds a partner; false where its id is taken. */
export async function addPartner(
  { change }: Transactor,
  { partner, isGroup, by, at }: NewPartnerVersion,
  subject: string,
): Promise<boolean> {
  const row = { id: partner, subject, is_group: isGroup, revision: 1, by_person: by, at };
  const { numInsertedOrUpdatedRows } = await change
    .insertInto("partner")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Adds a version; false where its number is taken, or is not the next. */
export async function addPartnerVersion(
  transactor: Transactor,
  { partner, number, entry, hash, recordedOn, from, by, at }: NewPartnerVersion,
): Promise<boolean> {
  if (number > 1) {
    await bumpPartner(transactor, partner);
    if ((await newestVersion(transactor, partner)) !== number - 1) return false;
  }
  const row = { partner, number, previous: number === 1 ? null : number - 1, entry, hash };
  await transactor.change
    .insertInto("partner_version")
    .values({ ...row, recorded_on: recordedOn, valid_from: from, by_person: by, at })
    .execute();
  return true;
}

/** Something has changed for a partner: cases that rest on it are to be decided again. */
export async function bumpPartner({ change }: Transactor, partner: string): Promise<void> {
  await change
    .updateTable("partner")
    .set((eb) => ({ revision: eb("revision", "+", 1) }))
    .where("id", "=", partner)
    .execute();
}

/** The number of the newest version, whether it counts yet or not; 0 where there is none. */
export async function newestVersion({ select }: Reader, partner: string): Promise<number> {
  const row = await select
    .selectFrom("partner_version")
    .select("number")
    .where("partner", "=", partner)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.number ?? 0;
}

/** For each of these partners, or of all, the newest version among those that count on a day. */
export async function versionsOn(
  { select }: Reader,
  day: Day,
  partners?: readonly string[],
): Promise<PartnerVersionRow[]> {
  if (partners === undefined) return (await selectVersions(select, day).execute()).map(toVersion);
  const [only = "", ...others] = partners;
  const query =
    others.length === 0 ? versionOf({ day, partner: only }) : versionsAmong({ day, partners });
  return (await select.executeQuery(query)).rows.map(toVersion);
}

/** For one, which is the common case: the plan for a list is made anew each time. */
interface OneOnDay {
  readonly day: Day;
  readonly partner: string;
}

const versionOf: Lookup<OneOnDay, VersionRow> = registerLookup((select, { day, partner }) =>
  selectVersions(select, day).where("partner.id", "=", partner).compile(),
);

interface OnDay {
  readonly day: Day;
  readonly partners: readonly string[];
}

const versionsAmong: Lookup<OnDay, VersionRow> = registerLookup((select, { day, partners }) =>
  selectVersions(select, day).where("partner.id", "=", anyText(partners)).compile(),
);

function selectVersions(select: Reader["select"], day: Day) {
  return select
    .selectFrom("partner")
    .innerJoinLateral(
      (query) =>
        query
          .selectFrom("partner_version")
          .select(["number", "valid_from", "entry"])
          .whereRef("partner_version.partner", "=", "partner.id")
          .where("valid_from", "<=", day)
          .orderBy("number", "desc")
          .limit(1)
          .as("current"),
      (join) => join.onTrue(),
    )
    .leftJoin("sealed_value", (join) =>
      join.onRef("entry_id", "=", "current.entry").on("field", "=", STANDING),
    )
    .select(["partner.id", "partner.revision", "current.number", "current.valid_from"])
    .select(["entry_id", "field", "sealed_value.subject", "commitment", "box"])
    .orderBy("partner.id");
}

interface VersionRow extends SealedColumns {
  readonly id: string;
  readonly revision: number;
  readonly number: number;
  readonly valid_from: Day;
}

function toVersion(row: VersionRow): PartnerVersionRow {
  const { id, revision, number, valid_from } = row;
  return { partner: id, number, from: valid_from, revision, sealed: sealedIn(row) };
}

/** First days, after a day, of versions that do not count yet. */
export async function comingVersions(
  { select }: Reader,
  day: Day,
  partners: readonly string[],
): Promise<{ readonly partner: string; readonly from: Day }[]> {
  const [only = "", ...others] = partners;
  const query =
    others.length === 0 ? comingOf({ day, partner: only }) : comingAmong({ day, partners });
  return (await select.executeQuery(query)).rows;
}

interface Coming {
  readonly partner: string;
  readonly from: Day;
}

const comingOf: Lookup<OneOnDay, Coming> = registerLookup((select, { day, partner }) =>
  selectComing(select, day).where("partner", "=", partner).compile(),
);

const comingAmong: Lookup<OnDay, Coming> = registerLookup((select, { day, partners }) =>
  selectComing(select, day).where("partner", "=", anyText(partners)).compile(),
);

function selectComing(select: Reader["select"], day: Day) {
  return select
    .selectFrom("partner_version")
    .select(["partner", "valid_from as from"])
    .where("valid_from", ">", day)
    .orderBy("valid_from");
}

/** An own service with its country and the ids under which it appears in items. */
export interface DescribedServiceRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly minister: string | null;
  readonly country: string;
  readonly aliases: readonly string[];
}

/** The own services that were described; one of them, where it is named. */
export async function describedServices(
  { select }: Reader,
  service?: string,
): Promise<DescribedServiceRow[]> {
  const { rows } = await select.executeQuery(
    service === undefined ? allServices({}) : serviceById({ service }),
  );
  const byId = new Map<string, DescribedServiceRow & { readonly aliases: string[] }>();
  for (const { alias, ...row } of rows) {
    const known = byId.get(row.id) ?? { ...row, aliases: [] };
    if (alias !== null) known.aliases.push(alias);
    byId.set(row.id, known);
  }
  return [...byId.values()];
}

const allServices: Lookup<object, ServiceColumns> = registerLookup((select) =>
  selectServices(select).compile(),
);

const serviceById: Lookup<{ readonly service: string }, ServiceColumns> = registerLookup(
  (select, { service }) => selectServices(select).where("service.id", "=", service).compile(),
);

type ServiceColumns = Awaited<ReturnType<ReturnType<typeof selectServices>["execute"]>>[number];

function selectServices(select: Reader["select"]) {
  return select
    .selectFrom("service")
    .innerJoin("service_country", "service_country.service", "service.id")
    .leftJoin("service_alias", "service_alias.service", "service.id")
    .select(["service.id", "name", "kind", "minister", "country", "alias"])
    .orderBy("service.id")
    .orderBy("alias");
}

/** Describes a service; what is there already stays. False where its country is another. */
export async function describeService(
  { change }: Transactor,
  service: string,
  country: string,
  aliases: readonly string[],
  at: Moment,
): Promise<boolean> {
  await change
    .insertInto("service_country")
    .values({ service, country, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await sql`
    insert into service_alias (service, alias, at)
    select ${service}, added.alias, ${at}::timestamptz
    from unnest(${aliases}::text[]) as added (alias)
    on conflict do nothing
  `.execute(change);
  const found = change
    .selectFrom("service_country")
    .select("country")
    .where("service", "=", service);
  return (await found.executeTakeFirst())?.country === country;
}
