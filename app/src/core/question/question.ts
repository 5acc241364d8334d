import type { FactsSheet } from "../facts/sheet.ts";
import type { Standing } from "../partner.ts";
import { askAboutCase, type CaseAttributes } from "./question-case.ts";
import { askAboutItem, type ItemAttributes } from "./question-item.ts";
import { askAboutPartner, type PartnerAttributes } from "./question-partner.ts";
import type { Mode } from "../request.ts";
import type { Setting } from "./setting.ts";

/**
 * One question to the rules: everything but the measures, every value known or replaced by the
 * cautious one. It names nobody, so equal questions have equal answers whoever asks them.
 * Attributes: see packs/caveat.cedarschema.
 */
export interface Question {
  readonly action: Mode;
  readonly principal: PartnerAttributes;
  readonly resource: ItemAttributes;
  readonly context: CaseAttributes;
  /** Paths whose value nobody knew; the value shown is the cautious one. */
  readonly unknown: readonly string[];
}

/** Builds the question for one item, one partner, one request, one day. */
export function toQuestion(facts: FactsSheet, partner: Standing, setting: Setting): Question {
  const unknown: string[] = [];
  const read = setting.readsContainers ? { ...facts, ...facts.byContainer } : facts;
  return {
    action: setting.request.mode,
    principal: askAboutPartner(partner, setting.now),
    resource: askAboutItem(read, partner, setting, unknown),
    context: askAboutCase(read, partner, setting, unknown),
    unknown,
  };
}
