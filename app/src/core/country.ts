import { COUNTRY_ROWS } from "./country-table.ts";

/** No country's name is longer; a longer text is not looked at. */
const LONGEST = 80;

const CODES = new Map<string, string>();
const NAMES = new Map<string, string>();
for (const row of COUNTRY_ROWS) {
  const [alpha2 = "", alpha3 = "", name = "", ...aliases] = row.split("|");
  NAMES.set(alpha2, name);
  for (const text of [alpha2, alpha3, name, ...aliases]) CODES.set(toKey(text), alpha2);
}

/**
 * The country that a text names: alpha-2 in capitals, from alpha-2, alpha-3 or an English name in
 * any case ("RU", "rus", "Russian Federation", "Korea (Republic of)", "UK"); undefined where it
 * names none or more than one ("korea", "Unknown", "XXX", "EU"). The text must be the country and
 * nothing else: this finds no countries in prose, where "no" and "in" are words.
 *
 * Source: ISO 3166-1; the further names are those in use in MISP galaxies, OpenCTI and CFR lists.
 */
export function toCountry(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  return CODES.get(toKey(text));
}

/** The English name we print for an alpha-2 code in capitals; the code itself where unknown. */
export function countryName(alpha2: string): string {
  return NAMES.get(alpha2) ?? alpha2;
}

/** Letters and digits only, without accents, case or a leading "the"; "&" reads as "and". */
function toKey(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("&", " and ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .replace(/^the /, "")
    .replace(/ the$/, "");
}
