import { randomUUID } from "node:crypto";
import type { SiteSettings } from "../site/settings.ts";
import { openSite } from "../site/site.ts";
import type { InitRequest, Initiated } from "../usecases/desk.ts";
import { enrolFirstAdministrator } from "../usecases/people/authority/enrol-first-administrator.ts";
import { OPERATOR, registerService } from "../usecases/people/authority/register-service.ts";
import { peoplePorts } from "./people-ports.ts";

/**
 * Makes database, ledger, signer and keys where they are missing, registers the first service where there
 * is none, and makes the link with which an administrator enrols. Run again it makes another link, while
 * too few administrators are at work to confirm each other's acts.
 *
 * Rejects as `openSite` and `enrolFirstAdministrator` do.
 */
export async function initDesk(
  { service, administrator }: InitRequest,
  settings: SiteSettings,
): Promise<Initiated> {
  await using site = await openSite(settings);
  const ports = peoplePorts(site);
  const known = await ports.store.read((people) => people.services());
  if (known.length === 0) await registerService(service, randomUUID(), OPERATOR, ports);
  const person = { id: randomUUID(), service: service.id, name: administrator };
  const { secret, expires } = await enrolFirstAdministrator(person, ports);
  return { origin: site.origin, path: `/enrol#${secret}`, expires };
}
