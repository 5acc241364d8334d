import { personalNumbersIn } from "../../document/person.ts";
import type { Span } from "../words/find-terms.ts";

/** The sign between name and domain of an address, defanged or not. */
const AT = /\s?[[({<]\s?(?:at|@)\s?[\])}>]\s?|@|\uff20/giu;
/** With one of these each of them begins. */
const AT_START = /[@\uff20[({<]/;
const NAME_CHARACTER = /[\p{L}\p{N}._%+'-]/u;
const DOMAIN =
  /^(?:[\p{L}\p{N}-]{1,63}(?:\.|\s?[[({<]\s?(?:dot|\.)\s?[\])}>]\s?)){1,8}[\p{L}\p{N}-]{2,24}/iu;
const LONGEST_NAME = 64;
const LONGEST_DOMAIN = 600;
/** "ada at example dot org" */
const SPELLED =
  /[\p{L}\p{N}._%+'-]{1,64}\s(?:at|AT)\s(?:[\p{L}\p{N}-]{1,63}\s(?:dot|DOT)\s){1,8}\p{L}{2,24}/gu;
/** What stands in each of these. */
const AT_SPELLED = /\s(?:at|AT)\s/;

/** A stretch of a text that is about a person, and of what kind. */
export interface PersonalSpan extends Span {
  readonly kind: "address" | "number";
}

/**
 * E-mail addresses (plain, defanged, spelled out), citizen service numbers and telephone numbers in a
 * text, in no order. Names are not looked for.
 */
export function* personalDataIn(text: string): Generator<PersonalSpan> {
  if (AT_START.test(text)) yield* addressesIn(text);
  if (AT_SPELLED.test(text)) {
    for (const { index: start, 0: address } of text.matchAll(SPELLED)) {
      yield { start, end: start + address.length, kind: "address" };
    }
  }
  for (const { start, end } of personalNumbersIn(text)) yield { start, end, kind: "number" };
}

function* addressesIn(text: string): Generator<PersonalSpan> {
  for (const { index, 0: at } of text.matchAll(AT)) {
    const behind = index + at.length;
    const start = nameStart(text, index);
    const domain = DOMAIN.exec(text.slice(behind, behind + LONGEST_DOMAIN));
    if (start === index || domain === null) continue;
    yield { start, end: behind + domain[0].length, kind: "address" };
  }
}

/** Where the name begins that ends at this place; the place itself where there is none. */
function nameStart(text: string, end: number): number {
  let start = end;
  while (end - start < LONGEST_NAME && NAME_CHARACTER.test(text.charAt(start - 1))) start--;
  return start;
}
