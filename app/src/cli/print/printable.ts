/**
 * A value whose texts are safe to print: what an item, a case or a file name holds is a stranger's,
 * and could command a terminal. Such characters are shown by their code point instead.
 */
export function printable<T>(value: T): T {
  return escape(value) as T;
}

function escape(value: unknown): unknown {
  if (typeof value === "string") return escapeText(value);
  if (Array.isArray(value)) return value.map(escape);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, escape(one)]));
}

function escapeText(text: string): string {
  let safe = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    safe += commands(code) ? `\\u{${code.toString(16)}}` : character;
  }
  return safe;
}

/** Controls except tab and line feed, and the marks that turn the direction of a line. */
function commands(code: number): boolean {
  if (code === 0x09 || code === 0x0a) return false;
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
  if (code === 0x61c || code === 0x200e || code === 0x200f) return true;
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}
