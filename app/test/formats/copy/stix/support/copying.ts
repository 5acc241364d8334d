import type { Json, JsonObject } from "../../../../../src/core/item.ts";
import type { Copy, CopyFor } from "../../../../../src/core/release/copy.ts";
import type { SanitiseStep } from "../../../../../src/core/release/plan.ts";
import { copyStix } from "../../../../../src/formats/copy/stix/copy-stix.ts";
import { copyFor, planOf, textOf } from "../../copy-for.ts";

/** The own service, as it stands in copies. */
export const OWN = copyFor().own.stixIdentity;
export const AT = copyFor().at;
export const STRICT = "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003";

/** Nothing is attached: what is not touched stays as it is. */
export const WITHOUT_CAVEATS: CopyFor = copyFor("alder", { caveats: [] });

/** A copy of a bundle of these objects. */
export function copy(
  objects: readonly Json[],
  steps: readonly SanitiseStep[] = [],
  to: CopyFor = WITHOUT_CAVEATS,
): Copy {
  const bundle = { type: "bundle", id: "bundle--00000000-0000-4000-8000-00000000b001", objects };
  return copyStix(bundle, planOf(...steps), to);
}

/** The objects of a copy as a reader of its bytes sees them. */
export function objectsOf(made: Copy): readonly JsonObject[] {
  const bundle = JSON.parse(textOf(made)) as { readonly objects: readonly JsonObject[] };
  return bundle.objects;
}

/** The one object of this type. */
export function only(made: Copy, type: string): JsonObject {
  const found = objectsOf(made).filter((object) => object.type === type);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} of type ${type}`);
  return first;
}

/** The types of what is in a copy, beside markings and identities. */
export function typesOf(made: Copy): readonly string[] {
  return objectsOf(made)
    .map(({ type }) => (typeof type === "string" ? type : ""))
    .filter((type) => type !== "marking-definition" && type !== "identity");
}

/** Every value under a key that ends as one of a reference does, at any depth. */
export function referencesIn(value: Json, key = ""): readonly string[] {
  if (typeof value === "string") return /_refs?$/.test(key) ? [value] : [];
  if (Array.isArray(value))
    return (value as readonly Json[]).flatMap((one) => referencesIn(one, key));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, below]) => referencesIn(below, name));
}
