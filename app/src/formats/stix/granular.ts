import { FACTS, TLP_LEVELS, UNREADABLE } from "../../core/facts/fact.ts";
import type { Claim, Json, JsonObject } from "../../core/item.ts";
import type { Definitions } from "./definitions.ts";
import { toClaim, unreadableMarking } from "./marking-claim.ts";
import type { Reading, StixObject } from "./object.ts";
import { isList, isObject, quoted, textsAt } from "./property.ts";

/**
 * Gives an object the claims of its granular markings. Any of them counts for the whole object, so
 * the strictest binds. Where the object as a whole says nothing of the kind, a marking of one
 * property must not speak for the rest: one that is looser than what an unmarked object reads as
 * gives no claim, only a note. Entries for a language restrict nothing.
 *
 * Source: STIX 2.1 section 7.2.3; DESIGN "a looser granular marking lowers nothing".
 */
export function readGranularMarkings(
  object: StixObject,
  definitions: Definitions,
  reading: Reading,
): void {
  const entries = object.json.granular_markings;
  const place = `${object.place}/granular_markings`;
  const claims = isList(entries)
    ? entries.flatMap((entry, n) => readEntry(entry, `${place}/${n}`, definitions))
    : [unreadableMarking(place, "granular markings that are no list")];
  const stated = new Set(object.claims.map(({ fact }) => fact));
  for (const claim of claims) {
    if (stated.has(claim.fact) || !isLoose(claim)) object.claims.push(claim);
    else {
      const says = `Only some properties are marked (${claim.says}); the rest is not, so the object reads as unmarked.`;
      reading.notes.add("granular-marking-partial", claim.place, says);
    }
  }
}

function readEntry(entry: Json, place: string, definitions: Definitions): readonly Claim[] {
  if (!isObject(entry)) return [unreadableMarking(place, "a granular marking that is no object")];
  const ref = entry.marking_ref;
  if (ref === undefined && typeof entry.lang === "string") return [];
  if (typeof ref !== "string" || ref === "") {
    return [unreadableMarking(place, "a granular marking without a marking")];
  }
  const on = selectorsOf(entry);
  return definitions.read(ref, `${place}/marking_ref`).map((says) => {
    const claim = toClaim(says, `${place}/marking_ref`);
    return { ...claim, says: `${claim.says}, on ${on}` };
  });
}

/**
 * Would this claim, standing alone, make the object less restricted than no marking at all? An
 * object without TLP reads as AMBER+STRICT; without another level, the least that level can say.
 */
function isLoose({ fact, value }: Claim): boolean {
  const spec = FACTS[fact];
  if (spec.kind !== "level" || typeof value !== "string" || value === UNREADABLE) return false;
  const unmarked = fact === "tlp" ? TLP_LEVELS.indexOf("amber+strict") : fact === "pap" ? 2 : 1;
  return spec.levels.indexOf(value) < unmarked;
}

function selectorsOf(entry: JsonObject): string {
  const selectors = textsAt(entry, "selectors").map(([, selector]) => selector);
  return selectors.length === 0 ? "no property" : quoted(selectors.join(", "));
}
