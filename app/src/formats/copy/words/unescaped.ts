import { decodeEntities } from "../../document/html.ts";
import type { Span } from "./find-terms.ts";

/** Percent, quoted-printable, character references, backslash escapes: each a run of its own kind. */
const ESCAPE =
  /(?:%[0-9a-f]{2})+|(?:=[0-9a-f]{2})+|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});|\\u[0-9a-f]{4}|\\u\{[0-9a-f]{1,6}\}|\\x[0-9a-f]{2}/gi;

/** With one of these each of them begins. */
const STARTS = /[%=&\\]/;

/** A text with its escapes undone, and where each of its characters stood. */
export interface Unescaped {
  readonly text: string;
  /** From where to where in the text as it was. */
  toSpan(span: Span): Span;
}

/** The text with every escape in it undone; undefined where there is none. One pass. */
export function unescaped(text: string): Unescaped | undefined {
  if (!STARTS.test(text)) return undefined;
  const pieces: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const keep = (piece: string, start: number, end: number | undefined): void => {
    pieces.push(piece);
    for (let i = 0; i < piece.length; i++) {
      starts.push(end === undefined ? start + i : start);
      ends.push(end ?? start + i + 1);
    }
  };
  let at = 0;
  for (const { index, 0: escape } of text.matchAll(ESCAPE)) {
    keep(text.slice(at, index), at, undefined);
    at = index + escape.length;
    keep(undo(escape), index, at);
  }
  if (at === 0) return undefined;
  keep(text.slice(at), at, undefined);
  const toSpan = ({ start, end }: Span): Span => ({
    start: starts[start] ?? 0,
    end: ends[end - 1] ?? 0,
  });
  return { text: pieces.join(""), toSpan };
}

function undo(escape: string): string {
  const digits = escape.replace(/[^0-9a-f]/gi, "");
  if (escape.startsWith("&")) return decodeEntities(escape);
  if (!escape.startsWith("\\")) return Buffer.from(digits, "hex").toString("utf8");
  const point = Number.parseInt(digits, 16);
  return point > 0x10ffff ? "" : String.fromCodePoint(point);
}
