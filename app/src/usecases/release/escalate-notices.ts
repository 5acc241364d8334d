import type { Experience, Standing } from "../../core/partner.ts";
import type { Day } from "../../core/day.ts";
import type { Moment } from "../cases/records.ts";
import { untilWritten } from "../cases/steps/insist.ts";
import type { KeptNotice, ReleasePorts } from "./ports.ts";

/** What came of looking for notices that nobody answered. */
export interface Escalated {
  readonly notices: readonly string[];
  readonly failed: readonly { readonly notice: string; readonly reason: string }[];
}

/** Notices in one call. */
const MOST = 100;

/**
 * Of every recall that nobody answered by its day the partner's register gets an experience, with the
 * notice as its evidence: a later recall, permission or weighing then rests on it. The duty is overdue by
 * itself, and comes before whom it escalates to. To be called often, with `passDays`; a notice is
 * escalated once, and what a killed process left undone is done the next time.
 */
export async function escalateNotices(at: Moment, ports: ReleasePorts): Promise<Escalated> {
  const day = at.slice(0, 10);
  const notices: string[] = [];
  const failed: { notice: string; reason: string }[] = [];
  for (const notice of await ports.releases.unanswered(day, MOST)) {
    try {
      await noteExperience(notice, at, ports);
      const mark = { id: ports.newId(), by: notice.by, at };
      if ((await ports.releases.escalate(notice.id, mark)) === "done") notices.push(notice.id);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      failed.push({ notice: notice.id, reason });
    }
  }
  return { notices, failed };
}

/** In what is held of the partner today, and in every version that begins to count later. */
async function noteExperience(notice: KeptNotice, at: Moment, ports: ReleasePorts): Promise<void> {
  const { partner, by } = notice;
  const today = at.slice(0, 10);
  const experience = toExperience(notice, today);
  await untilWritten(async () => {
    const known = await standingsFrom(partner, today, ports);
    const missing = known.filter(
      ({ standing }) => !standing.experiences.some(({ id }) => id === experience.id),
    );
    const newest = await ports.register.newest(partner);
    for (const [i, { from, standing }] of missing.entries()) {
      const experiences = [...standing.experiences, experience];
      const registered = { kind: "partner" as const, standing: { ...standing, experiences } };
      const mark = { id: ports.newId(), by, at };
      const number = newest + 1 + i;
      const written = await ports.register.keep(partner, number, registered, from, mark);
      if (written === "changed") return "changed";
    }
    return undefined;
  }, `partner ${partner}`);
}

/** What is held of a partner from today on; nothing where that was erased. */
async function standingsFrom(
  partner: string,
  today: Day,
  { register }: ReleasePorts,
): Promise<readonly { readonly from: Day; readonly standing: Standing }[]> {
  const [now] = await register.versions(today, [partner]);
  const found = [];
  for (const from of [today, ...new Set((now?.coming ?? []).toSorted())]) {
    const [version] = await register.versions(from, [partner]);
    if (version?.registered?.kind !== "partner") continue;
    found.push({ from, standing: version.registered.standing });
  }
  return found;
}

function toExperience({ id, recall, due, onward, how }: KeptNotice, today: Day): Experience {
  const whom = onward === undefined ? "it" : "somebody who has it from this partner";
  return {
    id: `notice-${id}`,
    type: "recall-unanswered",
    on: due,
    learnedOn: today,
    severity: "moderate",
    says: `A ${how} asked for an answer by ${due}, and none came from ${whom}`,
    evidence: { ref: `recall ${recall}, notice ${id}`, grade: "A1" },
    status: "open",
  };
}
