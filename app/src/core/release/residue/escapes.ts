import { putUtf8 } from "./utf8.ts";
import type { Stage } from "./view.ts";

const [TAB, LF, CR] = [0x09, 0x0a, 0x0d];

/** What an escape took and left, as `Stage.undo` says it. */
function done(taken: number, to: number, end: number): number {
  return taken * 8 + (end - to);
}

/** The value of `count` hexadecimal digits at `at`; -1 where there are not as many. */
function hexAt(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let k = 0; k < count; k++) {
    const digit = hexDigit(bytes[at + k] ?? 0);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** 0 to 15, or -1. */
export function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const small = byte | 0x20;
  return small >= 0x61 && small <= 0x66 ? small - 0x57 : -1;
}

const PLAIN_ESCAPES: ReadonlyMap<number, number> = new Map([
  ...Array.from("nrtbfv0").map((letter) => [letter.charCodeAt(0), LF] as const),
  ...Array.from("\"'\\/()<>[]{}*_-.#+!`").map(
    (one) => [one.charCodeAt(0), one.charCodeAt(0)] as const,
  ),
]);

/** JSON and most languages: \uXXXX (in pairs over U+FFFF), \u{X}, \xXX, \ooo (PDF), \n, \". */
const ESCAPES: Stage = {
  variant: "escapes",
  starts: [["\\"]],
  undo: (bytes, at, into, to) => {
    const kind = bytes[at + 1] ?? 0;
    if (kind === 0x75 || kind === 0x55) return unicode(bytes, at, into, to);
    const octal = octalAt(bytes, at + 1);
    if (octal >= 0) {
      into[to] = octal;
      return done(4, to, to + 1);
    }
    if (kind === 0x78) {
      const value = hexAt(bytes, at + 2, 2);
      if (value < 0) return 0;
      into[to] = value;
      return done(4, to, to + 1);
    }
    const plain = PLAIN_ESCAPES.get(kind);
    if (plain === undefined) return 0;
    into[to] = plain;
    return done(2, to, to + 1);
  },
};

function unicode(bytes: Uint8Array, at: number, into: Uint8Array, to: number): number {
  if (bytes[at + 2] === 0x7b) return braced(bytes, at, into, to);
  const first = hexAt(bytes, at + 2, 4);
  if (first < 0) return 0;
  const isPair = first >= 0xd800 && first < 0xdc00 && bytes[at + 6] === 0x5c;
  const second = isPair ? hexAt(bytes, at + 8, 4) : -1;
  if (second >= 0xdc00 && second < 0xe000) {
    const codePoint = 0x10000 + (first - 0xd800) * 0x400 + (second - 0xdc00);
    return done(12, to, putUtf8(into, to, codePoint));
  }
  return done(6, to, putUtf8(into, to, first));
}

function braced(bytes: Uint8Array, at: number, into: Uint8Array, to: number): number {
  for (let count = 1; count <= 6; count++) {
    if (bytes[at + 3 + count] !== 0x7d) continue;
    const value = hexAt(bytes, at + 3, count);
    if (value < 0 || value > 0x10ffff) return 0;
    return done(count + 4, to, putUtf8(into, to, value));
  }
  return 0;
}

function octalAt(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let k = 0; k < 3; k++) {
    const digit = (bytes[at + k] ?? 0) - 0x30;
    if (digit < 0 || digit > 7) return -1;
    value = value * 8 + digit;
  }
  return value < 256 ? value : -1;
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", shy: "" }),
  ...Object.entries({ period: ".", commat: "@", colon: ":", sol: "/", bsol: "\\", lowbar: "_" }),
  ...Object.entries({
    hyphen: "-",
    dash: "-",
    num: "#",
    Tab: " ",
    NewLine: " ",
    zwnj: "",
    zwj: "",
  }),
]);

/** XML and HTML: &#233; &#xe9; &amp; and the names that stand for what separates. */
const ENTITIES: Stage = {
  variant: "entities",
  starts: [["&"]],
  undo: (bytes, at, into, to) => {
    let end = at + 1;
    while (end - at < 12 && bytes[end] !== 0x3b) end++;
    if (bytes[end] !== 0x3b) return 0;
    const name = String.fromCharCode(...bytes.subarray(at + 1, end));
    const text = NAMED.get(name);
    if (text !== undefined) {
      if (text !== "") into[to] = text.charCodeAt(0);
      return done(end + 1 - at, to, to + text.length);
    }
    const parts = /^#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
    if (parts === null) return 0;
    const value = Number.parseInt(parts[1] ?? parts[2] ?? "", parts[1] === undefined ? 10 : 16);
    if (value > 0x10ffff) return 0;
    return done(end + 1 - at, to, putUtf8(into, to, value));
  },
};

/** RFC 3986 section 2.1, and %uXXXX. */
const PERCENT: Stage = {
  variant: "percent",
  starts: [["%"]],
  undo: (bytes, at, into, to) => {
    const value = hexAt(bytes, at + 1, 2);
    if (value >= 0) {
      into[to] = value;
      return done(3, to, to + 1);
    }
    const wide = (bytes[at + 1] ?? 0) === 0x75 ? hexAt(bytes, at + 2, 4) : -1;
    return wide < 0 ? 0 : done(6, to, putUtf8(into, to, wide));
  },
};

