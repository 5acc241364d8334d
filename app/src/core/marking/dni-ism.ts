import { classificationOfCode, sayClassification } from "./classification.ts";
import { sayControls, tokensOfControl } from "./control.ts";
import { sayUnreadable, type MarkingSays } from "./says.ts";

/** Predicates of the MISP taxonomy dni-ism whose values are controls. */
const CONTROLS: ReadonlySet<string> = new Set([
  "dissem",
  "scicontrols",
  "atomicenergymarkings",
  "nonic",
  "nonuscontrols",
]);

/** Values of `notice`: CODE|tokens; no token where it only says whom to ask or that anyone may have it. */
const NOTICES: ReadonlyMap<string, readonly string[]> = new Map(
  [
    "FISA|fisa",
    "IMC|imcon",
    "CNWDI|rd cnwdi",
    "RD|rd",
    "FRD|frd",
    "DS|limdis",
    "LES|les",
    "LES-NF|les noforn",
    "DSEN|dsen",
    "DOD-DIST-A|",
    "DOD-DIST-B|dod-dist-b",
    "DOD-DIST-C|dod-dist-c",
    "DOD-DIST-D|dod-dist-d",
    "DOD-DIST-E|dod-dist-e",
    "DOD-DIST-F|dod-dist-f",
    "DOD-DIST-X|dod-dist-x",
    "US-PERSON|us-person",
    "PRE13526ORCON|orcon",
    "POC|",
    "COMSEC|comsec",
  ].map((row): [string, readonly string[]] => {
    const [code = "", tokens = ""] = row.split("|");
    return [code, tokens === "" ? [] : tokens.split(" ")];
  }),
);

/**
 * What a dni-ism tag says (US Information Security Marking); undefined when it is not understood. REL
 * names no country in a tag, so its list is missing.
 */
export function readDniIsm(predicate: string, value: string): readonly MarkingSays[] | undefined {
  if (predicate === "classification:us" || predicate === "classification:all") {
    const found = classificationOfCode(value);
    const isIsm = found !== undefined && found.system !== "NATO";
    return isIsm
      ? sayClassification(isUs(predicate) ? found : { ...found, system: "unspecified" })
      : undefined;
  }
  if (predicate === "complies:with") return [];
  if (predicate === "notice") return sayKnown(NOTICES.get(value.toUpperCase()), value);
  if (!CONTROLS.has(predicate)) return undefined;
  if (value.toUpperCase() === "REL") return sayUnreadable("REL", "release without a list");
  return sayKnown(tokensOfControl(value), value);
}

/** `classification:all` is the list for every owner, so it does not say that the US is the owner. */
function isUs(predicate: string): boolean {
  return predicate === "classification:us";
}

function sayKnown(tokens: readonly string[] | undefined, value: string): MarkingSays[] | undefined {
  return tokens === undefined ? undefined : sayControls(tokens, `ISM ${value}`);
}
