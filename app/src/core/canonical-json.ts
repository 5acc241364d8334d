/**
 * The canonical text of JSON (RFC 8785): keys in the order of their UTF-16 code units, numbers and
 * strings as ECMAScript writes them. Half a surrogate pair, which RFC 8785 has no text for and JSON from
 * a stranger may hold, is escaped. Properties that are undefined are left out, as JSON leaves them out.
 *
 * Throws a TypeError for a value that JSON has no text for.
 */
export function canonicalJson(value: unknown): string {
  const text = textOf(value);
  if (text === undefined) throw new TypeError("a value without JSON has no canonical text");
  return text;
}

/**
 * Fixes a value, which is JSON, with all that is in it: it cannot be changed any more, so its canonical
 * text is made once, and that of each of its members, which others are made of. For what thousands of
 * verdicts share.
 */
export function fixed<T extends object>(value: T): T {
  if (TEXTS.has(value)) return value;
  freeze(value);
  for (const part of [value, ...Object.values(value)]) {
    if (isObject(part) && !TEXTS.has(part)) TEXTS.set(part, undefined);
  }
  return value;
}

/** Whether a value was fixed, or is a member of one that was. */
export function isFixed(value: object): boolean {
  return TEXTS.has(value);
}

/** The texts of fixed values, once they were asked for. */
const TEXTS: WeakMap<object, string | undefined> = new WeakMap();

function freeze(value: unknown): void {
  if (!isObject(value) || TEXTS.has(value)) return;
  Object.values(value).forEach(freeze);
  Object.freeze(value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return textOfString(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical text`);
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : textOfObject(value);
    case "bigint":
      throw new TypeError("a bigint has no canonical text");
    default:
      return undefined;
  }
}

function textOfObject(value: object): string {
  const known = TEXTS.get(value);
  if (known !== undefined) return known;
  const text = Array.isArray(value) ? textOfList(value) : textOfMembers(value);
  if (TEXTS.has(value)) TEXTS.set(value, text);
  return text;
}

function textOfList(list: readonly unknown[]): string {
  let text = "[";
  for (let i = 0; i < list.length; i += 1) {
    if (i > 0) text += ",";
    text += textOf(list[i]) ?? "null";
  }
  return `${text}]`;
}

function textOfMembers(value: object): string {
  const members = value as Readonly<Record<string, unknown>>;
  let text = "{";
  for (const key of inOrder(Object.keys(value))) {
    const member = textOf(members[key]);
    if (member === undefined) continue;
    text += text.length === 1 ? textOfKey(key) + member : `,${textOfKey(key)}${member}`;
  }
  return `${text}}`;
}

/** Most objects are made with their keys in order; looking costs less than sorting. */
function inOrder(keys: string[]): string[] {
  for (let i = 1; i < keys.length; i += 1) {
    if ((keys[i - 1] ?? "") > (keys[i] ?? "")) return keys.sort();
  }
  return keys;
}

/** The keys that are met again and again, with their colon. */
const KEYS: Map<string, string> = new Map();
const MOST_KEYS = 5_000;

function textOfKey(key: string): string {
  const known = KEYS.get(key);
  if (known !== undefined) return known;
  const text = `${textOfString(key)}:`;
  if (KEYS.size < MOST_KEYS && key.length < 64) KEYS.set(key, text);
  return text;
}

/** What stands in a string otherwise than it is: quotes, backslashes, controls, halves of pairs. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

function textOfString(value: string): string {
  return ESCAPED.test(value) ? JSON.stringify(value) : `"${value}"`;
}
