import { toCountry } from "../country.ts";
import {
  classificationAt,
  classificationOf,
  startsClassification,
  type Classification,
} from "./classification.ts";
import { readControls, startsWithControl } from "./control.ts";
import { fold } from "./fold.ts";
import { sayUnreadable, type MarkingSays } from "./says.ts";
import { wordsOf, type Word } from "./words.ts";

/** No banner is longer; of a longer line only the beginning can be one. */
export const LONGEST_BANNER = 400;
const KEYWORD =
  /^(?:(?:security|overall|document|protective) )?(?:classification|classified|classificatie|rubricering|gerubriceerd|einstufung|geheimhaltungsgrad|marking|markering|handling)(?: level| marking)? ?[:=] ?/i;

/** A text that begins with a classification. */
export interface Start {
  readonly classification: Classification;
  /** Only this system writes it so. */
  readonly isSure: boolean;
  readonly raw: string;
  readonly rest: string;
}

/** The classification with which a text begins, and the rest; undefined when with none. */
export function startOf(text: string): Start | undefined {
  const [first] = wordsOf(text, 1);
  if (first?.start !== 0 || !(startsClassification(first) || isOwner(first))) return undefined;
  const words = wordsOf(text.split("//", 1)[0] ?? "", 10);
  const own = classificationAt(words);
  const at = own ?? behindOwner(words);
  if (at === undefined) return undefined;
  const end = words[at.length - 1]?.end ?? 0;
  const [raw, rest] = [text.slice(0, end), text.slice(end)];
  if (own === undefined && !rest.startsWith("//")) return undefined;
  const classification = own === undefined ? at.found : inContext(at.found, raw, rest);
  return { classification, isSure: isSure(at.found, raw), raw, rest };
}

/** Does only one system write it so? "Official" alone is a word of everyday language. */
function isSure(found: Classification, raw: string): boolean {
  return found.system !== "unspecified" && raw.toUpperCase() !== "OFFICIAL";
}

/** "DEU SECRET//": information of another country in English words, so its system is not named. */
function behindOwner(words: readonly Word[]): ReturnType<typeof classificationAt> {
  const [owner] = words;
  if (owner === undefined || !isOwner(owner)) return undefined;
  const at = classificationAt(words.slice(1));
  return at?.found.system === "unspecified" ? { ...at, length: at.length + 1 } : undefined;
}

function isOwner({ text }: Word): boolean {
  return text.length === 3 && toCountry(text) !== undefined;
}

/** "//" after a bare level is the American form; "OFFICIAL: Sensitive" is the Australian one. */
function inContext(found: Classification, raw: string, rest: string): Classification {
  if (found.label === "OFFICIAL-SENSITIVE" && raw.includes(":")) {
    return { ...found, system: "unspecified" };
  }
  const isUs = found.system === "unspecified" && rest.trimStart().startsWith("//");
  return (isUs ? classificationOf("US", found.label) : undefined) ?? found;
}

/** Without ornaments around it: "*** SECRET ***", "[SECRET]", "| SECRET |", "//GBR SECRET". */
export function strip(text: string): string {
  const ornaments = "*#=_~\"'`>|.-[]/ ";
  let [start, end] = [0, text.length];
  while (start < end && ornaments.includes(text.charAt(start))) start++;
  while (end > start && ornaments.includes(text.charAt(end - 1))) end--;
  return fold(text.slice(start, end));
}

/** What follows a level: controls, something set apart, or words that make it part of a sentence. */
export function tailOf(rest: string): "controls" | "separated" | "words" {
  const text = rest.trimStart();
  if (text.startsWith("//") || startsWithControl(rest)) return "controls";
  if (text.startsWith("/") && readControls(rest).says.length > 0) return "controls";
  return /^(?:[|:;,([]|- )/.test(text) ? "separated" : "words";
}

/** Controls that must be understood to the end. */
export function readAll(text: string): MarkingSays[] {
  const { says, unknown } = readControls(text);
  if (unknown === "" || /^\d{8}$/.test(unknown)) return [...says];
  return [...says, ...sayUnreadable(unknown, "not a dissemination control")];
}

/** The word in front that only says that a marking follows: "Classification: "; "" for none. */
export function keywordOf(text: string): string {
  return KEYWORD.exec(text)?.[0] ?? "";
}
