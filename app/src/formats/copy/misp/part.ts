import type { Claim } from "../../../core/item.ts";
import type { RemovalLog } from "../removal-log.ts";
import { isTextType, kindOfValue, splitValue } from "./value.ts";

/** An element of an event with the fields that may leave, and nothing else. */
export interface Part {
  readonly kind: "event" | "object" | "attribute" | "report";
  /** JSON pointer to it in the original. */
  readonly place: string;
  /** Its uuid in the original; its place where it has none, or the same as another. */
  readonly key: string;
  readonly fields: Readonly<Record<string, string | boolean>>;
  /** Names of tags. */
  readonly tags: readonly string[];
  readonly references: readonly Reference[];
  readonly parts: readonly Part[];
}

/** From an object to another object or an attribute, by their uuids in the original. */
export interface Reference {
  readonly key: string;
  readonly to: string;
  readonly relationship: string;
  readonly comment: string;
}

/** What steps look at and write to. */
export interface Work {
  readonly log: RemovalLog;
  /** What the readers say of an element, by its place; its container's claims that cover it too. */
  readonly claims: ReadonlyMap<string, readonly Claim[]>;
  /** Who made an event, by its place. */
  readonly creators: ReadonlyMap<string, Creator>;
}

/** uuid and name of an event's creator; undefined where it is not named. */
export interface Creator {
  readonly uuid: string | undefined;
  readonly name: string | undefined;
}

/** What becomes of a part: it, another in its place, or nothing. The parts inside it come afterwards. */
export type PartEdit = (part: Part, parent: Part | undefined) => Part | undefined;

/** Every part put to `edit`, containers first. An object whose last attribute goes, goes too. */
export function editParts(parts: readonly Part[], edit: PartEdit, parent?: Part): readonly Part[] {
  return parts.flatMap((part) => {
    const edited = edit(part, parent);
    if (edited === undefined) return [];
    const inside = editParts(edited.parts, edit, edited);
    if (edited.kind === "object" && inside.length === 0) return [];
    return [{ ...edited, parts: inside }];
  });
}

/** All parts in their order, containers first. */
export function* allParts(parts: readonly Part[]): Generator<Part> {
  for (const part of parts) {
    yield part;
    yield* allParts(part.parts);
  }
}

/** A field as text; "" where there is none. */
export function textIn(part: Part, field: string): string {
  const value = part.fields[field];
  return typeof value === "string" ? value : "";
}

/** The fields of running text that a part has. */
export function textFieldsOf(part: Part): readonly string[] {
  switch (part.kind) {
    case "event":
      return ["info"];
    case "object":
      return ["description", "comment"];
    case "report":
      return ["name", "content"];
    case "attribute":
      return isTextType(textIn(part, "type")) ? ["value", "comment"] : ["comment"];
  }
}

/** The part with another value in a field; without the field where it is undefined. */
export function withField(part: Part, field: string, value: string | undefined): Part {
  const { [field]: _, ...rest } = part.fields;
  return { ...part, fields: value === undefined ? rest : { ...rest, [field]: value } };
}

/** Notes as removed what a part says, and all parts in it. `isStrict`: its values are nowhere else either. */
export function noteGone(part: Part, { log }: Work, isStrict = true): void {
  for (const gone of allParts([part])) {
    for (const field of textFieldsOf(gone)) {
      if (field !== "value") log.parting("text", textIn(gone, field), `${gone.place}/${field}`);
    }
    if (gone.kind !== "attribute") continue;
    const type = textIn(gone, "type");
    for (const half of splitValue(type, textIn(gone, "value"))) {
      const at = `${gone.place}/value`;
      if (isStrict) log.value(kindOfValue(half.type), half.value, at);
      else log.parting(kindOfValue(half.type), half.value, at);
    }
  }
}
