import { ladderObjection, type CaseRules } from "../../core/casework/case-rules.ts";
import type { Day } from "../../core/day.ts";
import { ADMINISTRATOR, rolesOn } from "../../core/measure.ts";
import { Denied } from "../people/denied.ts";
import type { CasePorts } from "./ports.ts";
import type { Colleague, GatheredCase, KnownItem } from "./records.ts";

/**
 * Why somebody has no need to know a case; undefined where there is one: whoever takes part in it, and
 * whoever holds a role that decides in its service, and then only inside all its compartments.
 */
export function needObjection(
  gathered: Pick<GatheredCase, "row" | "compartments" | "parties">,
  reader: Colleague,
  day: Day,
  rules: CaseRules,
): string | undefined {
  const outside = compartmentObjection(gathered.compartments, reader);
  if (outside !== undefined) return outside;
  const roles = rolesOn(reader.id, [reader.person], day);
  if (roles.length === 0) return "holds no role";
  if (roles.includes(ADMINISTRATOR)) return "an administrator decides nothing";
  if (gathered.parties.includes(reader.id)) return undefined;
  if (gathered.row.service !== reader.service) return "works for another service";
  return ladderObjection(roles, rules) === undefined ? undefined : "takes no part in the case";
}

/**
 * The case with whoever asks. Rejects with "not-found" where there is no such case, and in the same words
 * where there is no need to know it; then an alarm is raised.
 */
export async function requireNeed(
  id: string,
  gathered: GatheredCase | undefined,
  asks: { readonly by: string; readonly kind: string; readonly day: Day },
  ports: Pick<CasePorts, "cases" | "settings" | "newId" | "now">,
): Promise<{ readonly gathered: GatheredCase; readonly reader: Colleague }> {
  const { by, kind, day } = asks;
  const reader = gathered?.reader;
  if (gathered === undefined || reader === undefined) throw unknownCase(id);
  if (needObjection(gathered, reader, day, ports.settings.rules) === undefined) {
    return { gathered, reader };
  }
  const mark = { id: ports.newId(), by, at: ports.now() };
  await ports.cases.raiseAlarm(kind, { case: id }, mark);
  throw unknownCase(id);
}

/** The item, for somebody who may know it. Rejects as `requireNeed` does. */
export async function requireItemNeed(
  id: string,
  item: KnownItem | undefined,
  reader: Colleague,
  kind: string,
  ports: Pick<CasePorts, "cases" | "newId" | "now">,
): Promise<KnownItem> {
  if (item === undefined) throw unknownItem(id);
  const isHeld = item.services.includes(reader.service);
  if (isHeld && compartmentObjection(item.compartments, reader) === undefined) return item;
  const mark = { id: ports.newId(), by: reader.id, at: ports.now() };
  await ports.cases.raiseAlarm(kind, { item: id }, mark);
  throw unknownItem(id);
}

/** Why somebody may not look into these compartments; undefined where he may into all. */
export function compartmentObjection(
  compartments: readonly string[],
  reader: Colleague,
): string | undefined {
  const isOutside = compartments.some((one) => !reader.compartments.includes(one));
  return isOutside ? "it is in a compartment that this person is not in" : undefined;
}

function unknownCase(id: string): Denied {
  const what = "there is no such case, or none that you need to know";
  return new Denied("not-found", `case ${id}`, what, "ask somebody who takes part in it");
}

function unknownItem(id: string): Denied {
  const what = "there is no such item, or none that you need to know";
  return new Denied("not-found", `item ${id}`, what, "submit it, or ask whoever did");
}
