import { DISTRIBUTION_LEVELS } from "../../../core/facts/fact.ts";
import type { Claim } from "../../../core/item.ts";
import { strictest } from "../../../core/marking/strictest.ts";
import { ceilingOf } from "../ceiling.ts";
import { editParts, noteGone, textIn, withField, type Part, type Work } from "./part.ts";

/**
 * Takes out what is marked stricter than `most`, is for fewer than the event it stands in, is under a
 * control that leaves somebody out, or has a marking that is not understood. Tags cover what carries
 * none of their kind. Of an event that is itself stricter, what is marked lower in it stays, in an event
 * that says nothing else.
 */
export function honourMarkings(most: string, events: readonly Part[], work: Work): readonly Part[] {
  const ceiling = ceilingOf(most);
  const claimsOf = (part: Part): readonly Claim[] => work.claims.get(part.place) ?? [];
  return events.flatMap((event) => {
    const width = distributionOf(claimsOf(event));
    const goes = (part: Part): boolean =>
      ceiling.isExceededBy(claimsOf(part)) || isNarrower(distributionOf(claimsOf(part)), width);
    const inside = editParts(event.parts, (part) => {
      if (!goes(part)) return part;
      // What is in an object may be marked lower than the object.
      if (part.kind === "object" && part.parts.some((one) => !goes(one))) return bare(part, work);
      noteGone(part, work);
      work.log.change("honour-markings", part.place, `a part marked stricter was taken out`);
      return undefined;
    });
    const kept = { ...event, parts: inside };
    return [ceiling.isExceededBy(claimsOf(event)) ? bare(kept, work) : kept];
  });
}

/** A container without what it says itself. */
function bare(part: Part, { log }: Work): Part {
  const texts = part.kind === "event" ? ["info"] : ["comment"];
  for (const field of texts) log.value("text", textIn(part, field), `${part.place}/${field}`);
  log.change("honour-markings", part.place, "it is marked stricter; its own texts were taken out");
  const date = part.kind === "event" ? withField(part, "date", undefined) : part;
  return { ...texts.reduce((one, field) => withField(one, field, undefined), date), tags: [] };
}

function distributionOf(claims: readonly Claim[]): string | undefined {
  const values = claims
    .filter(({ fact }) => fact === "distribution")
    .map(({ value }) => String(value));
  return strictest(DISTRIBUTION_LEVELS, values);
}

/** Is one audience smaller than the other? One that is not understood is smaller than any. */
function isNarrower(own: string | undefined, container: string | undefined): boolean {
  if (own === undefined) return false;
  const levels: readonly string[] = DISTRIBUTION_LEVELS;
  if (!levels.includes(own)) return own !== container;
  return levels.indexOf(own) > levels.indexOf(container ?? own);
}
