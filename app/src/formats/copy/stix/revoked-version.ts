import { createHash } from "node:crypto";
import type { Json, JsonObject } from "../../../core/item.ts";
import { textOf } from "./object.ts";
import { kindAt, shapeOf, type Kind } from "./shape/shape.ts";

/** Words of vocabularies of the standard that say nothing. */
const WORDS: Readonly<Record<string, string>> = {
  opinion: "neutral",
  pattern_type: "stix",
  relationship_type: "related-to",
};
const NO_WORD = "unspecified";

/**
 * What the standard asks for beside the required properties: one of several places, one of several
 * findings. Source: STIX 2.1 sections 4.10 and 4.12.
 */
const BESIDE: Readonly<Record<string, JsonObject>> = {
  location: { region: NO_WORD },
  "malware-analysis": { result: "unknown" },
};

/** References between which a relationship is known again. */
const ENDS: ReadonlySet<string> = new Set(["source_ref", "target_ref", "sighting_of_ref"]);
const RANDOM_ID = /--[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The next version of an object of ours, revoked, and with nothing of what it said: what the standard
 * requires of its type, each with a value that says nothing and, where a consumer finds objects by it, is
 * no other object's; its markings; and the ends of a relationship, where they have ids that tell nothing.
 * A pattern matches no file, in a form that every reader takes. Undefined for what has no versions.
 *
 * In: the object as it was released; UTC with milliseconds, later than its version; the ids that are the
 * partner's own. Source: STIX 2.1 sections 3.2, 3.6 and 4; standards.md S03, S04, S13.
 */
export function revokedVersion(
  object: JsonObject,
  at: string,
  own: ReadonlySet<string>,
): JsonObject | undefined {
  const { type, id, created, created_by_ref: creator, object_marking_refs: markings } = object;
  const shape = shapeOf(textOf(type));
  if (shape === undefined || object["modified"] === undefined) return undefined;
  if (typeof id !== "string" || typeof creator !== "string") return undefined;
  const empty = emptyFor({ type: textOf(type), id, created: created ?? at, creator, own });
  return {
    type: textOf(type),
    spec_version: "2.1",
    id,
    created_by_ref: creator,
    created: created ?? at,
    modified: at,
    revoked: true,
    ...(markings === undefined ? {} : { object_marking_refs: markings }),
    ...Object.fromEntries(shape.required.map((key) => [key, empty(key, object[key] ?? null)])),
    ...BESIDE[textOf(type)],
  };
}

interface About {
  readonly type: string;
  readonly id: string;
  readonly created: Json;
  readonly creator: string;
  readonly own: ReadonlySet<string>;
}

/** What stands in the place of a required property's value. */
function emptyFor(about: About): (key: string, value: Json) => Json {
  const { type, id, created } = about;
  const text = `Recalled ${id}`;
  const single: Partial<Record<Kind, Json>> = {
    time: created,
    integer: 1,
    number: 0,
    boolean: false,
    pattern: `[file:name = '${text}']`,
  };
  return (key, value) => {
    if (key.endsWith("_ref")) return endFor(key, value, about);
    if (key.endsWith("_refs")) return [type === "observed-data" ? nothing(id) : about.creator];
    // A translation of what everybody who has the object has read: the name of its creator's type.
    if (key === "contents") return { en: { identity_class: "organization" } };
    const kind = kindAt(type, [key]) ?? "text";
    return kind === "word" ? (WORDS[key] ?? NO_WORD) : (single[kind] ?? text);
  };
}

/** Ids that are made of what an object says tell it to whoever can guess; ours do not. */
function endFor(key: string, value: Json, { creator, own }: About): string {
  const stays =
    ENDS.has(key) && typeof value === "string" && own.has(value) && RANDOM_ID.test(value);
  return stays ? value : creator;
}

/** Observed data must refer to an observable: to one that there is nowhere. */
function nothing(id: string): string {
  const hash = createHash("sha256").update(`nothing was observed in ${id}`).digest("hex");
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `4${hash.slice(13, 16)}`];
  return `process--${[...parts, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join("-")}`;
}
