import { yearsBegun, type Day } from "../day.ts";
import {
  CLASSIFICATION_LEVELS,
  FACTS,
  PAP_LEVELS,
  TLP_LEVELS,
  UNREADABLE,
  type FlagFact,
} from "../facts/fact.ts";
import type { FactsSheet, LevelReading } from "../facts/sheet.ts";
import type { Standing } from "../partner.ts";
import { orCautious, type Setting } from "./setting.ts";
import type { OwnService } from "../request.ts";

/** `Item` of packs/caveat.cedarschema. */
export interface ItemAttributes {
  readonly tlp: number;
  readonly tlpKnown: boolean;
  readonly tlpOnItem: boolean;
  readonly mixedLabels: boolean;
  readonly unreadableMarking: boolean;
  readonly papLimit: number;
  readonly iepNoAction: boolean;
  readonly iepAskFirst: boolean;
  readonly iepHideSource: boolean;
  readonly iepEncrypt: boolean;
  readonly iepNoNotification: boolean;
  readonly iepOutsideDates: boolean;
  readonly classification: number;
  readonly sources: readonly string[];
  readonly returnsToSource: boolean;
  readonly thirdParties: readonly string[];
  readonly personal: boolean;
  readonly identifiesOrLocates: boolean;
  readonly specialCategories: boolean;
  readonly lawyerClient: boolean;
  readonly journalist: boolean;
  readonly ownNationals: boolean;
  readonly courtLeave: boolean;
  readonly evaluated: boolean;
  readonly bulk: boolean;
  readonly cableIntercept: boolean;
  readonly sourceRevealing: boolean;
  readonly filterEvidence: boolean;
  readonly reliabilityStated: boolean;
  readonly ageStated: boolean;
  readonly accuracyKnown: boolean;
  readonly ageYears: number;
  readonly tainted: boolean;
  readonly revokedBySource: boolean;
  readonly wrongData: boolean;
  readonly needlessHealthData: boolean;
}

/** Stands for a contributor nobody has named. */
export const UNNAMED = "unnamed-originator";
/** What no label at all reads as: AMBER+STRICT. */
const NO_LABEL = TLP_LEVELS.indexOf("amber+strict");
/** Older than any limit a rule may set. */
const AGELESS = 1000;

/** What the rules ask about the item, markings first. */
export function askAboutItem(
  facts: FactsSheet,
  partner: Standing,
  setting: Setting,
  unknown: string[],
): ItemAttributes {
  const flag = (fact: FlagFact): boolean =>
    orCautious(facts.flags[fact], cautiousValue(fact), `resource.${fact}`, unknown);
  return {
    ...askAboutLabels(facts, unknown),
    ...askAboutIep(facts, setting.now),
    ...askAboutSources(facts, partner, setting.own, unknown),
    personal: flag("personal"),
    identifiesOrLocates: flag("identifiesOrLocates"),
    specialCategories: flag("specialCategories"),
    lawyerClient: flag("lawyerClient"),
    journalist: flag("journalist"),
    ownNationals: ownNationals(facts, setting.own) || flag("ownNationals"),
    courtLeave: flag("courtLeave"),
    evaluated: flag("evaluated"),
    bulk: flag("bulk"),
    cableIntercept: flag("cableIntercept"),
    sourceRevealing: flag("sourceRevealing"),
    filterEvidence: flag("filterEvidence"),
    reliabilityStated: flag("reliabilityStated"),
    ageStated: flag("ageStated"),
    accuracyKnown: flag("accuracyKnown"),
    ageYears: ageOf(facts, setting.now, unknown),
    tainted: facts.findings.includes("tainted"),
    revokedBySource: facts.findings.includes("revokedBySource"),
    wrongData: facts.findings.includes("wrongData"),
    needlessHealthData: facts.findings.includes("needlessHealthData"),
  };
}

function askAboutLabels(facts: FactsSheet, unknown: string[]) {
  const { levels } = facts;
  const tlp = levels.tlp;
  if (tlp?.everywhere !== true) unknown.push("resource.tlp");
  const unreadable =
    (facts.sets.unreadableMarkings ?? []).length > 0 ||
    Object.values(levels).some((reading) => reading.value === UNREADABLE);
  return {
    tlp: tlpLevel(tlp),
    tlpKnown: tlp?.everywhere === true && tlp.value !== UNREADABLE,
    tlpOnItem: tlp?.onItem === true,
    mixedLabels: tlp?.mixed === true,
    unreadableMarking: unreadable,
    papLimit: levelNumber(levels.pap, PAP_LEVELS),
    classification: levelNumber(levels.classification, CLASSIFICATION_LEVELS),
  };
}

function tlpLevel(reading: LevelReading | undefined): number {
  const marked = levelNumber(reading, TLP_LEVELS);
  return reading?.everywhere === true ? marked : Math.max(marked, NO_LABEL);
}

/** Place of a level; absent is the first, not understood the last. */
function levelNumber(reading: LevelReading | undefined, levels: readonly string[]): number {
  if (reading === undefined) return 0;
  const place = levels.indexOf(reading.value);
  return place < 0 ? levels.length - 1 : place;
}

function askAboutIep(facts: FactsSheet, now: Day) {
  const { iepActions, iepAttribution, iepEncrypt, iepNotify } = facts.levels;
  const is = (reading: LevelReading | undefined, ...values: readonly string[]): boolean =>
    reading !== undefined && [...values, UNREADABLE].includes(reading.value);
  const { iepStart, iepEnd } = facts.dates;
  return {
    iepNoAction: is(iepActions, "none"),
    iepAskFirst: is(iepActions, "contact-for-instruction"),
    iepHideSource: is(iepAttribution, "must-not"),
    iepEncrypt: is(iepEncrypt, "must"),
    iepNoNotification: is(iepNotify, "must-not"),
    iepOutsideDates:
      (iepStart !== undefined && now < iepStart) || (iepEnd !== undefined && now > iepEnd),
  };
}

function askAboutSources(facts: FactsSheet, partner: Standing, own: OwnService, unknown: string[]) {
  const named = facts.sets.originators ?? [];
  const complete = facts.flags.originatorsKnown === true && named.length > 0;
  if (!complete) unknown.push("resource.originators");
  const everybody = complete ? named : [...named, UNNAMED].toSorted();
  const sources = everybody.filter((id) => !partner.ids.includes(id));
  return {
    sources,
    returnsToSource: sources.length === 0,
    thirdParties: sources.filter((id) => !own.ids.includes(id)),
  };
}

function ownNationals(facts: FactsSheet, own: OwnService): boolean {
  return (facts.sets.nationalities ?? []).includes(own.country);
}

/** Nobody can have processed it after today: such a date tells nothing. */
function ageOf(facts: FactsSheet, now: Day, unknown: string[]): number {
  const last = facts.dates.lastProcessed;
  const years = last === undefined || last > now ? undefined : yearsBegun(last, now);
  return orCautious(years, AGELESS, "resource.ageYears", unknown);
}

function cautiousValue(fact: FlagFact): boolean {
  const spec = FACTS[fact];
  return spec.kind === "flag" && spec.cautious;
}
