import { fold } from "./fold.ts";
import { sayControls } from "./control.ts";
import type { MarkingSays } from "./says.ts";

const WHOLE =
  /^(?:europol[ :-]{0,3})?(?:handling ?(?:codes?)?[ :=-]{0,3})?h[0-3](?:[ ,/+&]{1,3}h[0-3]){0,3}$/;
const IN_TEXT =
  /(?<![a-z0-9])(?:europol|handling codes?)[ :=(-]{1,3}(?:handling codes?[ :=(-]{1,3})?(h[0-3](?:[ ,/+&]{1,3}h[0-3]){0,3})(?![a-z0-9])/gi;

/**
 * The Europol handling codes of a whole label ("H2", "Europol H1/H3", "handling code: H0"); [] when it
 * is none. H0 for crime purposes only, H1 not in court without the provider, H2 no dissemination
 * without the provider, H3 other restrictions in free text. Source: domain.md §4.
 */
export function readHandlingCodes(text: string): MarkingSays[] {
  const label = fold(text).toLowerCase();
  return WHOLE.test(label) ? sayCodes(label) : [];
}

/** The Europol handling codes in a line of text, where it calls them so. */
export function findHandlingCodes(line: string): MarkingSays[] {
  return [...line.matchAll(IN_TEXT)].flatMap((found) => sayCodes((found[1] ?? "").toLowerCase()));
}

function sayCodes(text: string): MarkingSays[] {
  const codes = [...text.matchAll(/h[0-3]/g)].map((code) => code[0]);
  return sayControls([...new Set(codes)], "Europol handling code");
}
