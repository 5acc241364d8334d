import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Secret } from "../../src/core/release/copy.ts";

// Secrets that are planted in items, each once, each in one guise: the corpus of what must not leave.

/** Something that must not leave, as it was planted. */
export interface Leak {
  readonly secret: Secret;
  readonly guise: Guise;
  /** As it stands in the item. */
  readonly written: string;
}

export type Guise = keyof typeof GUISES;

const GUISES = {
  plain: (text: string) => text,
  capitals: (text: string) => text.toUpperCase(),
  small: (text: string) => text.toLowerCase(),
  "zero-width": (text: string) => `${text.slice(0, 2)}\u200b${text.slice(2)}`,
  lookalikes: (text: string) => text.replaceAll("a", "\u0430").replaceAll("o", "\u043e"),
  defanged: (text: string) => text.replaceAll(".", "[.]").replaceAll("@", "[at]"),
  percent: (text: string) => text.replaceAll(/[^a-z]/g, percent),
  references: (text: string) => Array.from(text, (one) => `&#${one.codePointAt(0)};`).join(""),
  escapes: (text: string) => Array.from(text, escape).join(""),
  base64: (text: string) => base64(`${text}`),
  "inside base64": (text: string) => base64(`{"by":"${text}","n":1}`),
  hexadecimal: (text: string) => Buffer.from(text).toString("hex"),
  md5: (text: string) => createHash("md5").update(text.toLowerCase()).digest("hex"),
  sha1: (text: string) => createHash("sha1").update(text).digest("hex"),
  sha256: (text: string) => createHash("sha256").update(text).digest("hex"),
  "sha256 in base64": (text: string) => createHash("sha256").update(text).digest("base64"),
  "broken line": (text: string) => `${text.slice(0, 4)}-\n${text.slice(4)}`,
  "file name": (text: string) => `${text.replaceAll(/[^\p{L}\p{N}]+/gu, "_")}_final.docx`,
  attachment: (text: string) => base64(`Minutes.\nPresent: ${text}.\nEnd of the minutes.\n`),
  "packed attachment": (text: string) =>
    gzipSync(`Minutes.\nPresent: ${text}.\nEnd.\n`).toString("base64"),
} as const;

/** The guises that a person could have typed into running text. */
export const TYPED: readonly Guise[] = [
  "plain",
  "capitals",
  "small",
  "zero-width",
  "lookalikes",
  "defanged",
  "percent",
  "references",
  "escapes",
  "base64",
  "inside base64",
  "hexadecimal",
  "md5",
  "sha1",
  "sha256",
  "sha256 in base64",
  "broken line",
  "file name",
];

/** So many leaks, always the same: every kind of secret in every guise, turn by turn. */
export function leaks(count: number): readonly Leak[] {
  const guises = Object.keys(GUISES) as readonly Guise[];
  return Array.from({ length: count }, (_, nth) => {
    const guise = guises[nth % guises.length] ?? "plain";
    const secret = secretOf(nth, Math.floor(nth / guises.length));
    return { secret, guise, written: GUISES[guise](secret.text) };
  });
}

const MAKERS: readonly ((nth: number) => Pick<Secret, "text" | "kind">)[] = [
  (nth) => ({ kind: "name", text: `${word(nth)} ${word(nth * 31 + 7)}` }),
  (nth) => ({ kind: "address", text: `${small(nth)}.${small(nth * 17)}@unit${nth}.example` }),
  (nth) => ({
    kind: "address",
    text: `198.${18 + (nth % 2)}.${(nth >> 1) % 256}.${101 + (nth % 99)}`,
  }),
  (nth) => ({ kind: "id", text: uuidOf(nth) }),
  (nth) => ({ kind: "marking", text: `NOFORN-${word(nth)}-${1000 + nth}` }),
  (nth) => ({ kind: "recipient", text: `Service of ${word(nth)}` }),
  (nth) => ({ kind: "originator", text: `Bureau ${word(nth)} ${nth}` }),
  (nth) => ({ kind: "file", text: `minutes-${small(nth)}-${nth}.odt` }),
];

function secretOf(nth: number, kind: number): Secret {
  const made = MAKERS[kind % MAKERS.length]?.(nth) ?? { kind: "word", text: word(nth) };
  return { ...made, place: `leak ${nth}` };
}

const STARTS = ["Bro", "Dra", "Fle", "Gwi", "Hjo", "Kva", "Mry", "Plo", "Tre", "Vlo", "Zwa", "Wri"];
const MIDDLES = [
  "bal",
  "den",
  "fir",
  "gom",
  "huz",
  "kel",
  "lun",
  "mip",
  "nor",
  "pav",
  "rix",
  "tus",
];
const ENDS = [
  "berg",
  "dijk",
  "feld",
  "gaard",
  "holm",
  "jev",
  "kov",
  "land",
  "mans",
  "ström",
  "vik",
];

/** A made-up name, another for every number below 12 × 12 × 12 × 11. */
function word(nth: number): string {
  const at = (list: readonly string[], by: number): string =>
    list[Math.floor(nth / by) % list.length] ?? "";
  const middle = at(MIDDLES, 12) + at(MIDDLES, 144);
  return at(STARTS, 1) + middle + at(ENDS, 1728);
}

function small(nth: number): string {
  return word(nth).toLowerCase().replaceAll("ö", "o");
}

function uuidOf(nth: number): string {
  const hash = createHash("sha256").update(`leak ${nth}`).digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function percent(one: string): string {
  return Array.from(Buffer.from(one), (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}

function escape(one: string): string {
  return `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
