import { toDay } from "../../day.ts";
import type { Secret } from "../copy.ts";

/** How a secret may be written out; each is looked for in every guise. */
export function formsOf({ text, kind }: Pick<Secret, "text" | "kind">): readonly string[] {
  const forms = new Set<string>([text]);
  const add = (form: string | undefined): void => {
    if (form !== undefined && form.trim() !== "") forms.add(form);
  };
  // What is long is a text: only names and values have other spellings.
  if (text.length > 256) return [text];
  const uuid = uuidOf(text);
  // Wherever the id stands, its UUID stands.
  if (uuid !== undefined) return [uuid];
  add(writtenOut(text));
  const bare = text.replace(/^[a-z][a-z0-9+.-]{1,20}:\/\//i, "");
  add(bare);
  if (kind === "time" || /^\d{4}-\d{2}-\d{2}[T ]/i.test(text))
    for (const one of times(text)) add(one);
  if (kind === "name") for (const one of orders(text)) add(one);
  if (/^\+\d/.test(text)) add(text.replace("+", "00"));
  for (const one of addresses(bare)) add(one);
  return [...forms];
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const UUID_LENGTH = 36;
const TYPE = /^[a-z0-9-]{1,250}--$/i;

/** The UUID of an id, with or without the type before it; undefined for any other text. */
function uuidOf(text: string): string | undefined {
  if (text.length < UUID_LENGTH) return undefined;
  const uuid = text.slice(-UUID_LENGTH);
  const type = text.slice(0, -UUID_LENGTH);
  return UUID.test(uuid) && (type === "" || TYPE.test(type)) ? uuid : undefined;
}

const WRITTEN_OUT: ReadonlyMap<string, string> = new Map([
  ["ä", "ae"],
  ["ö", "oe"],
  ["ü", "ue"],
  ["å", "aa"],
  ["ø", "oe"],
]);

/** German and Danish letters as they are written where a keyboard lacks them. */
function writtenOut(text: string): string {
  if (!/[^\x00-\x7f]/.test(text)) return text;
  const small = text.normalize("NFC").toLowerCase();
  return Array.from(small, (one) => WRITTEN_OUT.get(one) ?? one).join("");
}

/** "Jan de Vries" also as "Vries, Jan de" and "de Vries, Jan". */
function orders(text: string): readonly string[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  if (words.length < 2 || words.length > 6) return [];
  return [
    [...words.slice(-1), ...words.slice(0, -1)].join(" "),
    [...words.slice(1), ...words.slice(0, 1)].join(" "),
  ];
}

/** A domain by its labels from the right; an IP address in its other notations. */
function addresses(text: string): readonly string[] {
  if (!/^[^\s]{4,200}$/.test(text)) return [];
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (four !== null) return ipv4(four.slice(1).map(Number));
  if (/^[0-9a-f:]{3,39}$/i.test(text) && text.includes("::")) return ipv6(text);
  const labels = text.split(".");
  if (labels.length < 2 || labels.length > 20 || /[/\\]/.test(text)) return [];
  return text.includes("@") ? [] : [labels.toReversed().join(".")];
}

/** The same as one number, in decimal and hexadecimal, and as name servers turn it round. */
function ipv4(bytes: readonly number[]): readonly string[] {
  if (bytes.some((byte) => byte > 255)) return [];
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const turned = `${bytes.toReversed().join(".")}.in-addr.arpa`;
  return [String(value), value.toString(16).padStart(8, "0"), turned];
}

/** With every group written out (RFC 5952 the other way round). */
function ipv6(text: string): readonly string[] {
  const [head = "", tail = "", ...more] = text.split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const [left, right] = [groups(head), groups(tail)];
  const missing = 8 - left.length - right.length;
  if (more.length > 0 || missing < 1) return [];
  const all = [...left, ...Array.from({ length: missing }, () => "0"), ...right];
  return [all.join(":"), all.map((group) => group.padStart(4, "0")).join(":")];
}

/** A moment without its fraction, without letters, and as seconds and milliseconds since 1970. */
function times(text: string): readonly string[] {
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z?$/i.exec(text);
  const day = toDay(parts?.[1] ?? "");
  if (parts === null || day === undefined) return [];
  const [hours = 0, minutes = 0, seconds = 0] = (parts[2] ?? "").split(":").map(Number);
  const since = daysSince1970(day) * 86_400 + hours * 3600 + minutes * 60 + seconds;
  const milliseconds = (parts[3] ?? "").padEnd(3, "0").slice(0, 3);
  const plain = `${day} ${parts[2] ?? ""}`;
  return [plain.replace(" ", "T"), plain, String(since), `${since}${milliseconds}`];
}

/** After H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil. */
function daysSince1970(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  return (
    era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
  );
}
