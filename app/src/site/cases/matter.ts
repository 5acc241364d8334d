import type { Day } from "../../core/day.ts";
import { describedServices, type DescribedServiceRow } from "../../store/cases/partners.ts";
import { permissionsFor, usesOf, type PermissionRow } from "../../store/cases/permissions.ts";
import type { PartnerPart } from "../../store/cases/parties.ts";
import type { Reader } from "../../store/transaction/transaction.ts";
import { toRecipients, versionsFor } from "../../usecases/cases/redress/find-recipients.ts";
import type { MatterOf } from "../../usecases/cases/ports.ts";
import type {
  Colleague,
  KnownItem,
  Matter,
  RestsOn,
  UsedPermission,
  Version,
} from "../../usecases/cases/records.ts";
import type { StandingPermission } from "../../core/casework/permission.ts";
import { Denied } from "../../usecases/people/denied.ts";
import type { Site } from "../site.ts";
import { readColleagues } from "./colleagues.ts";
import { readItem } from "./items.ts";
import type { Opener } from "./opened.ts";
import { readVersions, toDescribedService } from "./register.ts";

/** What a case is about, and on which revisions of its partners it was decided before. */
export interface Asked extends MatterOf {
  readonly item: string;
  readonly recipients: readonly string[];
  readonly before: readonly PartnerPart[];
}

/**
 * What a case is decided on beside its acts, in one state of the database. `known`: people who were read
 * before. Undefined where the item is not there. Rejects with a Refusal "unknown-partner", and with Denied
 * for a service nobody described.
 */
export async function readMatter(
  reader: Reader,
  asked: Asked,
  known: readonly Colleague[],
  opener: Opener,
  site: Site,
): Promise<Matter | undefined> {
  const [basis, permissions, asking] = await Promise.all([
    readBasis(reader, asked, opener, site),
    readPermissions(reader, asked, opener),
    readPeople(reader, asked, [], known),
  ]);
  const people = await readPeople(reader, asked, permissions, asking);
  return toMatter(asked, basis, permissions, people);
}

/** What a matter rests on whoever asks. */
export interface Basis {
  readonly item: KnownItem | undefined;
  readonly versions: readonly Version[];
  /** The own services that were described. */
  readonly services: readonly DescribedServiceRow[];
}

export async function readBasis(
  reader: Reader,
  { item, recipients, day }: Pick<Asked, "item" | "recipients" | "day">,
  opener: Opener,
  site: Site,
): Promise<Basis> {
  const register = {
    versions: (on: Day, ids: readonly string[]) => readVersions(reader, on, ids, opener),
  };
  const [known, versions, services] = await Promise.all([
    readItem(reader, item, opener, site),
    versionsFor(recipients, day, register),
    describedServices(reader),
  ]);
  return { item: known, versions, services };
}

/** Whose roles count: the people asked about, and those who gave a permission. `known`: read before. */
export async function readPeople(
  reader: Reader,
  { people, day }: Pick<Asked, "people" | "day">,
  permissions: readonly UsedPermission[],
  known: readonly Colleague[],
): Promise<readonly Colleague[]> {
  const ids = new Set([...people, ...permissions.map(({ permission }) => permission.by)]);
  const missing = [...ids].filter((id) => !known.some((one) => one.id === id));
  const found = await readColleagues(reader, missing, day);
  return [...ids].flatMap((id) => [...known, ...found].find((one) => one.id === id) ?? []);
}

/** Puts a matter together. Undefined where the item is not there. Throws as `readMatter` rejects. */
export function toMatter(
  asked: Asked,
  { item, versions, services }: Basis,
  permissions: readonly UsedPermission[],
  people: readonly Colleague[],
): Matter | undefined {
  const { recipients, service } = asked;
  if (item === undefined) return undefined;
  const own = services.find(({ id }) => id === service);
  if (own === undefined) throw undescribed(service);
  return {
    own: toDescribedService(own).own,
    item,
    recipients: toRecipients(recipients, versions),
    partners: versions.map((one) => toRestsOn(one, asked)),
    coming: versions.flatMap(({ coming }) => coming),
    people: people.filter((one) => one.service === service),
    permissions,
  };
}

function toRestsOn({ partner, revision }: Version, { recipients, before }: Asked): RestsOn {
  const part = recipients.includes(partner) ? "recipient" : "member";
  const known = before.find((one) => one.partner === partner);
  return { partner, part, revision, isNew: known?.revision !== revision || known.part !== part };
}

/** The permissions for these recipients, opened, with how many other cases each served. */
export async function readPermissions(
  reader: Reader,
  about: Pick<Asked, "recipients" | "day" | "case"> &
    ({ readonly service: string } | { readonly person: string }),
  opener: Opener,
): Promise<readonly UsedPermission[]> {
  const { recipients, day, case: id } = about;
  const rows = await permissionsFor(reader, recipients, about, day);
  const uses = await usesOf(
    reader,
    rows.map((row) => row.id),
  );
  const found = await Promise.all(
    rows.map(async (row) => ({
      permission: await openPermission(row, opener),
      used: uses.filter((one) => one.permission === row.id && one.case !== id).length,
    })),
  );
  return found.flatMap(({ permission, used }) =>
    permission === undefined ? [] : [{ permission, used }],
  );
}

/** A permission as it is in force: until its end, where it was ended before its time. */
export async function openPermission(
  { sealed, lastDay, until }: PermissionRow,
  opener: Opener,
): Promise<StandingPermission | undefined> {
  const opened = await opener.json<StandingPermission>(sealed);
  if (opened === undefined) return undefined;
  return lastDay !== undefined && lastDay < until ? { ...opened, until: lastDay } : opened;
}

function undescribed(service: string): Denied {
  const what = "nobody has said in which country it is";
  return new Denied("conflict", `service ${service}`, what, "describe the service first");
}
