import type { StandingPermission } from "../../core/casework/permission.ts";
import { Refusal } from "../../core/refusal.ts";
import { ASSERTION } from "../../store/cases/acts.ts";
import { bumpPartner, findPartnerSubject } from "../../store/cases/partners.ts";
import {
  addPermission,
  endPermission,
  findPermission,
  listPermissions,
  PERMISSION,
  usesOf,
} from "../../store/cases/permissions.ts";
import type { Reader } from "../../store/transaction/transaction.ts";
import type {
  FoundPermission,
  Mark,
  PermissionAbout,
  PermissionStore,
  Written,
} from "../../usecases/cases/ports.ts";
import type { Site } from "../site.ts";
import { Changed, unlessChanged } from "./changed.ts";
import { UUID } from "./colleagues.ts";
import { enterAll, sealEntries } from "./entries.ts";
import { openPermission } from "./matter.ts";
import { Opener } from "./opened.ts";

/** Standing permissions in a site's database and ledger, each under a key of its own. */
export function permissionStore(site: Site): PermissionStore {
  return {
    keep: (permission, about, mark) => keep(permission, about, mark, site),
    find: (id) => find(id, site),
    end: (id, lastDay, mark) => end(id, lastDay, mark, site),
    list: (service, page) =>
      site.store.as("app").read((reader) => listPermissions(reader, service, page)),
  };
}

async function keep(
  one: StandingPermission,
  about: PermissionAbout,
  { by, at }: Mark,
  site: Site,
): Promise<void> {
  const { id, partner, role, on, until, quota } = one;
  const { service, grant, granted, isUnevaluated, assertion } = about;
  const body = { service, partner, role, by, on, until, quota, unevaluated: isUnevaluated };
  const personal = {
    [PERMISSION]: { subject: id, value: JSON.stringify(one) },
    ...(assertion === undefined ? {} : { [ASSERTION]: { subject: id, value: assertion } }),
  };
  const entries = await sealEntries([{ id, kind: "permission", at, body, personal }], site);
  await site.store.as("app").transact(
    id,
    async (transactor) => {
      if ((await findPartnerSubject(transactor, partner)) === undefined) throw unknown(partner);
      await addPermission(transactor, {
        id,
        service,
        partner,
        role,
        giver: by,
        grant,
        on,
        until,
        quota,
        isUnevaluated,
        at,
        validFrom: granted.from,
        validUntil: granted.until,
      });
      await bumpPartner(transactor, partner);
      await enterAll(transactor, entries, at, site);
      return true;
    },
    { isolation: "read committed", settled: (reader) => isKept(reader, id) },
  );
}

async function isKept(reader: Reader, id: string): Promise<true | undefined> {
  return (await findPermission(reader, id)) === undefined ? undefined : true;
}

async function find(id: string, { store, keys }: Site): Promise<FoundPermission | undefined> {
  if (!UUID.test(id)) return undefined;
  return store.as("app").read(async (reader) => {
    const row = await findPermission(reader, id);
    const permission = row && (await openPermission(row, new Opener(keys)));
    if (row === undefined || permission === undefined) return undefined;
    const used = (await usesOf(reader, [id])).length;
    return { service: row.service, permission, used, isEnded: row.lastDay !== undefined };
  });
}

async function end(permission: string, lastDay: string, mark: Mark, site: Site): Promise<Written> {
  const { id, by, at } = mark;
  const body = { permission, last: lastDay, by };
  const entries = await sealEntries([{ id, kind: "permission-end", at, body, personal: {} }], site);
  return unlessChanged(() =>
    site.store.as("app").transact(
      id,
      async (transactor) => {
        const found = await findPermission(transactor, permission);
        if (found === undefined) throw new Changed();
        const ended = { permission, entry: id, lastDay };
        if (!(await endPermission(transactor, ended, mark))) throw new Changed();
        await bumpPartner(transactor, found.partner);
        await enterAll(transactor, entries, at, site);
        return true;
      },
      {
        isolation: "read committed",
        settled: async (reader) => {
          const found = reader.select
            .selectFrom("permission_end")
            .select("entry")
            .where("entry", "=", id);
          return (await found.executeTakeFirst()) === undefined ? undefined : true;
        },
      },
    ),
  );
}

function unknown(id: string): Refusal {
  const what = `"${id}" is not a registered partner or group`;
  return new Refusal("unknown-partner", "the permission", what, "register it first");
}
