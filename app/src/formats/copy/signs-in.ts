import type { Json, JsonObject } from "../../core/item.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Sign } from "../../core/release/watermark.ts";
import { signsInMisp } from "../../core/release/watermark-misp.ts";
import { signsInStix } from "../../core/release/watermark-stix.ts";
import { signsInText } from "../../core/release/watermark-text.ts";
import { readBytes } from "../bytes.ts";
import { decodeText } from "../document/lines.ts";
import { looksLikeJson } from "../json/looks-like-json.ts";
import { parseJson } from "../json/parse.ts";
import type { Limits } from "../limits.ts";
import { isObject } from "../stix/property.ts";

/**
 * The signs in a file that was found, by which `trace` tells whose copy it is: STIX in a bundle, an envelope
 * or a list, MISP events alone or in their wrapper, or text; plain or gzipped. A file without any has none.
 *
 * @throws Refusal of the reader for what is too large or no text.
 */
export async function signsIn(path: string, limits: Limits): Promise<readonly Sign[]> {
  const { bytes } = await readBytes(path, limits);
  const json = jsonIn(bytes, path, limits);
  if (json === undefined) return signsInText(decodeText(bytes, path));
  const objects = objectsIn(json);
  return [...signsInStix(objects), ...objects.flatMap(signsInMisp)];
}

/** Undefined for a text, also one that only begins like JSON. */
function jsonIn(bytes: Uint8Array, path: string, limits: Limits): Json | undefined {
  if (!looksLikeJson(bytes, "")) return undefined;
  try {
    return parseJson(bytes, path, limits);
  } catch (error) {
    if (error instanceof Refusal && error.code === "not-json") return undefined;
    throw error;
  }
}

const WRAPPERS = ["objects", "response", "Event"];

/** Every object in a list or in one of the wrappers, however they are nested. */
function objectsIn(json: Json): readonly JsonObject[] {
  const found: JsonObject[] = [];
  const open: Json[] = [json];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) for (const one of value as readonly Json[]) open.push(one);
    if (!isObject(value)) continue;
    found.push(value);
    for (const key of WRAPPERS) open.push(value[key] ?? null);
  }
  return found;
}
