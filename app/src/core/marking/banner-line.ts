import {
  keywordOf,
  LONGEST_BANNER,
  readAll,
  startOf,
  strip,
  tailOf,
  type Start,
} from "./banner-start.ts";
import { sayClassification } from "./classification.ts";
import { readControls } from "./control.ts";
import { readCuiBanner } from "./cui.ts";
import { readPortionAtStart } from "./portion.ts";
import { sayUnreadable, type MarkingSays } from "./says.ts";

const PAGE_BEFORE =
  /^(?:(?:page|pagina|seite|blz\.?|p\.?) ?)?\d{1,4}(?: ?(?:of|van|von|de|\/) ?\d{1,4})? (?:[|-] )?/i;
const PAGE_AFTER =
  /^[ |-]{0,3}(?:(?:page|pagina|seite|blz\.?|p\.?) ?)?\d{1,4}(?: ?(?:of|van|von|de|\/) ?\d{1,4})?[ |-]{0,3}$/i;

/**
 * What a line of text says that is a banner or begins with one, as `readBannerLabel`, but not every
 * line that begins with a word such as "secret": it stands alone, or in capitals before a separator.
 */
export function readBannerLine(text: string): MarkingSays[] {
  const line = strip(text.slice(0, LONGEST_BANNER));
  const portion = readPortionAtStart(line);
  if (portion !== undefined) return portion;
  const cui = isCapitals(line.slice(0, 4)) ? readCuiBanner(line) : undefined;
  if (cui !== undefined) return cui;
  const keyword = keywordOf(line);
  const after = line.slice(keyword.length);
  const start = startOf(after) ?? startBehindPage(after);
  if (start === undefined) return [];
  const { rest } = start;
  const says = sayClassification(start.classification);
  if (rest.trim() === "" || PAGE_AFTER.test(rest)) {
    return keyword !== "" || standsAlone(start, text) ? says : [];
  }
  const tail = tailOf(rest);
  if (tail === "controls") return [...says, ...readFirst(rest)];
  if (keyword !== "") return [...says, ...sayUnreadable(line, "more than a classification")];
  return goesOn(start, tail === "separated") ? says : [];
}

function startBehindPage(text: string): Start | undefined {
  const behind = text.replace(PAGE_BEFORE, "");
  return behind === text ? undefined : startOf(behind);
}

/** Controls at the beginning of a line; after a space a title may follow, after "/" it may not. */
function readFirst(text: string): MarkingSays[] {
  const { says, unknown, end } = readControls(text);
  const isTitle = says.length > 0 && !/^ ?[/,]/.test(text.slice(end));
  return isTitle || unknown === "" ? [...says] : readAll(text);
}

/** Alone on its line a level is a banner, unless it looks like the last word of a paragraph. */
function standsAlone(start: Start, text: string): boolean {
  if (isCapitals(start.raw)) return true;
  if (start.classification.label === "OFFICIAL" || /[.,;]\s*$/.test(text.slice(-4))) return false;
  return start.isSure || /^\p{Lu}/u.test(start.raw);
}

/** Is a level with more text behind it on the line a banner, or the beginning of a sentence? */
function goesOn(start: Start, isSeparated: boolean): boolean {
  if (!start.isSure) return isSeparated && isCapitals(start.raw);
  return isSeparated || (/\p{Lu}{3}/u.test(start.raw) && !/^ \p{Ll}/u.test(start.rest));
}

function isCapitals(text: string): boolean {
  return text === text.toUpperCase();
}
