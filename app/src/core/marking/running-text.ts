import { readBannerLine } from "./banner-line.ts";
import { readControls } from "./control.ts";
import { findHandlingCodes } from "./handling-code.ts";
import { toSmall } from "./fold.ts";
import { lightsIn, type LightSeen } from "./light.ts";
import { PAP } from "./pap.ts";
import { findPortions } from "./portion.ts";
import { sayUnreadable, type MarkingSays } from "./says.ts";
import { TLP } from "./tlp.ts";

/** A web address up to where it must have ended; what is named in one is no marking. "§" takes its place. */
const ADDRESS = /(?:(?!tlp:|pap:)(?<![a-z])[a-z]{2,10}:\/\/|www\.)[^ ,;|"'<>()[\]{}]*/gi;
/** "TLP" followed by one of these speaks about the protocol: "the TLP 2.0 definitions". */
const ABOUT =
  /^(?:[ -](?:protocol|version|standard|definitions?|labels?|markings?|levels?|colou?rs?|designations?|classifications?|guidelines?|guidance|scheme|framework|rules?|polic(?:y|ies)|v?[12](?:\.\d)?)(?![a-z0-9])|\))/;
const COLOURED = /(?<![a-z])(?:white|clear|green|amber|red)(?![a-z])/;
const CONTROL =
  /(?<![A-Za-z0-9-])(?:NOFORN|ORCON(?:-USGOV)?|RELIDO|FOUO|PROPIN|IMCON|LIMDIS|EXDIS|NODIS|NOCON|FEDCON|FED ONLY|DL ONLY|RSEN|DSEN|RAWFISA|REL TO|RELEASABLE TO|DISPLAY ?ONLY|SPECIAL FRANCE|ATOMAL|FOR OFFICIAL USE ONLY|[A-Z]{2,4}(?:[/,] ?[A-Z]{2,4}){0,15} EYES ONLY)(?![A-Za-z0-9])/g;
const US_BANNER =
  /(?<![A-Za-z])(?:(?:COSMIC|NATO|[A-Z]{3}) )?(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED)\/\/[A-Z]/g;
/** How far a list of controls in a line is followed. */
const REACH = 300;

/**
 * Markings anywhere in a folded line of running text: TLP and PAP labels, controls in capitals,
 * portion marks, Europol handling codes; a classification only where the line is or begins with a
 * banner. Time is linear in the line.
 */
export function readRunningText(line: string): MarkingSays[] {
  const text = line.includes("://") || /www\./i.test(line) ? line.replace(ADDRESS, "§") : line;
  const banner = readBannerLine(text);
  return [
    ...findTlp(text),
    ...findPap(text),
    ...(banner.length > 0 ? banner : findBanners(text)),
    ...findPortions(text),
    ...findControls(text),
    ...findHandlingCodes(text),
  ];
}

function findTlp(text: string): MarkingSays[] {
  const seen = lightsIn(TLP, text);
  if (seen.length === 0) return [];
  const says = seen.flatMap((one) => sayLevel(one, "tlp", text));
  const small = toSmall(text);
  const words = seen.filter((one) => !isInName(one, small));
  const [named] = words;
  if (says.length > 0 || named === undefined) return says;
  if (!COLOURED.test(small) && words.every((one) => isAbout(one, small))) return [];
  return sayUnreadable(text.slice(named.start), "the TLP is named without a readable label", "tlp");
}

/** Part of a host name, an address or a path: "tlp.example", "/docs/tlp/". */
function isInName(one: LightSeen, small: string): boolean {
  return (
    /[./@\\]/.test(small.charAt(one.start - 1)) ||
    /^[./\\][a-z0-9]/.test(small.slice(one.end, one.end + 2))
  );
}

function isAbout(one: LightSeen, lower: string): boolean {
  if (lower.slice(one.start, one.end).includes("light")) return true;
  return ABOUT.test(lower.slice(one.end, one.end + 20)) || lower.startsWith("traffic", one.end + 2);
}

/** "pap" is also a word, and another protocol: only what is written as a label counts. */
function findPap(text: string): MarkingSays[] {
  return lightsIn(PAP, text)
    .filter((one) =>
      isRead(one) ? one.asLabel || text.startsWith("PAP", one.start) : isGlued(one, text),
    )
    .flatMap((one) => sayLevel(one, "pap", text));
}

function isGlued(one: LightSeen, text: string): boolean {
  return /^PAP[:=][^ ]/.test(text.slice(one.start, one.start + 5));
}

function isRead(one: LightSeen): boolean {
  return one.level !== undefined && one.level !== "unreadable";
}

function sayLevel(one: LightSeen, fact: "tlp" | "pap", text: string): MarkingSays[] {
  const name = fact.toUpperCase();
  if (one.level === undefined) return [];
  return isRead(one)
    ? [{ fact, value: one.level, says: `${name} label in the text` }]
    : sayUnreadable(excerpt(text, one), `not a ${name} label`, fact);
}

/** The label and what stands next to it, in whole words. */
function excerpt(text: string, one: LightSeen): string {
  const near = text.slice(one.end, one.end + 24);
  const words = text.length > one.end + 24 ? near.slice(0, near.lastIndexOf(" ") + 1) : near;
  return text.slice(one.start, one.end) + words;
}

function findBanners(text: string): MarkingSays[] {
  return [...text.matchAll(US_BANNER)].flatMap((found) =>
    readBannerLine(text.slice(found.index, found.index + REACH)),
  );
}

function findControls(text: string): MarkingSays[] {
  const says: MarkingSays[] = [];
  let read = 0;
  for (const { 0: first, index } of text.matchAll(CONTROL)) {
    if (index < read) continue;
    const reach = text.slice(index, index + REACH);
    const small = reach.slice(first.length).search(/\p{Ll}/u);
    const controls = readControls(small < 0 ? reach : reach.slice(0, first.length + small));
    says.push(...controls.says);
    read = index + Math.max(controls.end, first.length);
  }
  return says;
}
