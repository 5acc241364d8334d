import { Refusal } from "../../core/refusal.ts";
import { byteOrderMark, decodeUtf8, requireUtf8 } from "../json/utf8.ts";

/** A line of text and where it stands. */
export interface Line {
  /** The page or section it belongs to: a claim is kept once for each. */
  readonly unit: string;
  /** For people: "line 12", "page 2 line 4", "body line 3". */
  readonly place: string;
  readonly text: string;
}

/**
 * The text of a document: UTF-8, or UTF-16 where a byte order mark says so.
 *
 * @throws Refusal "bad-utf8", or "unknown-format" where a NUL shows that it is not text.
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const text = decodeUtf16(bytes, name) ?? decodeChecked(bytes, name);
  if (!text.includes("\0")) return text;
  throw new Refusal(
    "unknown-format",
    name,
    "this is not text, it holds NUL characters",
    "give a text, Markdown, CSV, PDF, e-mail, CSAF, STIX or MISP file",
  );
}

/**
 * The lines of a text, numbered from 1 as editors number them, one at a time: a hostile text has
 * more lines than there is memory for. `section` goes before the number.
 */
export function* toLines(text: string, unit: string, section = ""): Generator<Line> {
  const before = section === "" ? "line" : `${section} line`;
  let start = 0;
  let number = 0;
  for (const { index, 0: end } of text.matchAll(LINE_END)) {
    yield { unit, place: `${before} ${++number}`, text: text.slice(start, index) };
    start = index + end.length;
  }
  yield { unit, place: `${before} ${++number}`, text: text.slice(start) };
}

const LINE_END = /\r\n|\n|\r/g;

function decodeChecked(bytes: Uint8Array, name: string): string {
  requireUtf8(bytes, name);
  return decodeUtf8(bytes, byteOrderMark(bytes), bytes.length);
}

/** undefined when there is no byte order mark of UTF-16. */
function decodeUtf16(bytes: Uint8Array, name: string): string | undefined {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (!isLittle && !isBig) return undefined;
  try {
    return new TextDecoder(isLittle ? "utf-16le" : "utf-16be", { fatal: true }).decode(bytes);
  } catch {
    const problem = "the byte order mark says UTF-16 and the bytes are not";
    throw new Refusal("bad-utf8", name, problem, "save the file as UTF-8 and try again");
  }
}
