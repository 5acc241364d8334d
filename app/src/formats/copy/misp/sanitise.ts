import type { CopyFor } from "../../../core/release/copy.ts";
import type { SanitiseStep } from "../../../core/release/plan.ts";
import { textEditOf } from "../text/text-edit.ts";
import { coarsenPartPlaces, coarsenPartTimes } from "./coarse.ts";
import { editTexts } from "./edit-text.ts";
import { honourMarkings } from "./markings.ts";
import { cutOriginators, originatorEdit, removeSources } from "./origin.ts";
import type { Part, Work } from "./part.ts";
import { removePeople } from "./people.ts";
import { editProperty } from "./property.ts";

/** The events after one step of a plan: first whole parts, then what running texts say of the same. */
export function sanitise(
  events: readonly Part[],
  step: SanitiseStep,
  own: CopyFor["own"],
  work: Work,
): readonly Part[] {
  const parts = editWhole(events, step, own, work);
  const edit =
    step.step === "cut-originators"
      ? originatorEdit(step, work, own)
      : textEditOf(step, own, work.log);
  return edit === undefined ? parts : editTexts(parts, edit, step.step, work);
}

function editWhole(
  events: readonly Part[],
  step: SanitiseStep,
  own: CopyFor["own"],
  work: Work,
): readonly Part[] {
  switch (step.step) {
    case "honour-markings":
      return honourMarkings(step.most, events, work);
    case "drop-property":
    case "mask":
      return editProperty(step, events, work);
    case "generalise-time":
      return coarsenPartTimes(step.to, events, work);
    case "generalise-place":
      return coarsenPartPlaces(step.to, events, work);
    case "cut-originators":
      return cutOriginators(step, own, events, work);
    case "remove-sources":
      return removeSources(events, work);
    default:
      return removePeople(step, own.country, events, work);
  }
}
