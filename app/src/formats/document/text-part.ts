import type { Note } from "../../core/item.ts";
import { decodeEntities } from "./html.ts";
import { decodeText, toLines } from "./lines.ts";
import type { Source } from "./source.ts";

/**
 * Adds what plain text says. Places are "line 12".
 *
 * @throws Refusal "bad-utf8" or "unknown-format".
 */
export function addText({ bytes, name, set }: Source): readonly Note[] {
  for (const line of toLines(decodeText(bytes, name), "")) set.addLine(line);
  return [];
}

/** The same for Markdown, read as its reader sees it: `**TLP:** AMBER` is TLP:AMBER. */
export function addMarkdown({ bytes, name, set }: Source): readonly Note[] {
  for (const line of toLines(decodeText(bytes, name), "")) {
    set.addLine({ ...line, text: withoutMarkup(line.text) });
  }
  return [];
}

/**
 * Emphasis, code marks and escapes of CommonMark go, for they show as nothing; inline HTML goes to
 * the end of the line, where its attributes are still read.
 */
function withoutMarkup(line: string): string {
  const tags = line.match(INLINE_TAG) ?? [];
  const bare = line
    .replace(INLINE_TAG, "")
    .replace(/\\(?=[!-/:-@[-`{-~])/g, "")
    .replace(/[*`]|__|~~/g, "");
  return decodeEntities([bare, ...tags].join(" "));
}

const INLINE_TAG =
  /<\/?(?:a|abbr|b|big|br|code|del|div|em|font|i|ins|kbd|mark|p|small|span|strong|sub|sup|u)(?:\s[^<>]{0,500})?\/?>/gi;
