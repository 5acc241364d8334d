import type { Day } from "./day.ts";
import type { Experience } from "./partner.ts";

/** Changes at a partner: they wait for the head's answer rather than count as misconduct. */
export const CHANGE = "change";

/**
 * Does this experience still weigh on the given day? It must be known, not closed, and rest on a
 * graded document: an opinion without an event changes nothing (domain: trust and experience).
 */
export function isInForce(experience: Experience, now: Day): boolean {
  return experience.status !== "closed" && experience.learnedOn <= now && isEvidenced(experience);
}

/** Does it rest on a document with an Admiralty grade? */
function isEvidenced(experience: Experience): boolean {
  return (
    experience.evidence !== undefined &&
    experience.evidence.ref.trim() !== "" &&
    /^[A-F][1-6]$/.test(experience.evidence.grade)
  );
}
