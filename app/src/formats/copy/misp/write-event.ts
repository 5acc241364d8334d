import type { Json, JsonObject } from "../../../core/item.ts";
import type { CopyFor } from "../../../core/release/copy.ts";
import { caveatAttribute, handlingOf, tagsToJson, type Handling } from "./caveats.ts";
import { textIn, type Part } from "./part.ts";

/** What an event says that has no title of its own, or whose title may not leave. */
const NO_TITLE = "Event";
/** Of an event whose own levels are not stated: undefined, and ongoing. */
const NOT_STATED = { threat_level_id: "4", analysis: "0" };

/**
 * The event as it leaves: new uuids, our organisation as its creator, every stamp that of this copy (a
 * MISP passes over what is not newer), the caveats as tags and as attributes. No distribution: the
 * recipient's feed setting decides, and names no other.
 */
export function writeEvent(
  event: Part,
  to: CopyFor,
  newUuid: (key: string) => string,
): JsonObject & { readonly uuid: string } {
  const timestamp = String(Math.floor(Date.parse(to.at) / 1000));
  const handling = handlingOf(event.tags, to.caveats);
  const writer = new Writer(handling, timestamp, newUuid);
  const caveats = to.caveats.map((caveat) =>
    caveatAttribute(caveat, to.uuidFor(`caveat ${caveat.id} on ${event.key}`), timestamp),
  );
  const { objects, attributes, reports } = writer.contents(event);
  return {
    uuid: newUuid(event.key),
    info: textIn(event, "info") || NO_TITLE,
    date: textIn(event, "date") || to.at.slice(0, 10),
    threat_level_id: textIn(event, "threat_level_id") || NOT_STATED.threat_level_id,
    analysis: textIn(event, "analysis") || NOT_STATED.analysis,
    published: true,
    timestamp,
    publish_timestamp: timestamp,
    Orgc: { uuid: to.own.organisation, name: to.own.name },
    Tag: tagsToJson(handling.tags),
    Attribute: [...caveats, ...attributes],
    ...(objects.length === 0 ? {} : { Object: objects }),
    ...(reports.length === 0 ? {} : { EventReport: reports }),
  };
}

class Writer {
  readonly #handling: Handling;
  readonly #timestamp: string;
  readonly #newUuid: (key: string) => string;

  constructor(handling: Handling, timestamp: string, newUuid: (key: string) => string) {
    this.#handling = handling;
    this.#timestamp = timestamp;
    this.#newUuid = newUuid;
  }

  contents(event: Part): Readonly<Record<"objects" | "attributes" | "reports", readonly Json[]>> {
    const of = (kind: Part["kind"]): readonly Part[] =>
      event.parts.filter((part) => part.kind === kind);
    return {
      attributes: of("attribute").map((part) => this.#element(part)),
      objects: of("object").map((part) => this.#object(part)),
      reports: of("report").map((part) => this.#element(part)),
    };
  }

  #object(part: Part): Json {
    const references = part.references.map((reference) => ({
      uuid: this.#newUuid(reference.key),
      object_uuid: this.#newUuid(part.key),
      referenced_uuid: this.#newUuid(reference.to),
      relationship_type: reference.relationship,
      comment: "",
      timestamp: this.#timestamp,
    }));
    return {
      ...this.#element(part),
      Attribute: part.parts.map((one) => this.#element(one)),
      ...(references.length === 0 ? {} : { ObjectReference: references }),
    };
  }

  #element(part: Part): JsonObject {
    const tags = part.tags.filter((tag) => !this.#handling.isLower(tag));
    return {
      uuid: this.#newUuid(part.key),
      ...part.fields,
      deleted: false,
      timestamp: this.#timestamp,
      ...(tags.length === 0 ? {} : { Tag: tagsToJson(tags) }),
    };
  }
}
