import type { Claim } from "../../../core/item.ts";
import { findMarkings, readMarkingLabel } from "../../../core/marking/text.ts";
import { Refusal } from "../../../core/refusal.ts";
import { ceilingOf } from "../ceiling.ts";
import type { RemovalLog } from "../removal-log.ts";

/** A banner is no sentence. */
const LONGEST_BANNER = 80;
const MOST_WORDS = 4;
/** A paragraph that begins with its own mark: "(S//NF) …", "[TLP:AMBER] …". */
const PORTION = /^\s{0,20}(?:\([^()\n]{1,60}\)|\[[^[\]\n]{1,60}\])/;

/**
 * Takes out the paragraphs that are marked stricter than `most`. A paragraph with marks of its own is
 * under these; any other under those of the document: its banners, and `labels` that stand beside the text.
 *
 * @throws Refusal "contradiction" when nothing is left, "bad-case" as `ceilingOf`.
 */
export function honourMarkingsInText(
  most: string,
  text: string,
  labels: readonly Claim[],
  log: RemovalLog,
): string {
  const ceiling = ceilingOf(most);
  const paragraphs = paragraphsOf(text);
  const banners = [...labels, ...text.split("\n").filter(isBanner).flatMap(claimsOf)];
  const kept = paragraphs.filter((paragraph) => {
    const own = paragraph.split("\n").flatMap(claimsOf);
    if (!ceiling.isExceededBy(own.length > 0 ? own : banners)) return true;
    log.parting("text", paragraph, "the text");
    log.change("honour-markings", "the text", "a paragraph marked stricter was taken out");
    return false;
  });
  if (kept.some((paragraph) => paragraph.trim() !== "" && !isBanner(paragraph)))
    return kept.join("");
  throw new Refusal(
    "contradiction",
    "the plan",
    "every paragraph of the document is marked stricter than what may leave",
    "have parts of it marked lower, or write a text of your own for this partner",
  );
}

/** Paragraphs with the white space behind them, so that joined they are the text. */
export function paragraphsOf(text: string): readonly string[] {
  const paragraphs: string[] = [];
  let open = "";
  let isEnded = false;
  for (const line of text.split(/(?<=\n)/)) {
    const isBlank = line.trim() === "";
    if (open !== "" && !isBlank && (isEnded || startsPortion(line))) {
      paragraphs.push(open);
      open = "";
    }
    isEnded = isBlank;
    open += line;
  }
  return open === "" ? paragraphs : [...paragraphs, open];
}

function startsPortion(line: string): boolean {
  const mark = PORTION.exec(line)?.[0];
  return mark !== undefined && findMarkings(mark).length > 0;
}

/** Is the line a label and nothing else? Of one that is not understood, only what is no sentence. */
function isBanner(line: string): boolean {
  const text = line.trim();
  if (text === "" || text.length > LONGEST_BANNER) return false;
  const says = readMarkingLabel(text);
  if (says.every(({ fact }) => fact !== "unreadableMarkings")) return says.length > 0;
  return text.split(/\s+/).length <= MOST_WORDS;
}

function claimsOf(line: string): readonly Claim[] {
  const says = isBanner(line) ? readMarkingLabel(line.trim()) : findMarkings(line);
  return says.map((one) => ({ ...one, place: "the text" }));
}
