import { tokensOfAcs } from "./acs-control-set.ts";
import {
  classificationOf,
  classificationOfCode,
  sayClassification,
  sayUnreadableClassification,
  type Classification,
} from "./classification.ts";
import { sayControls } from "./control.ts";
import { readIepStatement } from "./iep.ts";
import { readDniIsm } from "./dni-ism.ts";
import type { MachineTag } from "./machine-tag.ts";
import { sayUnreadable, type MarkingSays } from "./says.ts";
import { TLP } from "./tlp.ts";

type Reader = (predicate: string, value: string) => readonly MarkingSays[] | undefined;

/** The MISP taxonomies that restrict, by namespace; each answers undefined where it is at a loss. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["iep", (predicate, value) => readIepStatement(predicate, value)],
  ["iep2-policy", (predicate, value) => readIepStatement(predicate, value)],
  ["iep2-reference", readIepReference],
  ["nato", (predicate, value) => classified(predicate === "classification", ofNato(value))],
  ["euci", (predicate) => classified(true, classificationOf("EU", predicate))],
  ["de-vs", readDeVs],
  ["fr-classif", readFrClassif],
  ["dni-ism", readDniIsm],
  ["acs-marking", readAcsTag],
  ["ais-marking", readAisTag],
]);

/** Namespaces whose tags set the classification when they cannot be read. */
const CLASSIFYING: ReadonlySet<string> = new Set(["nato", "euci", "de-vs", "fr-classif"]);

/**
 * What a tag of a MISP taxonomy for markings says; undefined when its namespace is none of them
 * (`cccs` is none: it describes events). TLP and PAP tags are read as labels. A tag of such a taxonomy
 * that is not understood is unreadable.
 *
 * Source: MISP taxonomies iep, iep2-policy, iep2-reference, nato, euci, de-vs, fr-classif, dni-ism,
 * acs-marking, ais-marking.
 */
export function readTaxonomyTag(tag: MachineTag): readonly MarkingSays[] | undefined {
  const reader = READERS.get(tag.namespace);
  if (reader === undefined) return undefined;
  const says = reader(tag.predicate, tag.value ?? "");
  if (says !== undefined) return says;
  const text = `${tag.namespace}:${tag.predicate}${tag.value === undefined ? "" : `="${tag.value}"`}`;
  const because = `not a value of ${tag.namespace} we know`;
  return CLASSIFYING.has(tag.namespace) || tag.predicate.startsWith("classification")
    ? sayUnreadableClassification(text, because)
    : sayUnreadable(text, because);
}

/** The policy itself is elsewhere and was not fetched. */
function readIepReference(predicate: string, value: string): readonly MarkingSays[] | undefined {
  if (predicate === "iep_version") return value === "2.0" ? [] : undefined;
  if (predicate !== "url" && predicate !== "id_ref") return undefined;
  return sayUnreadable(
    `iep2-reference:${predicate}`,
    "an IEP policy that is not here",
    "iepActions",
  );
}

function ofNato(code: string): Classification | undefined {
  const found = classificationOfCode(code);
  return found?.system === "NATO" ? found : undefined;
}

function classified(
  isRight: boolean,
  found: Classification | undefined,
): readonly MarkingSays[] | undefined {
  return isRight && found !== undefined ? sayClassification(found) : undefined;
}

function readDeVs(predicate: string, value: string): readonly MarkingSays[] | undefined {
  if (predicate === "schutzwort") return sayControls(["codeword"], "German code word");
  return classified(predicate === "einstufung", classificationOf("DE", value));
}

function readFrClassif(predicate: string, value: string): readonly MarkingSays[] | undefined {
  if (predicate === "special-france") return sayControls(["special-france"], "Spécial France");
  const isKnown = predicate === "classifiees" || predicate === "non-classifiees";
  return classified(isKnown, classificationOf("FR", value));
}

/** A privilege or an audience named by a tag grants; without its scope it restricts nothing. */
function readAcsTag(predicate: string, value: string): readonly MarkingSays[] | undefined {
  const code = value.toUpperCase();
  switch (predicate) {
    case "classification": {
      const found = classificationOfCode(code);
      return classified(found?.system === "US", found);
    }
    case "formal_determination":
    case "caveat":
    case "sensitivity": {
      const tokens = tokensOfAcs(code);
      return tokens === undefined ? undefined : sayControls(tokens, `ACS ${code}`);
    }
    case "privilege_action":
      return ACS_ACTIONS.has(code) ? [] : undefined;
    case "shareability":
    case "entity":
      return ACS_AUDIENCES.has(code)
        ? sayControls([`${predicate}-limited`], `ACS ${code}`)
        : undefined;
    default:
      return undefined;
  }
}

const ACS_ACTIONS: ReadonlySet<string> = new Set(
  "DSPLY IDSRC TENOT NETDEF LEGAL INTEL TEARLINE OPACTION REQUEST ANONYMOUSACCESS CISAUSES ALL".split(
    " ",
  ),
);
const ACS_AUDIENCES: ReadonlySet<string> = new Set(
  "NCC EM LE IC USA.USG SECTOR FOREIGNGOV MIL GOV CTR SVR SVC DEV NET".split(" "),
);

/** AIS consent is about naming the submitter: NONE and USG keep the source from foreign partners. */
function readAisTag(predicate: string, value: string): readonly MarkingSays[] | undefined {
  const word = value.toLowerCase();
  const known = AIS.get(`${predicate} ${word}`);
  if (known !== undefined) return sayControls(known, `AIS ${predicate}`);
  const tlp = predicate === "tlpmarking" ? TLP.levels.get(word) : undefined;
  if (tlp !== undefined) return [{ fact: "tlp", value: tlp, says: "AIS TLPMarking" }];
  return predicate === "tlpmarking"
    ? sayUnreadable(`ais-marking:TLPMarking=${value}`, "not a TLP level", "tlp")
    : undefined;
}

const AIS: ReadonlyMap<string, readonly string[]> = new Map([
  ["aisconsent everyone", []],
  ["aisconsent usg", ["ais-consent-usg"]],
  ["aisconsent none", ["ais-consent-none"]],
  ["cisa_proprietary true", ["propin"]],
  ["cisa_proprietary false", []],
  ["aismarking is_proprietary", ["propin"]],
  ["aismarking not_proprietary", []],
]);
