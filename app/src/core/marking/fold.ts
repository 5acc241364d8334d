/** Longest piece of an item that is repeated in a claim. */
const SHOWN = 80;

/**
 * A text as its reader sees it: compatibility forms made plain ("ＴＬＰ：ＲＥＤ"), invisible format
 * characters dropped, every dash "-", every run of white space and control characters one space,
 * none at the ends. Case is kept.
 */
export function fold(text: string): string {
  const isPlain = /^[ -~]*$/.test(text);
  if (isPlain && !text.includes("  ")) return text.trim();
  return (isPlain ? text : flatten(text)).replace(/\s+/g, " ").trim();
}

/** Capitals without accents ("Für" reads "FUR"), for comparing words. */
export function toCapitals(text: string): string {
  const upper = text.toUpperCase();
  return /^[ -~]*$/.test(upper) ? upper : upper.normalize("NFD").replace(/\p{M}/gu, "");
}

/** Small letters with every position as it was: "İ" would become two characters and stays. */
export function toSmall(text: string): string {
  const small = text.toLowerCase();
  return small.length === text.length
    ? small
    : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** A text fit to be shown in a claim: folded, whole characters, at most 80 of them. */
export function shown(text: string): string {
  const whole = [...fold(text.slice(0, 4 * SHOWN)).replace(/\p{Cs}/gu, "\u{FFFD}")];
  return whole.length > SHOWN ? `${whole.slice(0, SHOWN - 1).join("")}…` : whole.join("");
}

function flatten(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/\p{Cc}/gu, " ")
    .replace(/\p{Pd}/gu, "-");
}