/** RFC 2045 section 6.7, soft line breaks included; RFC 2047's "_" separates anyway. */
const QUOTED_PRINTABLE: Stage = {
  variant: "quoted-printable",
  starts: [["="]],
  undo: (bytes, at, into, to) => {
    let end = at + 1;
    while (end - at < 80 && (bytes[end] === 0x20 || bytes[end] === TAB)) end++;
    if (bytes[end] === CR && bytes[end + 1] === LF) return done(end + 2 - at, to, to);
    if (bytes[end] === LF) return done(end + 1 - at, to, to);
    const value = hexAt(bytes, at + 1, 2);
    if (value < 0) return 0;
    into[to] = value;
    return done(3, to, to + 1);
  },
};

const LONGEST_TAG = 400;

/** What stands in angle brackets, as if it were not there. */
const MARKUP: Stage = {
  variant: "markup",
  starts: [["<"]],
  undo: (bytes, at, _into, to) => {
    const next = (bytes[at + 1] ?? 0) | 0x20;
    const isTag = (next >= 0x61 && next <= 0x7a) || next === 0x2f || next === 0x21;
    if (!isTag) return 0;
    for (let end = at + 1; end - at < LONGEST_TAG && end < bytes.length; end++) {
      if (bytes[end] === 0x3c) return 0;
      if (bytes[end] === 0x3e) return done(end + 1 - at, to, to);
    }
    return 0;
  },
};

const [DOT, AT, COLON] = [0x2e, 0x40, 0x3a];
const DEFANGED: ReadonlyMap<string, number> = new Map([
  ["dot", DOT],
  ["d0t", DOT],
  ["punkt", DOT],
  ["punt", DOT],
  ["point", DOT],
  ["at", AT],
  ["colon", COLON],
]);

/** "[dot]", "(at)", "{dot}", "<dot>", and " dot ", " at "; brackets round a mark separate anyway. */
const DEFANG: Stage = {
  variant: "defanged",
  starts: [
    // White space, or the first letter of one of the words.
    ["[({<", " \xa0dDpPaAcC"],
    ["dD", "oO"],
    ["aA", "tT"],
  ],
  undo: (bytes, at, into, to) => {
    const first = bytes[at] ?? 0;
    const small = first | 0x20;
    if (small === 0x61) return atInWords(bytes, at, into, to);
    if (small === 0x64) return dotInWords(bytes, at, into, to);
    let word = "";
    for (let end = at + 1; end - at < 12 && end < bytes.length; end++) {
      const byte = bytes[end] ?? 0;
      if (byte === 0x5d || byte === 0x29 || byte === 0x7d || byte === 0x3e) {
        const mark = DEFANGED.get(word.trim().toLowerCase());
        if (mark === undefined) return 0;
        into[to] = mark;
        return done(end + 1 - at, to, to + 1);
      }
      if (byte !== 0x20 && !isLetter(byte)) return 0;
      word += String.fromCharCode(byte);
    }
    return 0;
  },
};

/** "ada dot example": the word by itself. */
function dotInWords(bytes: Uint8Array, at: number, into: Uint8Array, to: number): number {
  if (!isWord(bytes, at, "dot") || !isLetter(bytes[at + 4] ?? 0)) return 0;
  into[to] = DOT;
  return done(3, to, to + 1);
}

/** "ada at agency.example": before a domain only, for it is a common word. */
function atInWords(bytes: Uint8Array, at: number, into: Uint8Array, to: number): number {
  if (!isWord(bytes, at, "at")) return 0;
  let end = at + 3;
  while (end - at < 70 && isLetter(bytes[end] ?? 0)) end++;
  if (end === at + 3) return 0;
  while (end - at < 80 && bytes[end] === 0x20) end++;
  if (bytes[end] !== DOT && !isWord(bytes, end, "dot")) return 0;
  into[to] = AT;
  return done(2, to, to + 1);
}

function isWord(bytes: Uint8Array, at: number, word: string): boolean {
  for (let k = 0; k < word.length; k++) {
    if (((bytes[at + k] ?? 0) | 0x20) !== word.charCodeAt(k)) return false;
  }
  return !isLetter(bytes[at - 1] ?? 0x41) && !isLetter(bytes[at + word.length] ?? 0x41);
}

/** Letters, digits, and all that is not ASCII. */
function isLetter(byte: number): boolean {
  if (byte >= 0x80 || (byte >= 0x30 && byte <= 0x39)) return true;
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

/**
 * In the order in which a reader would undo them; those that people put on twice stand there twice. Each is
 * also tried on the bytes as they are.
 */
export const STAGES: readonly Stage[] = [
  QUOTED_PRINTABLE,
  ESCAPES,
  ESCAPES,
  ENTITIES,
  ENTITIES,
  PERCENT,
  PERCENT,
  MARKUP,
  DEFANG,
];
