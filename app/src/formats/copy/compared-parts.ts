import type { Json, JsonObject } from "../../core/item.ts";
import type { ComparedPart } from "../../core/release/difference.ts";

/**
 * JSON as parts that are compared one by one: every object with an id or uuid of its own is one, with a
 * line for each value in it ("external_references.url: …"); where it stood in another stands its id.
 */
export function jsonParts(root: Json): readonly ComparedPart[] {
  const parts: ComparedPart[] = [];
  const open: { readonly value: Json; readonly place: string }[] = [{ value: root, place: "" }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, place } = next;
    const inner: { value: Json; place: string }[] = [];
    const lines = linesOf(value, place, inner);
    const id = isObject(value) ? idOf(value) : undefined;
    parts.push({ id: id ?? "", title: titleOf(value, place), lines });
    open.push(...inner.reverse());
  }
  return parts;
}

/** In the order of their keys, so that a copy written in another order is the same. */
function linesOf(
  root: Json,
  place: string,
  inner: { value: Json; place: string }[],
): readonly string[] {
  const lines: string[] = [];
  const walk = (value: Json, name: string, at: string): void => {
    if (Array.isArray(value)) {
      (value as readonly Json[]).forEach((one, nth) => walk(one, name, `${at}/${nth}`));
    } else if (isObject(value)) {
      const id = at === place ? undefined : idOf(value);
      if (id !== undefined) {
        inner.push({ value, place: at });
        lines.push(`${name}: → ${id}`);
        return;
      }
      for (const key of Object.keys(value).sort()) {
        const step = key.replaceAll("~", "~0").replaceAll("/", "~1");
        walk(value[key] ?? null, name === "" ? key : `${name}.${key}`, `${at}/${step}`);
      }
    } else lines.push(`${name}: ${JSON.stringify(value)}`);
  };
  walk(root, "", place);
  return lines;
}

function idOf(value: JsonObject): string | undefined {
  const { id, uuid } = value;
  if (typeof uuid === "string") return uuid;
  return typeof id === "string" && id.includes("--") ? id : undefined;
}

function titleOf(value: Json, place: string): string {
  const id = isObject(value) ? idOf(value) : undefined;
  return [place, id].filter((one) => one !== undefined && one !== "").join(" ") || "the item";
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
