import { toCountry } from "../../core/country.ts";
import type { Claim } from "../../core/item.ts";
import type { NoteBook } from "../note-book.ts";
import { printable } from "./shape.ts";

const COUNTRIES = new Set(["country", "target-information"]);
const SECTORS = new Set(["sector", "cert-eu-govsector"]);

/**
 * What a galaxy value says an element concerns: a country it names, a sector as a topic. Never whom
 * the activity is attributed to: a `country` tag may name the victim. A region leaves open which
 * countries, so the subject is not known; a country that cannot be decided is noted.
 *
 * In: the galaxy's type and the value of its cluster. Out: [] for galaxies that say nothing here.
 */
export function concernOf(
  type: string,
  value: string,
  place: string,
  notes: NoteBook,
): readonly Claim[] {
  if (COUNTRIES.has(type)) {
    const country = toCountry(value);
    if (country !== undefined) {
      return [{ fact: "concerns", value: country, place, says: `galaxy ${type} names it` }];
    }
    notes.add("unreadable-country", place, "A galaxy value names no country that can be decided.");
    return [notKnown(place, "a country it names cannot be decided")];
  }
  if (type === "region") return [notKnown(place, "it names a region and not its countries")];
  if (SECTORS.has(type)) {
    const topic = printable(value).trim().toLowerCase();
    return [{ fact: "topics", value: topic, place, says: `galaxy ${type} names it` }];
  }
  return [];
}

function notKnown(place: string, says: string): Claim {
  return { fact: "subjectKnown", value: false, place, says };
}
