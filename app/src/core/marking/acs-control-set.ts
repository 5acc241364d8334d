import { toCountry } from "../country.ts";
import { UNREADABLE } from "../facts/fact.ts";
import type { JsonObject } from "../item.ts";
import {
  classificationOfCode,
  sayClassification,
  sayUnreadableClassification,
} from "./classification.ts";
import { sayControls } from "./control.ts";
import { textsOf } from "./json-value.ts";
import { sayUnreadable, type MarkingSays } from "./says.ts";

/** Determinations, caveats and sensitivities: CODE|tokens; no token where it restricts nothing. */
const CODES: ReadonlyMap<string, readonly string[]> = new Map(
  [
    "NF|noforn",
    "FOUO|fouo",
    "PUBREL|pubrel",
    "AIS|",
    "NO-PII-PRESENT|",
    "INFORMATION-DIRECTLY-RELATED-TO-CYBERSECURITY-THREAT|",
    "PII-NECESSARY-TO-UNDERSTAND-THREAT|pii",
    "FISA|fisa",
    "POSSIBLEPII|pii",
    "CISAPROPRIETARY|propin",
    "NTOC_DHS_ECYBER_SVC_SHARE.NSA.NSA|ecs",
    "PCII|pcii",
    "LES|les",
    "INT|int",
    "PII|pii",
    "PR|propin",
    "TEI|tei",
  ].map((row): [string, readonly string[]] => {
    const [code = "", tokens = ""] = row.split("|");
    return [code, tokens === "" ? [] : tokens.split(" ")];
  }),
);

const CODED = ["formal_determination", "caveat", "sensitivity"] as const;
const CONTROL_SET = new Set<string>([
  ...CODED,
  "classification",
  "sci_controls",
  "logical_authority_category",
  "shareability",
  "entity",
  "permitted_nationalities",
  "permitted_organizations",
]);
/** The tokens of one ACS determination, caveat or sensitivity; undefined when the code is unknown. */
export function tokensOfAcs(code: string): readonly string[] | undefined {
  return CODES.get(code.toUpperCase());
}

/** What the control set of an ISA/ACS marking says; see `readAcs`. */
export function readControlSet(control: JsonObject): MarkingSays[] {
  const code = control["classification"];
  const known = typeof code === "string" ? classificationOfCode(code) : undefined;
  const unknown = Object.keys(control).filter((name) => !CONTROL_SET.has(name));
  return [
    ...(known === undefined || known.system !== "US"
      ? sayUnreadableClassification("ACS classification", "not U, C, S or TS")
      : sayClassification(known)),
    ...CODED.flatMap((name) => textsOf(control[name])).flatMap(readCode),
    ...textsOf(control["sci_controls"]).flatMap((one) =>
      sayControls([`sci-${one.toLowerCase()}`], "ACS sci_controls"),
    ),
    ...readScope(control),
    ...unknown.flatMap((name) => sayUnreadable(`ACS ${name}`, "not part of a control set")),
  ];
}

function readCode(code: string): MarkingSays[] {
  const tokens = tokensOfAcs(code);
  return tokens === undefined
    ? sayUnreadable(`ACS ${code}`, "not an ACS value")
    : sayControls(tokens, `ACS ${code}`);
}

/** Limits on who has access. ALL is no limit; kinds of persons and of services are named, not listed. */
function readScope(scope: JsonObject): MarkingSays[] {
  const isLimited = (name: string): boolean => {
    const values = textsOf(scope[name]);
    return Object.hasOwn(scope, name) && !(values.length > 0 && values.every((v) => v === "ALL"));
  };
  const says: MarkingSays[] = [];
  if (isLimited("permitted_nationalities")) {
    const countries = textsOf(scope["permitted_nationalities"]).map((v) => toCountry(v) ?? v);
    says.push(...sayList(countries, "ACS permitted_nationalities"));
  }
  if (isLimited("permitted_organizations")) {
    const organisations = textsOf(scope["permitted_organizations"]);
    says.push(...sayList(organisations, "ACS permitted_organizations"));
  }
  const kinds = ["entity", "shareability"].filter(isLimited).map((name) => `${name}-limited`);
  return [...says, ...sayControls(kinds, "ACS control set")];
}

/** `releasableTo` for one list of names; a comma inside a name must not make two of it. */
export function sayList(values: readonly string[], says: string): MarkingSays[] {
  const names = values.filter((value) => value !== "ALL").map((name) => name.replaceAll(",", " "));
  const value = [...new Set(names)].toSorted().join(",");
  return [{ fact: "releasableTo", value: value === "" ? UNREADABLE : value, says }];
}
