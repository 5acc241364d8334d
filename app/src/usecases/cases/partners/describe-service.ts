import { ADMINISTRATOR, rolesOn } from "../../../core/measure.ts";
import { Denied } from "../../people/denied.ts";
import { requireColleague } from "../colleague.ts";
import type { CasePorts } from "../ports.ts";

/** Where an own service is, and under which ids it appears in items as their originator. */
export interface DescribeService {
  readonly by: string;
  readonly service: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly ids: readonly string[];
}

/**
 * Describes an own service; further ids may be added later, its country stays. Administrators do it, as
 * they register it. Rejects with Denied.
 */
export async function describeService(
  { by, service, country, ids }: DescribeService,
  ports: CasePorts,
): Promise<void> {
  const at = ports.now();
  const day = at.slice(0, 10);
  const { person } = await requireColleague(by, day, ports);
  const place = `service ${service}`;
  if (!rolesOn(by, [person], day).includes(ADMINISTRATOR)) {
    throw new Denied("not-allowed", place, "it takes an administrator", "ask one");
  }
  if (!/^[A-Z]{2}$/.test(country)) {
    const what = `"${country}" is not a two-letter country code in capitals`;
    throw new Denied("bad-input", place, what, "give the code of ISO 3166-1");
  }
  await ports.register.describeService(service, country, ids, { id: ports.newId(), by, at });
}
