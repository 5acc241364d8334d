import type { Json, JsonObject } from "../item.ts";
import { selects } from "../marking/stix-selectors.ts";

/** The property names and list places that lead to a value in an object. Valid during the call only. */
export type Way = readonly (string | number)[];

/**
 * What becomes of a value: the same one stays, and is looked into; another takes its place; undefined
 * takes it away. The way to it is counted as in the object that came in.
 */
export type Edit = (value: Json, way: Way) => Json | undefined;

/**
 * The object with every value put to `edit`, from the outside in. A list or object whose last part goes
 * goes too. Granular markings stay on what they were on: their selectors are counted anew, those that
 * select nothing any more go, and so do entries without selectors. Nothing changed: the same object.
 *
 * Source: STIX 2.1 sections 2.5 (no empty lists), 7.2.3 (selectors); standards.md S09.
 */
export function rewrite(object: JsonObject, edit: Edit): JsonObject {
  const walk = new Walk(edit);
  const rewritten = walk.object(object, true);
  if (rewritten === object) return object;
  const result = rewritten ?? {};
  const entries = object["granular_markings"];
  if (!Array.isArray(entries)) return result;
  const kept = (entries as readonly Json[]).flatMap((entry) => walk.follow(entry, result));
  const { granular_markings: _, ...rest } = result;
  return kept.length === 0 ? rest : { ...rest, granular_markings: kept };
}

/** The selector (STIX 2.1 section 7.2.3.1) of a way: "external_references.[0].url". */
export function toSelector(way: Way): string {
  return way.map((step) => (typeof step === "number" ? `[${step}]` : step)).join(".");
}

class Walk {
  readonly #edit: Edit;
  readonly #way: (string | number)[] = [];
  /** By the selector of a list: where each of its elements went, -1 for away. */
  readonly #moves = new Map<string, readonly number[]>();

  constructor(edit: Edit) {
    this.#edit = edit;
  }

  object(object: JsonObject, isTop = false): JsonObject | undefined {
    let changed: { [key: string]: Json } | undefined;
    for (const key of Object.keys(object)) {
      if (isTop && key === "granular_markings") continue;
      const value = object[key] ?? null;
      const next = this.#step(value, key);
      if (next === value) continue;
      changed ??= { ...object };
      if (next === undefined) delete changed[key];
      else changed[key] = next;
    }
    if (changed === undefined) return object;
    return isTop || Object.keys(changed).length > 0 ? changed : undefined;
  }

  /** A granular marking with its selectors as they are now; [] when none selects anything. */
  follow(entry: Json, object: JsonObject): readonly Json[] {
    if (!isObject(entry) || !Array.isArray(entry["selectors"])) return [];
    const selectors = (entry["selectors"] as readonly Json[])
      .map((selector) => (typeof selector === "string" ? this.#moved(selector) : undefined))
      .filter((selector) => selector !== undefined && selects(object, selector));
    const distinct = [...new Set(selectors)] as string[];
    return distinct.length === 0 ? [] : [{ ...entry, selectors: distinct }];
  }

  #list(list: readonly Json[]): readonly Json[] | undefined {
    const kept: Json[] = [];
    const moves: number[] = [];
    let same = true;
    for (let n = 0; n < list.length; n++) {
      const value = list[n] ?? null;
      const next = this.#step(value, n);
      if (next !== value) same = false;
      moves.push(next === undefined ? -1 : kept.length);
      if (next !== undefined) kept.push(next);
    }
    if (same) return list;
    this.#moves.set(toSelector(this.#way), moves);
    return kept.length > 0 ? kept : undefined;
  }

  #step(value: Json, step: string | number): Json | undefined {
    this.#way.push(step);
    let next = this.#edit(value, this.#way);
    if (next === value && Array.isArray(value)) next = this.#list(value as readonly Json[]);
    else if (next === value && isObject(value)) next = this.object(value);
    this.#way.pop();
    return next;
  }

  #moved(selector: string): string | undefined {
    const before: string[] = [];
    const after: string[] = [];
    for (const component of selector.split(".")) {
      const moves = this.#moves.get(before.join("."));
      const at = moves?.[Number(component.slice(1, -1))];
      if (moves !== undefined && (at === undefined || at < 0)) return undefined;
      before.push(component);
      after.push(at === undefined ? component : `[${at}]`);
    }
    return after.join(".");
  }
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
