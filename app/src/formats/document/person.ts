/** What in a text points at a person. The words are fit for a claim's `says`: no value in them. */
export type PersonalData = "an e-mail address" | "a citizen service number" | "a telephone number";

/** "[at]", "(dot)", "[.]": how people write an address so that nobody follows it by accident. */
const DEFANGED_AT = /\s?[[({]\s?(?:at|@)\s?[\])}]\s?/gi;
const DEFANGED_DOT = /\s?[[({]\s?(?:dot|\.)\s?[\])}]\s?/gi;
/** From the last character before the @, so that a long run of letters is walked once. */
const EMAIL = /[\p{L}\p{N}._%+'-]@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/u;
/** Nine digits, plain or grouped 4-2-3 or 3-3-3, that are no part of a longer number or name. */
const NINE_DIGITS =
  /(?<![\p{L}\p{N}_.,:/-])(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. ]\d{3}[. ]\d{3})(?![\p{L}\p{N}_]|[.,:/-]\d)/gu;
/** ITU-T E.164: a country code after + or 00, at most 15 digits; as people group them. */
const TELEPHONE = /(?<![\p{L}\p{N}+_.-])(?:\+|00)[1-9](?:[ ()./-]{0,3}\d){7,14}(?![\p{L}\p{N}])/u;

/**
 * The kinds of personal data that a line of text shows, each once: e-mail addresses, also defanged
 * ones; Dutch citizen service numbers (BSN) that pass the eleven-test; telephone numbers with a
 * country code. Finding none proves nothing: names are not looked for.
 */
export function findPersonalData(text: string): readonly PersonalData[] {
  const found: PersonalData[] = [];
  if (hasEmail(text)) found.push("an e-mail address");
  if (!/\d{2}/.test(text)) return found;
  if (citizenServiceNumbersIn(text).next().done !== true) found.push("a citizen service number");
  if (TELEPHONE.test(text)) found.push("a telephone number");
  return found;
}

/** Where citizen service numbers and telephone numbers stand in a text. */
export function* personalNumbersIn(text: string): Generator<Stretch> {
  if (!/\d{2}/.test(text)) return;
  yield* citizenServiceNumbersIn(text);
  for (const { index: start, 0: match } of text.matchAll(new RegExp(TELEPHONE, "gu"))) {
    yield { start, end: start + match.length };
  }
}

/** From where to where, in the characters of a text. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

function hasEmail(text: string): boolean {
  if (!/@|[[({]\s?at/i.test(text)) return false;
  return EMAIL.test(text.replace(DEFANGED_AT, "@").replace(DEFANGED_DOT, "."));
}

function* citizenServiceNumbersIn(text: string): Generator<Stretch> {
  for (const { index: start, 0: match } of text.matchAll(NINE_DIGITS)) {
    if (passesElevenTest(match.replace(/[. ]/g, ""))) yield { start, end: start + match.length };
  }
}

/** Weights 9 to 2 and then -1; the sum must be a multiple of 11 (Regeling BSN, annex). */
function passesElevenTest(digits: string): boolean {
  const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return sum !== 0 && sum % 11 === 0;
}
