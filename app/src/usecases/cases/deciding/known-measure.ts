import type { Step } from "../../../core/casework/act.ts";
import { splitMeasure } from "../../../core/measure.ts";
import { suggest } from "../../../core/nearest.ts";
import type { Pack } from "../../../core/pack.ts";
import { Refusal } from "../../../core/refusal.ts";

/** Throws a Refusal for a step that names a measure which no pack in force knows. */
export function requireKnownMeasure(step: Step, packs: readonly Pack[]): void {
  const measure = measureOf(step);
  const parts = measure === undefined ? undefined : splitMeasure(measure);
  if (measure === undefined) return;
  const isKnown =
    parts !== undefined && packs.some((pack) => pack.measure(parts.kind, parts.what) !== undefined);
  if (isKnown) return;
  const known = packs.flatMap((pack) => pack.measureNames);
  const what = `"${measure}" is not a measure of the active packs`;
  throw new Refusal("unknown-measure", "the step", what, suggest(measure, known));
}

function measureOf(step: Step): string | undefined {
  switch (step.kind) {
    case "state":
      return step.measure;
    case "ask-consent":
    case "consent":
      return `consent:${step.originator}`;
    case "assure":
      return `assure:${step.assurance}`;
    case "approve":
      return `approve:${step.role}`;
    default:
      return undefined;
  }
}
