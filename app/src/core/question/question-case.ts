import { categoryOf, isPermitted, isWatched, mayTouch } from "./category.ts";
import { monthsBegun, type Day } from "../day.ts";
import { CHANGE, isInForce } from "../experience.ts";
import type { FactsSheet } from "../facts/sheet.ts";
import type { Standing } from "../partner.ts";
import { isAboveCeiling, leavesOut } from "./originator-control.ts";
import { orCautious, type Setting } from "./setting.ts";
import { ACTIONS, GRAVE_HARMS, HARMS, type Request } from "../request.ts";

/** `Question` of packs/caveat.cedarschema, without the measures. */
export interface CaseAttributes {
  readonly category: {
    readonly permitted: boolean;
    readonly seriousEvent: boolean;
    readonly moderateEvent: boolean;
    readonly changeUnanswered: boolean;
    readonly watched: boolean;
  };
  readonly risk: { readonly knownGrave: boolean; readonly real: boolean };
  readonly urgentWeighty: boolean;
  readonly ownInterestOpposes: boolean;
  readonly series: boolean;
  readonly seriesMonths: number;
  readonly seriesScoped: boolean;
  readonly channelDropsCaveats: boolean;
  readonly channelPublic: boolean;
  readonly channelPlain: boolean;
  readonly intendedAction: number;
  readonly intendedActionKnown: boolean;
  readonly controlExcludesPartner: boolean;
  readonly aboveCeiling: boolean;
  readonly classificationRulesActive: boolean;
  readonly formatLosesMarking: boolean;
  readonly registerUnavailable: boolean;
  readonly outsideOwnPowers: boolean;
  readonly specialPower: boolean;
}

/** Fewest characters an urgent and weighty reason says something with. */
const LEAST_REASON = 20;
/** Longer than any series a rule may allow. */
const ENDLESS = 1000;

/** What the rules ask about this case: category, risk, and how it would leave. */
export function askAboutCase(
  facts: FactsSheet,
  partner: Standing,
  setting: Setting,
  unknown: string[],
): CaseAttributes {
  const { request, now } = setting;
  return {
    category: askAboutCategory(facts, partner, setting, unknown),
    risk: askAboutRisk(request, partner, unknown),
    urgentWeighty: (request.urgentWeighty ?? "").trim().length >= LEAST_REASON,
    ownInterestOpposes: request.ownInterestOpposes === true,
    series: request.series !== undefined,
    ...askAboutSeries(request, unknown),
    channelDropsCaveats: request.channel?.carriesCaveats === false,
    channelPublic: request.channel?.public === true,
    channelPlain: request.channel?.encrypted === false,
    intendedAction: Math.max(0, ACTIONS.indexOf(request.intendedAction ?? "none")),
    intendedActionKnown: request.intendedAction !== undefined,
    controlExcludesPartner: leavesOut(facts, partner),
    aboveCeiling: isAboveCeiling(facts, partner, now, setting.equivalences),
    classificationRulesActive: setting.classificationRulesActive,
    formatLosesMarking: request.formatLosesMarking === true,
    registerUnavailable: request.registerUnavailable === true,
    outsideOwnPowers: request.outsideOwnPowers === true,
    specialPower: askAboutPower(request, unknown),
  };
}

function askAboutCategory(
  facts: FactsSheet,
  partner: Standing,
  setting: Setting,
  unknown: string[],
): CaseAttributes["category"] {
  const item = categoryOf(facts, setting.request);
  if (!item.subjectKnown) unknown.push("context.category");
  const touching = partner.experiences.filter(
    (e) => isInForce(e, setting.now) && mayTouch(item, e.touches),
  );
  return {
    permitted: partner.note !== undefined && isPermitted(item, partner.note.permits),
    seriousEvent: touching.some((e) => e.severity === "serious" || e.severity === "grave"),
    moderateEvent: touching.some((e) => e.severity === "moderate" && e.type !== CHANGE),
    changeUnanswered: touching.some((e) => e.type === CHANGE),
    watched: isWatched(item, partner.watch),
  };
}

function askAboutRisk(
  request: Request,
  partner: Standing,
  unknown: string[],
): CaseAttributes["risk"] {
  const noted = partner.note?.harm;
  const levels = HARMS.map((harm) => request.risk?.[harm] ?? noted ?? "unknown");
  if (levels.includes("unknown")) unknown.push("context.risk.real");
  return {
    knownGrave: GRAVE_HARMS.some((harm) => request.risk?.[harm] === "known-or-believed"),
    // Whoever asks cannot write below real what the note found to be real.
    real: noted === "real" || levels.some((level) => level !== "below-real"),
  };
}

function askAboutSeries(
  request: Request,
  unknown: string[],
): { readonly seriesMonths: number; readonly seriesScoped: boolean } {
  const series = request.series;
  if (series === undefined) return { seriesMonths: 0, seriesScoped: false };
  const months = lengthOf(series.from, series.until);
  return {
    seriesMonths: orCautious(months, ENDLESS, "context.seriesMonths", unknown),
    seriesScoped: orCautious(series.scoped, false, "context.seriesScoped", unknown),
  };
}

function askAboutPower(request: Request, unknown: string[]): boolean {
  if (request.mode !== "support") return request.specialPower ?? true;
  return orCautious(request.specialPower, true, "context.specialPower", unknown);
}

function lengthOf(from: Day, until: Day | undefined): number | undefined {
  return until === undefined ? undefined : monthsBegun(from, until);
}
