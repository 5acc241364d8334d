/** Unicode's "other" (controls, marks that turn a line's direction or show nothing) and separators. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * A stranger's text on one line, safe for a terminal: what could command it, break the line or hide
 * is shown by its code point.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`);
}

/** JSON of a value over several lines, safe for a terminal and the same to a program. */
export function printableJson(value: object): string {
  const json = JSON.stringify(value, undefined, 2);
  return json.replace(UNSAFE, (one) => (one === "\n" ? one : escapeInJson(one)));
}

/** A character above the first plane is two escapes in JSON (RFC 8259 §7). */
function escapeInJson(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
