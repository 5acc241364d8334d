import type { Day } from "../../../core/day.ts";
import { Denied } from "../../people/denied.ts";
import { requireColleague, requireRole } from "../colleague.ts";
import type { CasePorts } from "../ports.ts";
import type { Version } from "../records.ts";

/**
 * What counts today of every registered partner and group, for those who work on cases or keep the
 * register. Rejects with Denied "not-allowed".
 */
export async function listPartners(by: string, ports: CasePorts): Promise<readonly Version[]> {
  return ports.register.versions(await requireReader(by, ports));
}

/**
 * What counts today of one of them, whole; the read is noted. Rejects with Denied "not-allowed" or
 * "not-found".
 */
export async function readPartner(id: string, by: string, ports: CasePorts): Promise<Version> {
  const day = await requireReader(by, ports);
  const [found] = await ports.register.versions(day, [id]);
  if (found === undefined) {
    const what = "no partner or group of this id counts today";
    throw new Denied("not-found", `partner ${id}`, what, "list the partners");
  }
  await ports.cases.noteRead(by, "partner", id);
  return found;
}

async function requireReader(by: string, ports: CasePorts): Promise<Day> {
  const day = ports.now().slice(0, 10);
  const { rules, register } = ports.settings;
  const roles = [...rules.desk, ...rules.ladder.flat(), ...register];
  requireRole(await requireColleague(by, day, ports), [...new Set(roles)], day, "the register");
  return day;
}
