import type { Json, JsonObject } from "../../../core/item.ts";
import { isDay } from "../../../core/day.ts";
import { isAttributeType } from "../../misp/attribute-type.ts";
import { isObject, isYes, listOf, textOf, uuidOf } from "../../misp/shape.ts";
import type { RemovalLog } from "../removal-log.ts";
import { leavingTags } from "./leaving-tag.ts";
import type { Part, Reference } from "./part.ts";

/** Source: MISP core format, category. */
const CATEGORIES = new Set([
  "Internal reference",
  "Targeting data",
  "Antivirus detection",
  "Payload delivery",
  "Artifacts dropped",
  "Payload installation",
  "Persistence mechanism",
  "Network activity",
  "Payload type",
  "Attribution",
  "External analysis",
  "Financial fraud",
  "Support Tool",
  "Social network",
  "Person",
  "Other",
]);
/** What MISP writes and takes in for first_seen and last_seen. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})$/;
const NAME = /^[\p{L}\p{N} ._:|()/-]{1,100}$/u;

/** Takes elements in by the fields that may leave; what else they have stays behind. */
export class PartReader {
  readonly #log: RemovalLog;
  readonly #keys = new Set<string>();

  constructor(log: RemovalLog) {
    this.#log = log;
  }

  /** Source: standards.md section 3, "Feed event fields"; the rest of an event never leaves. */
  event(json: JsonObject, place: string): Part {
    const parts = [
      ...this.#children(json, "Attribute", place, (one, at) => this.#attribute(one, at)),
      ...this.#children(json, "Object", place, (one, at) => this.#object(one, at)),
      ...this.#children(json, "EventReport", place, (one, at) => this.#report(one, at)),
    ];
    const date = textOf(json["date"]);
    const fields = {
      info: textOf(json["info"]),
      date: date !== undefined && isDay(date) ? date : undefined,
      threat_level_id: oneOf(json["threat_level_id"], "1234"),
      analysis: oneOf(json["analysis"], "012"),
    };
    return { ...this.#part("event", json, place, fields), parts };
  }

  #object(json: JsonObject, place: string): Part | undefined {
    if (this.#isDeleted(json, place)) return undefined;
    const parts = this.#children(json, "Attribute", place, (one, at) => this.#attribute(one, at));
    if (parts.length === 0) return undefined;
    const fields = {
      name: nameOf(json["name"]) ?? "object",
      "meta-category": nameOf(json["meta-category"]) ?? "misc",
      description: textOf(json["description"]),
      template_uuid: uuidOf(json["template_uuid"]),
      template_version: /^\d{1,6}$/.exec(scalar(json["template_version"]))?.[0],
      comment: textOf(json["comment"]),
      ...seen(json),
    };
    const references = listOf(json["ObjectReference"]).flatMap((one, i) => {
      return isObject(one) ? referenceOf(one, `${place}/ObjectReference/${i}`) : [];
    });
    return { ...this.#part("object", json, place, fields), parts, references };
  }

  #attribute(json: JsonObject, place: string): Part | undefined {
    const value = scalar(json["value"]).trim();
    if (value === "" || this.#isDeleted(json, place)) return undefined;
    const type = this.#withoutData(json, place);
    if (type === undefined) return undefined;
    const category = textOf(json["category"]) ?? "";
    const fields = {
      type,
      // Without one the recipient's MISP takes the usual one of the type.
      category: type === "other" ? "Other" : CATEGORIES.has(category) ? category : undefined,
      value,
      comment: textOf(json["comment"]),
      object_relation: nameOf(json["object_relation"]),
      ...seen(json),
    };
    const flags = {
      to_ids: isYes(json["to_ids"]),
      disable_correlation: isYes(json["disable_correlation"]),
    };
    const part = this.#part("attribute", json, place, fields);
    return { ...part, fields: { ...part.fields, ...flags } };
  }

  /** The type that the attribute has without its file; undefined where nothing is left of it. */
  #withoutData(json: JsonObject, place: string): string | undefined {
    const type = textOf(json["type"]) ?? "";
    if (json["data"] !== undefined && json["data"] !== null && json["data"] !== "") {
      this.#log.change("allow-list", `${place}/data`, "a file was left behind");
    }
    if (type === "malware-sample") return "filename|md5";
    if (type === "attachment") {
      this.#log.parting("file", scalar(json["value"]), `${place}/value`);
      return undefined;
    }
    return isAttributeType(type) ? type : "other";
  }

  #report(json: JsonObject, place: string): Part | undefined {
    if (this.#isDeleted(json, place)) return undefined;
    const fields = { name: textOf(json["name"]) ?? "Report", content: textOf(json["content"]) };
    return fields.content === undefined ? undefined : this.#part("report", json, place, fields);
  }

  #part(
    kind: Part["kind"],
    json: JsonObject,
    place: string,
    fields: Readonly<Record<string, string | undefined>>,
  ): Part {
    const uuid = uuidOf(json["uuid"]);
    const key = uuid === undefined || this.#keys.has(uuid) ? place : uuid;
    this.#keys.add(key);
    const tags = leavingTags(json, place, this.#log);
    return { kind, place, key, fields: present(fields), tags, references: [], parts: [] };
  }

  #children(
    json: JsonObject,
    list: string,
    place: string,
    read: (one: JsonObject, at: string) => Part | undefined,
  ): readonly Part[] {
    return listOf(json[list]).flatMap((one, i) => {
      return isObject(one) ? (read(one, `${place}/${list}/${i}`) ?? []) : [];
    });
  }

  /** What its source has deleted does not leave again. */
  #isDeleted(json: JsonObject, place: string): boolean {
    if (!isYes(json["deleted"])) return false;
    this.#log.change("allow-list", place, "deleted by its source");
    this.#log.parting("value", scalar(json["value"]), `${place}/value`);
    return true;
  }
}

function referenceOf(json: JsonObject, place: string): readonly Reference[] {
  const to = uuidOf(json["referenced_uuid"]);
  if (to === undefined || isYes(json["deleted"])) return [];
  const relationship = nameOf(json["relationship_type"]) ?? "related-to";
  return [
    {
      key: uuidOf(json["uuid"]) ?? place,
      to,
      relationship,
      comment: textOf(json["comment"]) ?? "",
    },
  ];
}

/** A text or a number as text. */
function scalar(json: Json | undefined): string {
  return typeof json === "string" || typeof json === "number" ? String(json) : "";
}

function oneOf(json: Json | undefined, digits: string): string | undefined {
  const text = scalar(json);
  return text.length === 1 && digits.includes(text) ? text : undefined;
}

function seen(json: JsonObject): { first_seen: string | undefined; last_seen: string | undefined } {
  const instant = (value: Json | undefined): string | undefined => INSTANT.exec(scalar(value))?.[0];
  return { first_seen: instant(json["first_seen"]), last_seen: instant(json["last_seen"]) };
}

/** A name of a type or template; anything longer or stranger is none. */
function nameOf(json: Json | undefined): string | undefined {
  const text = textOf(json);
  return text !== undefined && NAME.test(text) ? text : undefined;
}

function present(
  fields: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) kept[key] = value;
  return kept;
}
