import { deskObjection } from "../../../core/casework/case-rules.ts";
import { rolesOn } from "../../../core/measure.ts";
import { insist as requireAllowed } from "../../people/denied.ts";
import { requireColleague } from "../colleague.ts";
import { pageSize } from "../list-cases.ts";
import type { CasePorts, ListedPermission } from "../ports.ts";

export interface PermissionPage {
  readonly permissions: readonly ListedPermission[];
  /** The id after which the next page begins; absent on the last one. */
  readonly next?: string;
}

/**
 * A page of the standing permissions of the own service, for those who work on cases: ids, codes, days, and
 * how much of each quota is used; what was written with one is sealed and not shown here. 50 on a page
 * where `most` is absent, 200 at most. Rejects with Denied "not-allowed".
 */
export async function listPermissions(
  asked: { readonly by: string; readonly after?: string; readonly most?: number },
  ports: CasePorts,
): Promise<PermissionPage> {
  const day = ports.now().slice(0, 10);
  const { service, person } = await requireColleague(asked.by, day, ports);
  const roles = rolesOn(asked.by, [person], day);
  requireAllowed(deskObjection(roles, ports.settings.rules), "the permissions");
  const most = pageSize(asked.most);
  const found = await ports.permissions.list(service, { after: asked.after, most: most + 1 });
  const permissions = found.slice(0, most);
  const last = permissions.at(-1);
  return found.length <= most || last === undefined
    ? { permissions }
    : { permissions, next: last.id };
}
