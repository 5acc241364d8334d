import { Denied } from "../../people/denied.ts";
import { requireColleague, requireRole } from "../colleague.ts";
import type { PersonDescription } from "./person-text.ts";
import type { CasePorts } from "../ports.ts";
import { requireTexts } from "./search-person.ts";

/** A complaint that runs. */
export interface HoldDeletion {
  readonly by: string;
  readonly person: PersonDescription;
  /** What it is about, and where it is kept. */
  readonly complaint: string;
}

/**
 * While a complaint runs nothing about the person is deleted: what is complained about must stay there to
 * be looked at (Wiv 2017 art. 114-124). Resolves to the id of the hold. Rejects with Denied.
 */
export async function holdDeletion(held: HoldDeletion, ports: CasePorts): Promise<string> {
  const { by, person, complaint } = held;
  const at = ports.now();
  const day = at.slice(0, 10);
  const reader = await requireColleague(by, day, ports);
  requireRole(reader, ports.settings.redress, day, "the complaint");
  const mark = { id: ports.newId(), by, at };
  await ports.persons.hold(requireTexts(person), complaint, mark);
  return mark.id;
}

/** Ends a hold, because the complaint was answered. Rejects with Denied. */
export async function endHold(hold: string, by: string, ports: CasePorts): Promise<void> {
  const at = ports.now();
  const day = at.slice(0, 10);
  const reader = await requireColleague(by, day, ports);
  requireRole(reader, ports.settings.redress, day, "the complaint");
  const written = await ports.persons.endHold(hold, { id: ports.newId(), by, at });
  if (written === "done") return;
  const what = "there is no such hold, or it has ended";
  throw new Denied("not-found", `hold ${hold}`, what, "search the person to see which run");
}
