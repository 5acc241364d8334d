import type { CopyFor } from "../../../core/release/copy.ts";
import { coverOf } from "./cover.ts";

/** Under the cover, and nowhere else in it. */
const RULE = "-".repeat(72);

/** A plain text with its cover above it. */
export function writeText(text: string, to: CopyFor): string {
  return [...coverOf(to), RULE, "", text.trim(), ""].join("\n");
}

/** The same as Markdown: the cover is a quotation, so that no line of it runs into the next. */
export function writeMarkdown(text: string, to: CopyFor): string {
  const cover = coverOf(to).map((line) => `> ${escaped(line)}  `);
  return [...cover, "", text.trim(), ""].join("\n");
}

/** What nobody sees in Markdown, and files inside it, are left behind. */
export function withoutHidden(markdown: string, note: (text: string) => void): string {
  const leave = (hidden: string): string => {
    note(hidden);
    return "";
  };
  const shown = withoutComments(markdown, leave);
  return shown.replace(
    /data:[\w.+-]{1,60}\/[\w.+-]{1,60}(?:;[\w=-]{1,60}){0,5},[^\s)"'<>]*/gi,
    leave,
  );
}

/** Comments of HTML; one that does not end goes to the end of the text. */
function withoutComments(markdown: string, leave: (hidden: string) => string): string {
  let text = "";
  let at = 0;
  for (;;) {
    const open = markdown.indexOf("<!--", at);
    if (open < 0) return text + markdown.slice(at);
    const close = markdown.indexOf("-->", open + 4);
    const end = close < 0 ? markdown.length : close + 3;
    text += markdown.slice(at, open) + leave(markdown.slice(open, end));
    at = end;
  }
}

function escaped(line: string): string {
  return line.replace(/[\\`*_[\]<>]/g, "\\$&");
}

/** Without control characters and overrides of direction, which show one thing and mean another. */
export function withoutControls(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "");
}
