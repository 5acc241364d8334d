import type { Claim, Json, JsonObject } from "../../core/item.ts";
import { readAge } from "./age.ts";
import { cover } from "./coverage.ts";
import { readDistribution } from "./distribution.ts";
import { readGalaxies } from "./galaxy.ts";
import type { Reading } from "./reading.ts";
import { isList, isObject, isYes, textOf, uuidOf } from "./shape.ts";
import { readTags } from "./tag.ts";

/** One event, object, attribute, report or note, with where it stands and what covers it. */
export interface Element {
  readonly json: JsonObject;
  readonly place: string;
  /** What its container says of all it contains; [] for an event. */
  readonly container: readonly Claim[];
}

/**
 * The claims that any kind of element makes of itself and of what it contains. `texts` names its
 * fields of running text, `more` holds what only its kind says.
 */
export function readElement(
  { json, place, container }: Element,
  texts: readonly string[],
  more: readonly Claim[],
  reading: Reading,
): readonly Claim[] {
  reading.spend(container.length);
  const stated = [...readTags(json, place, reading), ...readAge(json, place, reading)];
  const added = [...more, ...readGalaxies(json, place, reading), ...readDeleted(json, place)];
  const text = texts.flatMap((key) => readText(json[key], `${place}/${key}`, reading));
  return cover({ stated, added, text }, container);
}

/** Distribution of an element inside an event. */
export function readOwnDistribution({ json, place }: Element): Claim[] {
  return readDistribution(json, place, false);
}

/** The id of an element: its uuid, or its place where it has none, which is noted. */
export function idOf({ json, place }: Element, { notes }: Reading): string {
  const uuid = uuidOf(json["uuid"]);
  if (uuid === undefined) notes.add("bad-uuid", place, "It has no uuid, or one that is none.");
  return uuid ?? place;
}

/** The objects in one list of an element. What is no list or no object is noted and left. */
export function childrenOf(
  { json, place }: Pick<Element, "json" | "place">,
  key: string,
  container: readonly Claim[],
  { notes }: Reading,
): readonly Element[] {
  const list = json[key];
  if (list === undefined || list === null) return [];
  const at = `${place}/${key}`;
  if (!isList(list)) {
    notes.add("malformed", at, `${key} is not a list; nothing in it was read.`);
    return [];
  }
  return list.flatMap((one, index) => {
    const here = `${at}/${String(index)}`;
    if (isObject(one)) return [{ json: one, place: here, container }];
    notes.add("malformed", here, `An entry of ${key} is not an object and was not read.`);
    return [];
  });
}

/** Markings in running text, each once. */
function readText(json: Json | undefined, place: string, reading: Reading): readonly Claim[] {
  const text = textOf(json);
  if (text === undefined) return [];
  const claims = new Map<string, Claim>();
  for (const line of text.split(/\r\n|[\r\n]/)) {
    for (const said of reading.line(line)) {
      claims.set(`${said.fact} ${said.value}`, { ...said, place });
    }
  }
  return [...claims.values()];
}

function readDeleted(json: JsonObject, place: string): readonly Claim[] {
  if (!isYes(json["deleted"])) return [];
  const at = `${place}/deleted`;
  return [{ fact: "revokedBySource", value: true, place: at, says: "deleted by its source" }];
}
