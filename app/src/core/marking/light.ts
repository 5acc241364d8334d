import { UNREADABLE } from "../facts/fact.ts";
import { toSmall } from "./fold.ts";
import { strictest } from "./strictest.ts";

/** A protocol whose labels are its name and a colour: TLP and PAP. */
export interface Light {
  /** Lower case: "tlp". */
  readonly name: string;
  /** Lower case, in full: "traffic light protocol". */
  readonly fullName: string;
  /** No other word contains the name, so whatever contains it is about the light ("tlp", not "pap"). */
  readonly distinct: boolean;
  /** What is written after the name, lower case, and the level it means, least restrictive first. */
  readonly levels: ReadonlyMap<string, string>;
  /** Finds its name in a text in small letters. */
  readonly pattern: RegExp;
}

/** One place where a text names a light. */
export interface LightSeen {
  /** Its level; "unreadable" for a label that was not understood; absent where only named. */
  readonly level?: string;
  /** It is written as a label is: the name and then ":" or "=". */
  readonly asLabel: boolean;
  /** Where it stands in the text, end exclusive. */
  readonly start: number;
  readonly end: number;
}

const SEPARATOR = String.raw`[ :=_"'/\\()[\]{}*#.|>-]`;
const FILLER = String.raw`(?:(?:version|level|label|marking|classification|designation|status|colou?r|code|v?[12](?:\.\d)?)${SEPARATOR}{1,8}){0,3}`;
const COLOUR = "(white|clear|green|amber|red)";
/** What follows the name of a light when it is a label; every repetition is bounded. */
const VALUE = new RegExp(
  `${SEPARATOR}{0,8}${FILLER}${COLOUR}([ +_(-]{0,3}strict(?![a-z0-9]))?(?![a-z0-9])`,
  "y",
);
/** A second colour joined to the first, a word glued to it, a condition: it is not clear what counts. */
const TAIL =
  /\+|[/&:=~-][a-z0-9]| ?[/&,] ?(?:white|clear|green|amber|red)(?![a-z0-9])| (?:or|and|to) (?:white|clear|green|amber|red)(?![a-z0-9])|,? (?:except|excluding|unless|until|after|if|when|but)(?![a-z])/y;
const NEGATION = /(?:^|[^a-z])(?:not|non|no|un)[ -]$/;
const UNKNOWN_VALUE = /[ "'(]{0,3}[:=][ "']{0,3}[^ ,;|)\]]{1,40}/y;

/**
 * Every place where a folded text names the light, with the level where it gives one.
 *
 * "TLP: white", "TLP_AMBER+STRICT", "tlp 2.0 label: red" have a level; "TLP:PURPLE", "TLP:GREEN/RED"
 * and "not TLP:CLEAR" are unreadable; "TLP" in a sentence has none. Time is linear in the text.
 */
export function lightsIn(light: Light, text: string): LightSeen[] {
  const small = toSmall(text);
  if (!small.includes(light.name) && !small.includes("protocol")) return [];
  return [...small.matchAll(light.pattern)].map((name) =>
    seenAt(light, small, name.index, name[0].length),
  );
}

/** The light with its pattern. */
export function makeLight(light: Omit<Light, "pattern">): Light {
  const name = `${light.fullName.replaceAll(" ", "[ -]")}|${light.name}`;
  const version = String.raw`(?:v?[12](?:\.\d)?)?`;
  const source = `(?<![a-z0-9])(?:${name})${version}(?=[^a-z0-9]|${COLOUR}|$)`;
  return { ...light, pattern: new RegExp(source, "g") };
}

/**
 * The level of a whole label ("TLP:AMBER", " tlp: white", "[TLP 2.0: RED]") that is folded and names
 * the light; "unreadable" when it gives no level or says more than its name and level. `others` are
 * places in the same text that something else explains. Undefined when it is no such label.
 */
export function levelOfLabel(
  light: Light,
  text: string,
  others: readonly LightSeen[] = [],
): string | undefined {
  const seen = lightsIn(light, text);
  const labels = seen.filter((one) => one.level !== undefined || one.asLabel);
  if (labels.length === 0) return isNamed(light, text) ? UNREADABLE : undefined;
  const rest = [...seen, ...others].reduce((left, one) => blank(left, one.start, one.end), text);
  if (/[\p{L}\p{N}]/u.test(rest)) return UNREADABLE;
  return strictest(
    [...new Set(light.levels.values())],
    labels.map((one) => one.level ?? UNREADABLE),
  );
}

/** Is the text about this light although no label was found in it? */
function isNamed(light: Light, text: string): boolean {
  const lower = toSmall(text);
  return light.distinct
    ? lower.includes(light.name)
    : lower.startsWith(light.name) && /^[ :=]{0,3}$/.test(lower.slice(light.name.length));
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
}

function seenAt(light: Light, lower: string, start: number, length: number): LightSeen {
  const after = start + length;
  const value = matchAt(VALUE, lower, after);
  if (value === undefined) return withoutColour(light, lower, start, after);
  const end = after + value[0].length;
  const words = `${value[1] ?? ""}${value[2] === undefined ? "" : "+strict"}`;
  const doubtful =
    matchAt(TAIL, lower, end) !== undefined ||
    NEGATION.test(lower.slice(Math.max(0, start - 5), start));
  const level = doubtful ? UNREADABLE : (light.levels.get(words) ?? UNREADABLE);
  return { level, asLabel: /[:=]/.test(value[0]), start, end };
}

function withoutColour(light: Light, lower: string, start: number, after: number): LightSeen {
  const unknown = matchAt(UNKNOWN_VALUE, lower, after);
  if (unknown === undefined) return { asLabel: false, start, end: after };
  const explains = lower.slice(after, after + 60).replace(/^[ :="'(]{1,8}/, "");
  if (explains.startsWith(light.fullName) || explains.startsWith(light.name)) {
    return { asLabel: false, start, end: after };
  }
  return { level: UNREADABLE, asLabel: true, start, end: after + unknown[0].length };
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | undefined {
  pattern.lastIndex = index;
  return pattern.exec(text) ?? undefined;
}
