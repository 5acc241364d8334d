import type { FlagFact } from "./fact.ts";
import type { Note } from "../item.ts";

/** Facts that can only hold of an item with personal data. */
const NEED_PERSONAL: readonly FlagFact[] = [
  "identifiesOrLocates",
  "specialCategories",
  "lawyerClient",
  "journalist",
  "ownNationals",
];

/**
 * What follows from the meaning of the facts: without personal data nobody is identified; whoever is
 * identified makes the data personal; evaluated data are no raw interception. Where two facts cannot
 * both hold the cautious one counts, with a note.
 */
export function imply(
  flags: Readonly<Partial<Record<FlagFact, boolean>>>,
  notes: Note[],
): Partial<Record<FlagFact, boolean>> {
  const implied: Partial<Record<FlagFact, boolean>> = { ...flags };
  const because = NEED_PERSONAL.find((fact) => flags[fact] === true);
  if (because !== undefined) {
    if (flags.personal === false) notes.push(cannotBoth(because));
    implied.personal = true;
  }
  for (const fact of NEED_PERSONAL) {
    if (implied.personal === false) implied[fact] ??= false;
  }
  if (implied.evaluated === true) implied.cableIntercept ??= false;
  return inOrder(implied);
}

/** The first pair of stated flags that cannot both hold; undefined when all agree. */
export function statedContradiction(
  flags: Readonly<Partial<Record<FlagFact, boolean>>>,
): readonly [FlagFact, FlagFact] | undefined {
  const because = NEED_PERSONAL.find((fact) => flags[fact] === true);
  return because !== undefined && flags.personal === false ? ["personal", because] : undefined;
}

function cannotBoth(because: FlagFact): Note {
  return {
    code: "statement-overruled",
    place: "",
    says: `personal is false but ${because} is true: the item counts as holding personal data`,
  };
}

function inOrder(
  flags: Readonly<Partial<Record<FlagFact, boolean>>>,
): Partial<Record<FlagFact, boolean>> {
  return Object.fromEntries(Object.entries(flags).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
