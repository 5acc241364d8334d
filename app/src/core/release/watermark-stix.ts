import type { Json, JsonObject } from "../item.ts";
import { choose, type NameFor, type Sign } from "./watermark.ts";

const CHANNEL = "milliseconds";
const CHOICES = 1000;

/**
 * STIX objects with a recipient's mark: those that are ours from the moment of the copy get another
 * thousandth of that second in `modified`, and the same in `created` where they are new. Everything else
 * stays as it is.
 *
 * @param at  the moment of the copy, UTC with milliseconds
 */
export function markStix(
  objects: readonly JsonObject[],
  at: string,
  nameFor: NameFor,
): readonly JsonObject[] {
  const context = contextsOf(objects);
  return objects.map((object) => {
    const beside = context(object);
    if (beside === undefined || object["modified"] !== at) return object;
    const choice = choose(nameFor, { channel: CHANNEL, context: beside, choices: CHOICES });
    const moment = `${at.slice(0, 20)}${String(choice).padStart(3, "0")}Z`;
    const created = object["created"] === at ? { created: moment } : {};
    return { ...object, ...created, modified: moment };
  });
}

/** The signs in STIX objects that were found, also when they were given other ids or another order. */
export function signsInStix(objects: readonly JsonObject[]): readonly Sign[] {
  const context = contextsOf(objects);
  return objects.flatMap((object): readonly Sign[] => {
    const beside = context(object);
    const moments = [object["created"], object["modified"]].map(thousandths);
    const found = [...new Set(moments.filter((one) => one !== undefined))];
    if (beside === undefined || found.length === 0) return [];
    return [{ channel: CHANNEL, context: beside, choices: CHOICES, found }];
  });
}

function thousandths(moment: Json | undefined): number | undefined {
  if (typeof moment !== "string" || !/T\d\d:\d\d:\d\d/.test(moment)) return undefined;
  const [, fraction = ""] = /\.(\d{1,9})/.exec(moment) ?? [];
  return Number(fraction.padEnd(3, "0").slice(0, 3));
}

/** What an object says, in properties that others who take it over leave alone. */
const SAYING = ["name", "pattern", "value", "abstract", "content", "description", "opinion"];
const LINKS = ["source_ref", "target_ref", "sighting_of_ref"];

/** The context of an object; undefined for one that says nothing by which it is known again. */
function contextsOf(objects: readonly JsonObject[]): (object: JsonObject) => string | undefined {
  const byId = new Map(objects.map((object) => [object["id"], object]));
  return (object) => {
    const links = LINKS.flatMap((key) => {
      const target = byId.get(object[key] ?? null);
      return target === undefined ? [] : saying(target);
    });
    const says = [...saying(object), ...links];
    return says.length === 0 ? undefined : JSON.stringify([kindOf(object), ...says]);
  };
}

function kindOf({ type, relationship_type: relation }: JsonObject): string {
  return [type, relation].filter((one) => typeof one === "string").join(" ");
}

function saying(object: JsonObject): readonly string[] {
  return SAYING.flatMap((key) => {
    const value = object[key];
    return typeof value === "string" ? [`${key} ${value}`] : [];
  });
}
