import type { Day } from "../../core/day.ts";
import { describedServices } from "../../store/cases/partners.ts";
import { permissionsFor, usesOf, type PermissionRow } from "../../store/cases/permissions.ts";
import type { PartnerPart } from "../../store/cases/parties.ts";
import type { Reader } from "../../store/transaction.ts";
import { toRecipients, versionsFor } from "../../usecases/cases/find-recipients.ts";
import type { MatterOf } from "../../usecases/cases/ports.ts";
import type { Matter, RestsOn, UsedPermission, Version } from "../../usecases/cases/records.ts";
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
 * What a case is decided on beside its acts, in one state of the database. Undefined where the item is not
 * there. Rejects with a Refusal "unknown-partner", and with Denied for a service nobody described.
 */
export async function readMatter(
  reader: Reader,
  asked: Asked,
  opener: Opener,
  site: Site,
): Promise<Matter | undefined> {
  const { recipients, service, day } = asked;
  const register = {
    versions: (on: Day, ids: readonly string[]) => readVersions(reader, on, ids, opener),
  };
  const [item, versions, [own], permissions] = await Promise.all([
    readItem(reader, asked.item, opener, site),
    versionsFor(recipients, day, register),
    describedServices(reader, service),
    readPermissions(reader, asked, opener),
  ]);
  if (item === undefined) return undefined;
  if (own === undefined) throw undescribed(service);
  const givers = permissions.map(({ permission }) => permission.by);
  const people = await readColleagues(reader, [...new Set([...asked.people, ...givers])], day);
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

async function readPermissions(
  reader: Reader,
  { recipients, service, day, case: id }: Asked,
  opener: Opener,
): Promise<readonly UsedPermission[]> {
  const rows = await permissionsFor(reader, recipients, service, day);
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
