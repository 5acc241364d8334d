import type { Json, JsonObject } from "../../../core/item.ts";
import { isList, isObject } from "../../stix/property.ts";
import type { Way } from "../../../core/release/rewrite.ts";
import type { Entry } from "./draft.ts";
import { below, kindOf, shapeOf, type Kind, type Shape } from "./shape/shape.ts";

/** By object, for it is asked of each by every step. */
const KNOWN = new WeakMap<JsonObject, Texts>();

/** All that a step on texts looks into in an object. */
export interface Texts {
  /** Running text, which can be edited. */
  readonly running: readonly string[];
  /** Values and words, and the keys of dictionaries. */
  readonly values: readonly string[];
}

/** What stands in an object as it is now, each once or more. */
export function textsIn({ json, type }: Pick<Entry, "json" | "type">): Texts {
  const known = KNOWN.get(json);
  if (known !== undefined) return known;
  const texts = { running: [], values: [] };
  const shape = shapeOf(type);
  for (const [key, value] of Object.entries(json)) {
    if (key === "granular_markings" || STANDARD.has(key)) continue;
    collect(value, below(shape, key), texts);
  }
  KNOWN.set(json, texts);
  return texts;
}

function collect(
  value: Json,
  shape: Shape | undefined,
  texts: { readonly running: string[]; readonly values: string[] },
): void {
  if (typeof value === "string") {
    const kind = kindOf(shape);
    if (kind === "text") texts.running.push(value);
    else if (mayHold(kind)) texts.values.push(value);
  } else if (isList(value)) {
    for (let n = 0; n < value.length; n++) collect(value[n] ?? null, below(shape, n), texts);
  } else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      const own = below(shape, key);
      if (isDictionaryKey(key, shape, own)) texts.values.push(key);
      collect(inner, own, texts);
    }
  }
}

/** References and times say nothing in words; ids are dealt with where they are renewed. */
export function mayHold(kind: Kind | undefined): boolean {
  return kind !== "reference" && kind !== "time";
}

const STANDARD: ReadonlySet<unknown> = new Set(["type", "id", "spec_version"]);

/** What the standard writes, not its user. */
export function isStandard(way: Way): boolean {
  return way.length === 1 && STANDARD.has(way[0]);
}

/** Is this, below the top of an object, a key that its maker chose? */
export function isDictionaryKey(
  key: string | number | undefined,
  above: Shape | undefined,
  own: Shape | undefined,
): key is string {
  if (typeof key !== "string") return false;
  const isDictionary = above?.kind === "dictionary" && kindOf(above.of) !== undefined;
  return isDictionary || kindOf(own) === undefined;
}
