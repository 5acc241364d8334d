import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readMarkingLabel } from "../../../src/core/marking/text.ts";
import { describeWithData, sharedData } from "../../shared-data.ts";

interface Taxonomy {
  readonly namespace: string;
  readonly predicates: readonly { readonly value: string }[];
  readonly values?: readonly {
    readonly predicate: string;
    readonly entry: readonly { readonly value: string }[];
  }[];
}

/** Tags of marking taxonomies that restrict nothing; a name that ends in * stands for all under it. */
const NO_RESTRICTION = [
  "cccs:*",
  "dni-ism:complies:with=*",
  'dni-ism:notice="POC"',
  'dni-ism:notice="DoD-Dist-A"',
  "acs-marking:privilege_action=*",
  'acs-marking:formal_determination="AIS"',
  'acs-marking:formal_determination="NO-PII-PRESENT"',
  'acs-marking:formal_determination="INFORMATION-DIRECTLY-RELATED-TO-CYBERSECURITY-THREAT"',
  'ais-marking:AISConsent="EVERYONE"',
  'ais-marking:CISA_Proprietary="false"',
  'ais-marking:AISMarking="Not_Proprietary"',
  'iep:commercial-use="MAY"',
  'iep:encrypt-at-rest="MAY"',
  'iep:obfuscate-affected-parties="MAY"',
  'iep:obfuscate-affected-parties="MUST NOT"',
  "iep:external-reference=*",
  "iep:reference=*",
  "iep:name=*",
  "iep:version=*",
  "iep:id=*",
  "iep2-policy:id=*",
  "iep2-policy:name=*",
  "iep2-policy:description=*",
  "iep2-policy:iep_version=*",
  "iep2-policy:external_reference=*",
  "iep2-reference:iep_version=*",
];
/** Tags of these that are unreadable on purpose: the joke and the extension of TLP, lists elsewhere. */
const UNREADABLE = [
  "tlp:ex:chr",
  "tlp:unclear",
  'dni-ism:dissem="REL"',
  'iep2-reference:id_ref="2026-11-26"',
  'iep2-reference:url="2026-11-26"',
];

const TAXONOMIES = [
  "tlp",
  "PAP",
  "iep",
  "iep2-policy",
  "iep2-reference",
  "nato",
  "euci",
  "de-vs",
  "fr-classif",
  "cccs",
  "dni-ism",
  "acs-marking",
  "ais-marking",
];

describeWithData("tags of the MISP taxonomies for markings", () => {
  test.each(TAXONOMIES)("every tag of %s restricts, or is listed as one that does not", (name) => {
    const silent = tagsOf(name).filter((tag) => readMarkingLabel(tag).length === 0);
    expect(silent.filter((tag) => !isListed(tag))).toEqual([]);
  });

  test("no tag that is listed as one that does not restrict does", () => {
    const listed = TAXONOMIES.flatMap(tagsOf).filter(isListed);
    expect(listed.filter((tag) => readMarkingLabel(tag).length > 0)).toEqual([]);
    const unused = NO_RESTRICTION.filter((rule) => !listed.some((tag) => matches(rule, tag)));
    expect(unused).toEqual([]);
  });

  test("every other tag is understood", () => {
    const unreadable = TAXONOMIES.flatMap(tagsOf).filter((tag) =>
      readMarkingLabel(tag).some((one) => one.fact === "unreadableMarkings"),
    );
    expect(unreadable.toSorted()).toEqual(UNREADABLE.toSorted());
  });

  test("a tag in small letters says the same", () => {
    for (const tag of TAXONOMIES.flatMap(tagsOf)) {
      const small = readMarkingLabel(tag.toLowerCase());
      expect(small.map((one) => one.fact)).toEqual(readMarkingLabel(tag).map((one) => one.fact));
    }
  });
});

/** Every tag of a taxonomy; a free value is filled in with a day, which suits the dates among them. */
function tagsOf(name: string): string[] {
  const path = sharedData("misp-taxonomies", name, "machinetag.json");
  const taxonomy: Taxonomy = JSON.parse(readFileSync(path, "utf8"));
  const entries = new Map(taxonomy.values?.map((one) => [one.predicate, one.entry]));
  return taxonomy.predicates.flatMap(({ value: predicate }) => {
    const tag = `${taxonomy.namespace}:${predicate}`;
    const values = entries.get(predicate)?.map((entry) => entry.value);
    return values?.map((value) => `${tag}="${value === "$text" ? "2026-11-26" : value}"`) ?? [tag];
  });
}

function isListed(tag: string): boolean {
  return NO_RESTRICTION.some((rule) => matches(rule, tag));
}

function matches(rule: string, tag: string): boolean {
  return rule.endsWith("*") ? tag.startsWith(rule.slice(0, -1)) : tag === rule;
}
