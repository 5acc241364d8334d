import { UNREADABLE } from "../facts/fact.ts";
import type { Json, JsonObject } from "../item.ts";
import { fold } from "./fold.ts";
import { isObject, part } from "./json-value.ts";
import { levelOfLabel, type Light } from "./light.ts";

/** A marking definition whose id alone gives its meaning. */
export interface WellKnown {
  readonly level: string;
  /** The value its standard object carries. */
  readonly written: string;
  /** The property that carries it: in `definition`, in an extension, or on the object. */
  readonly form: "tlp" | "tlp_2_0" | "pap" | "x_opencti_definition";
}

/**
 * How a definition under a well-known id departs from the standard object, in one sentence, or
 * undefined. A different level is named before a different way of writing.
 */
export function contradiction(
  light: Light,
  extension: string,
  known: WellKnown,
  definition: Json,
): string | undefined {
  const label = `${light.name}:${known.level}`.toUpperCase();
  if (!isObject(definition)) return `the id means ${label} but its definition is not an object`;
  const other = statedLevels(light, extension, definition).find((level) => level !== known.level);
  if (other === UNREADABLE) {
    return `the id means ${label} but its definition says something else that is not a ${light.name.toUpperCase()} level`;
  }
  if (other !== undefined) {
    return `the id means ${label} but its definition says ${light.name.toUpperCase()}:${other.toUpperCase()}`;
  }
  return isStandard(known, extension, definition)
    ? undefined
    : `the id means ${label} but its definition is not the standard one (${known.form}: ${known.written})`;
}

/**
 * Every level of this light that a marking-definition object gives, wherever producers write it;
 * "unreadable" where it says that it is of this light and gives no level of it.
 */
export function statedLevels(light: Light, extension: string, object: JsonObject): string[] {
  const property = light.name === "tlp" ? "tlp_2_0" : "pap";
  const own = [light.name, light.name.toUpperCase()]
    .map((name) => part(object["definition"], name))
    .filter((value) => value !== undefined);
  const extended = part(object["extensions"], extension);
  const given: Json[] = [
    ...(own.length === 0 && isType(object["definition_type"], light) ? [null] : own),
    ...(extended === undefined ? [] : [part(extended, property) ?? null]),
    ...(isType(object["x_opencti_definition_type"], light)
      ? [object["x_opencti_definition"] ?? null]
      : []),
  ];
  return given.map((value) =>
    typeof value === "string" ? levelOfValue(light, value) : UNREADABLE,
  );
}

function isType(type: Json | undefined, light: Light): boolean {
  return typeof type === "string" && fold(type).toLowerCase() === light.name;
}

function levelOfValue(light: Light, value: string): string {
  const folded = fold(value).toLowerCase();
  return light.levels.get(folded) ?? levelOfLabel(light, folded) ?? UNREADABLE;
}

function isStandard(known: WellKnown, extension: string, object: JsonObject): boolean {
  if (known.form === "x_opencti_definition") return object[known.form] === known.written;
  if (known.form !== "tlp") {
    return part(part(object["extensions"], extension), known.form) === known.written;
  }
  const definition = object["definition"];
  return (
    object["definition_type"] === "tlp" &&
    part(definition, "tlp") === known.written &&
    isObject(definition) &&
    Object.keys(definition).length === 1
  );
}
