import type { Json, JsonObject } from "../../../../src/core/item.ts";
import type { Copy, CopyFor } from "../../../../src/core/release/copy.ts";
import type { SanitiseStep } from "../../../../src/core/release/plan.ts";
import { copyMisp } from "../../../../src/formats/copy/misp/copy-misp.ts";
import { copyFor, planOf, textOf } from "../copy-for.ts";

/** The one event of a copy. */
export interface Sent {
  readonly copy: Copy;
  readonly event: JsonObject;
  /** Attributes without those that carry a caveat. */
  readonly attributes: readonly JsonObject[];
  readonly objects: readonly JsonObject[];
  readonly reports: readonly JsonObject[];
  readonly tags: readonly string[];
  readonly text: string;
}

/** An event sent to a partner under these steps. */
export function send(
  event: Json,
  steps: readonly SanitiseStep[] = [],
  to: CopyFor = copyFor(),
): Sent {
  const copy = copyMisp({ Event: event }, planOf(...steps), to);
  const text = textOf(copy);
  const sent = (JSON.parse(text) as { readonly Event: JsonObject }).Event;
  return {
    copy,
    event: sent,
    attributes: listIn(sent, "Attribute").filter(
      (one) => one["comment"] !== "Condition of this release",
    ),
    objects: listIn(sent, "Object"),
    reports: listIn(sent, "EventReport"),
    tags: tagsOf(sent),
    text,
  };
}

export function tagsOf(json: JsonObject | undefined): readonly string[] {
  return listIn(json ?? {}, "Tag").flatMap(({ name }) => (typeof name === "string" ? name : []));
}

export function listIn(json: JsonObject, key: string): readonly JsonObject[] {
  return (json[key] ?? []) as readonly JsonObject[];
}

export function valuesOf(parts: readonly JsonObject[]): readonly Json[] {
  return parts.map(({ value }) => value ?? null);
}
