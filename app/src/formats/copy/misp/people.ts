import type { FactName } from "../../../core/facts/fact.ts";
import type { SanitiseStep } from "../../../core/release/plan.ts";
import { editParts, noteGone, textIn, type Part, type Work } from "./part.ts";

/** Objects that describe one person: if one attribute must go, all must. */
const PERSON_OBJECTS = new Set([
  "person",
  "identity",
  "user-account",
  "facebook-account",
  "twitter-account",
  "victim",
]);
/** Relations and types whose value is a special category of personal data by itself. */
const SPECIAL =
  /^(?:special-service-request|religion|ethnicity|ethnic-origin|race|political-|sexual-|health|diagnosis|trade-union)/;

/** Which parts a step about people takes out, by what the readers say of them. */
export function removePeople(
  step: SanitiseStep,
  ownCountry: string,
  events: readonly Part[],
  work: Work,
): readonly Part[] {
  const goes = testOf(step, ownCountry, work);
  if (goes === undefined) return events;
  return editParts(events, (part) => {
    const isWhole = part.kind === "object" && PERSON_OBJECTS.has(textIn(part, "name"));
    const isGone = isWhole ? part.parts.some(goes) : part.kind === "attribute" && goes(part);
    if (!isGone) return part;
    noteGone(part, work);
    work.log.change(step.step, part.place, "a part about a person was taken out");
    return undefined;
  });
}

function testOf(
  step: SanitiseStep,
  ownCountry: string,
  { claims }: Work,
): ((part: Part) => boolean) | undefined {
  const says = (part: Part, ...facts: readonly FactName[]): boolean =>
    (claims.get(part.place) ?? []).some(
      ({ fact, value }) => facts.includes(fact) && value === true,
    );
  switch (step.step) {
    case "remove-persons":
      return (part) => says(part, "personal", "identifiesOrLocates");
    case "remove-protected-professions":
      return (part) => says(part, "lawyerClient", "journalist");
    case "remove-special-categories":
      return (part) =>
        says(part, "specialCategories") || SPECIAL.test(textIn(part, "object_relation"));
    case "remove-own-nationals":
      return (part) =>
        (claims.get(part.place) ?? []).some(
          ({ fact, value }) => fact === "nationalities" && value === ownCountry,
        );
    default:
      return undefined;
  }
}
