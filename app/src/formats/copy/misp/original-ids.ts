import type { Json } from "../../../core/item.ts";
import { isList, isObject } from "../../misp/shape.ts";
import { pointerStep } from "../../json/place.ts";

/** Fields that hold a number of the sender's database. */
const NUMBERS = /^(?:id|[a-z]+_id)$/;
/** Levels, which are called ids. */
const NO_ID = new Set(["threat_level_id"]);
/** Public: whoever made the template, everybody has it. */
const PUBLIC = new Set(["template_uuid"]);
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The ids in an original, by which it could be recognised. */
export interface OriginalIds {
  /** In small letters, with the place where each stands first. */
  readonly uuids: ReadonlyMap<string, string>;
  /** Of five digits and more. */
  readonly numbers: ReadonlySet<string>;
}

/**
 * Every uuid field and every number of the sender's database in an original, whether it is in what may
 * leave or not. Galaxies are public and left out, as are templates. Depth costs no stack.
 */
export function originalIds(json: Json): OriginalIds {
  const uuids = new Map<string, string>();
  const numbers = new Set<string>();
  const open: { readonly value: Json; readonly place: string }[] = [{ value: json, place: "" }];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { value, place } = one;
    if (isList(value))
      value.forEach((inner, i) => open.push({ value: inner, place: `${place}/${i}` }));
    if (!isObject(value)) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "Galaxy") continue;
      const at = place + pointerStep(key);
      const id = typeof inner === "string" || typeof inner === "number" ? String(inner) : "";
      if (isUuidField(key) && UUID.test(id)) {
        if (!uuids.has(id.toLowerCase())) uuids.set(id.toLowerCase(), at);
      } else if (isNumberField(key) && /^\d{5,12}$/.test(id)) numbers.add(id);
      else open.push({ value: inner, place: at });
    }
  }
  return { uuids, numbers };
}

function isUuidField(key: string): boolean {
  return (key === "uuid" || key.endsWith("_uuid")) && !PUBLIC.has(key);
}

function isNumberField(key: string): boolean {
  return NUMBERS.test(key) && !NO_ID.has(key);
}
