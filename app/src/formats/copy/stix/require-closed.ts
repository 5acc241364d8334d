import type { Json, JsonObject } from "../../../core/item.ts";
import { Refusal } from "../../../core/refusal.ts";
import type { Copy, CopyObject } from "../../../core/release/copy.ts";
import { decodeUtf8 } from "../../json/utf8.ts";
import { isObject } from "../../stix/property.ts";
import { standardMarking } from "./known-markings.ts";

/**
 * Throws a Refusal "contradiction" for a copy in which an object refers to a marking or to a creator that
 * is not in it. A client that fetches the object has nowhere else to look: it would show it unmarked, or
 * leave it out. The TLP definitions of the standard everybody has.
 *
 * Source: connectors.md C09; STIX 2.1 sections 3.2 and 7.2.1.4.
 */
export function requireClosed({ objects }: Pick<Copy, "objects">): void {
  const present = new Set(objects.map(({ id }) => id));
  for (const object of objects) {
    for (const { key, id } of sharedReferences(jsonOf(object))) {
      if (present.has(id) || isTlp(id)) continue;
      const problem = `refers to ${id}, which is not in the copy`;
      const remedy =
        "have the item completed by whoever made it, or take the object out of the copy";
      throw new Refusal("contradiction", `${key} of ${object.id}`, problem, remedy);
    }
  }
}

/** Our own writing. */
function jsonOf({ bytes }: CopyObject): JsonObject {
  const json = JSON.parse(decodeUtf8(bytes, 0, bytes.length)) as Json;
  return isObject(json) ? json : {};
}

interface Shared {
  readonly key: string;
  readonly id: string;
}

/** Its creator, and its markings, granular ones too. */
function sharedReferences(json: JsonObject): readonly Shared[] {
  const granular = listOf(json["granular_markings"]).filter(isObject);
  return [
    ...textsOf("created_by_ref", [json["created_by_ref"]]),
    ...textsOf("object_marking_refs", listOf(json["object_marking_refs"])),
    ...textsOf(
      "granular_markings",
      granular.map((one) => one["marking_ref"]),
    ),
  ];
}

function textsOf(key: string, values: readonly (Json | undefined)[]): readonly Shared[] {
  return values.flatMap((id) => (typeof id === "string" ? [{ key, id }] : []));
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function isTlp(id: string): boolean {
  const name = standardMarking(id)?.["name"];
  return typeof name === "string" && name.startsWith("TLP:");
}
