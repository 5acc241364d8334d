import { Refusal } from "../../../../core/refusal.ts";
import type { SanitiseStep } from "../../../../core/release/plan.ts";
import type { Way } from "../../../../core/release/rewrite.ts";
import type { Draft } from "../draft.ts";
import { kindAt } from "../shape/shape.ts";

/** An object is none without these, and more open without its markings. */
const NEVER = /(?:^|\.)(?:type|id|spec_version|object_marking_refs|granular_markings|marking_ref)$/;

/**
 * Takes a property out of every object, or puts words in its place: "description" wherever it stands,
 * "indicator.description" in indicators, "extensions.pdf-ext.version" below others. Words can only stand
 * for a text; any other value, a number or an address, goes. An object that is nothing without the
 * property goes too, when the allow-list looks at it.
 *
 * @throws Refusal "bad-usage" for a property that makes an object what it is, or marks it.
 */
export function editProperty(
  draft: Draft,
  step: SanitiseStep & { readonly step: "drop-property" | "mask" },
): void {
  const { property } = step;
  if (property === "" || NEVER.test(property)) {
    throw new Refusal(
      "bad-usage",
      `the plan at ${step.step}`,
      `"${property.slice(0, 80)}" cannot be taken out of an object`,
      "name a property that is part of its content",
    );
  }
  const by = step.step === "mask" ? step.with : undefined;
  for (const entry of draft.left()) {
    draft.edit(entry, step.step, "a property the plan names", (value, way) => {
      if (!isNamed(property, entry.type, way)) return value;
      if (by === undefined || typeof value === "object") {
        // A list of texts is looked into, and each of them masked.
        return by !== undefined && Array.isArray(value) ? value : undefined;
      }
      return typeof value === "string" && kindAt(entry.type, way) === "text" ? by : undefined;
    });
  }
}

/** Does this way lead to the property, or into a list that it is? */
function isNamed(property: string, type: string, way: Way): boolean {
  const names = way.filter((step) => typeof step === "string");
  if (names.length === 0) return false;
  const path = names.join(".");
  const wanted = property.startsWith(`${type}.`) ? property.slice(type.length + 1) : property;
  return path === wanted || path.endsWith(`.${wanted}`);
}
