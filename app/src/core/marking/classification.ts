import { UNREADABLE } from "../facts/fact.ts";
import { CLASSIFICATION_ROWS, CODE_ROWS, SYSTEM_NAMES } from "./classification-table.ts";
import { sayUnreadable, type MarkingSays } from "./says.ts";
import { longestPhrase, phraseKey, phraseTable, type Word } from "./words.ts";

/** A classification as its system writes it. */
export interface Classification {
  /** EU, NATO, NL, BE, DE, FR, UK, US; "unspecified" for a word that several systems use. */
  readonly system: string;
  /** As the system writes it: "Stg. GEHEIM". */
  readonly label: string;
  /** One of CLASSIFICATION_LEVELS. */
  readonly level: string;
}

const PHRASES = new Map<string, Classification>();
const BY_SYSTEM = new Map<string, Classification>();
/** Labels that are words of other systems too, so the system must be named. */
const NEED_NAME: ReadonlySet<string> = new Set([
  "BE TRES SECRET",
  "BE ZEER GEHEIM",
  "BE SECRET",
  "BE GEHEIM",
  "BE CONFIDENTIEL",
  "BE VERTROUWELIJK",
  "DE GEHEIM",
  "FR TRES SECRET",
  "FR SECRET",
]);
for (const row of CLASSIFICATION_ROWS) {
  const [system = "", level = "", label = "", ...spellings] = row.split("|");
  const classification: Classification = { system, label, level };
  for (const spelling of [label, ...spellings]) {
    const phrase = phraseKey(spelling);
    BY_SYSTEM.set(`${system} ${phrase}`, classification);
    for (const name of namesOf(system)) setNew(PHRASES, `${name} ${phrase}`, classification);
  }
}
for (const row of CLASSIFICATION_ROWS) {
  const [system = "", level = "", label = "", ...spellings] = row.split("|");
  for (const phrase of [label, ...spellings].map(phraseKey)) {
    if (needsName(system, phrase)) continue;
    setNew(PHRASES, phrase, { system, label, level });
  }
}

const TABLE = phraseTable(PHRASES);

const CODES = new Map<string, Classification>();
for (const row of CODE_ROWS) {
  const [code = "", system = "", label = ""] = row.split("|");
  const classification = classificationOf(system, label);
  if (classification !== undefined) CODES.set(phraseKey(code), classification);
}

/** The classification that a label of one system has: ("NL", "stg. geheim"); undefined if unknown. */
export function classificationOf(system: string, label: string): Classification | undefined {
  return BY_SYSTEM.get(`${system} ${phraseKey(label)}`);
}

/** The classification that a code in a tag or portion mark has: "TS", "NS-A"; undefined if unknown. */
export function classificationOfCode(code: string): Classification | undefined {
  return CODES.get(phraseKey(code));
}

/** The classification with which the words start, and how many words it takes. */
export function classificationAt(
  words: readonly Word[],
): { readonly found: Classification; readonly length: number } | undefined {
  return longestPhrase(TABLE, words, 0);
}

/** May a classification begin with this word? */
export function startsClassification({ text }: Word): boolean {
  return TABLE.starts.has(text);
}

/** The classification "SYSTEM:LABEL" as a claim on `classificationLabels` gives it. */
export function parseClassification(text: string): Classification | undefined {
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : classificationOf(text.slice(0, colon), text.slice(colon + 1));
}

/** Parts of a NATO label that are controls of their own. */
const SPECIAL = ["ATOMAL", "BOHEMIA"] as const;

/** What a classification says: its common step, and the label for equivalence on a date. */
export function sayClassification(one: Classification): MarkingSays[] {
  const says = `classification ${one.system === "unspecified" ? "without a named system" : `of ${one.system}`}`;
  return [
    { fact: "classification", value: one.level, says },
    { fact: "classificationLabels", value: `${one.system}:${one.label}`, says },
    ...SPECIAL.filter((word) => one.label.endsWith(word)).map((word): MarkingSays => ({
      fact: "dissemination",
      value: word.toLowerCase(),
      says,
    })),
  ];
}

/** What something says that looks like a classification and was not understood. */
export function sayUnreadableClassification(text: string, because: string): MarkingSays[] {
  return [
    ...sayUnreadable(text, because, "classification"),
    { fact: "classificationLabels", value: UNREADABLE, says: because },
  ];
}

/** US and UK use bare words that others use too; so do French and German for some of theirs. */
function needsName(system: string, phrase: string): boolean {
  if (system === "US") return phrase !== "CUI" && phrase !== "CONTROLLED UNCLASSIFIED INFORMATION";
  if (system === "UK") return !phrase.startsWith("OFFICIAL");
  return NEED_NAME.has(`${system} ${phrase}`);
}

function namesOf(system: string): string[] {
  return SYSTEM_NAMES.map((row) => row.split("|"))
    .filter((row) => row[1] === system)
    .map(([name = ""]) => name);
}

function setNew<T>(map: Map<string, T>, key: string, value: T): void {
  if (!map.has(key)) map.set(key, value);
}
