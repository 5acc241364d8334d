import type { SanitiseStep } from "../../../../core/release/plan.ts";
import { ceilingOf } from "../../ceiling.ts";
import { textEditOf } from "../../text/text-edit.ts";
import type { Claims } from "../claims.ts";
import type { Draft } from "../draft.ts";
import { cutOriginators } from "./cut-originators.ts";
import { editTexts } from "./edit-texts.ts";
import { generalisePlace } from "./generalise-place.ts";
import { generaliseTime } from "./generalise-time.ts";
import { honourMarkings } from "./honour-markings.ts";
import { editProperty } from "./named-property.ts";
import { removePersons } from "./remove-persons.ts";
import { removeSources } from "./remove-sources.ts";

/**
 * Takes one step of a plan on the objects of a draft.
 *
 * @throws Refusal where the step cannot be understood.
 */
export function takeStep(step: SanitiseStep, draft: Draft, claims: Claims): void {
  switch (step.step) {
    case "honour-markings":
      return honourMarkings(draft, claims, ceilingOf(step.most));
    case "drop-property":
    case "mask":
      return editProperty(draft, step);
    case "generalise-time":
      return generaliseTime(draft, step);
    case "generalise-place":
      return generalisePlace(draft, step);
    case "cut-originators":
      return cutOriginators(draft, claims, step);
    case "remove-persons":
    case "remove-own-nationals":
    case "remove-protected-professions":
      return removePersons(draft, claims, step);
    case "remove-sources":
      return removeSources(draft, step);
    case "remove-words":
    case "remove-special-categories": {
      const edit = textEditOf(step, draft.to.own, draft.log);
      if (edit !== undefined) editTexts(draft, step.step, edit);
    }
  }
}
