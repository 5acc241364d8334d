import { isActorGalaxy } from "../actors/galaxy-type.ts";
import { toCountry } from "../../core/country.ts";
import type { Claim, Json, JsonObject } from "../../core/item.ts";
import { actorClaims } from "./actor.ts";
import type { Reading } from "./reading.ts";
import { isList, isNo, isObject, isYes, objectOf, printable, textOf } from "./shape.ts";
import { concernOf } from "./concern.ts";

/** Where tags stand, in exports of all ages. */
const LISTS = ["Tag", "EventTag", "AttributeTag"] as const;

/**
 * The claims of an element's tags: markings, reliability, actors, and what it concerns. In: the
 * element and its place. A tag for this server only (`local`) or not to be exported counts like any
 * other, with a note. A tag without a name may have been a marking, so it counts as unreadable.
 */
export function readTags(element: JsonObject, place: string, reading: Reading): Claim[] {
  return LISTS.flatMap((key) => {
    const { [key]: list } = element;
    if (list === undefined || list === null) return [];
    return (isList(list) ? list : [list]).flatMap((tag, index) => {
      const at = isList(list) ? `${place}/${key}/${String(index)}` : `${place}/${key}`;
      const name = nameOf(tag);
      noteScope(tag, at, reading);
      return name === undefined ? unnamed(at, reading) : readTag(name, at, reading);
    });
  });
}

/** {"name"}, {"Tag":{"name"}} or the bare name. */
function nameOf(tag: Json | undefined): string | undefined {
  return isObject(tag) ? (textOf(tag["name"]) ?? nameOf(tag["Tag"])) : textOf(tag);
}

function unnamed(place: string, { notes }: Reading): readonly Claim[] {
  notes.add("malformed", place, "A tag has no name.");
  return [{ fact: "unreadableMarkings", value: "tag without name", place, says: "has no name" }];
}

function readTag(name: string, place: string, reading: Reading): readonly Claim[] {
  const galaxy = galaxyOf(name);
  if (galaxy !== undefined) return readGalaxyTag(galaxy.type, galaxy.value, place, reading);
  if (RELIABILITY.test(name.toLowerCase())) {
    return [{ fact: "reliabilityStated", value: true, place, says: "a tag grades it" }];
  }
  return [...reading.label(name).map((said) => ({ ...said, place })), ...targetOf(name, place)];
}

/** Tags of the taxonomies that grade a source or an assessment, with the values they define. */
const RELIABILITY =
  /^(?:admiralty-scale:(?:source-reliability="[a-g]"|information-credibility="[1-6]")|estimative-language:(?:likelihood-probability="(?:almost-no-chance|very-unlikely|unlikely|roughly-even-chance|likely|very-likely|almost-certain)"|confidence-in-analytic-judgment="(?:low|moderate|high)"))$/;

/** `misp-galaxy:type="value"`: a galaxy cluster as a tag. */
function galaxyOf(name: string): { readonly type: string; readonly value: string } | undefined {
  const prefix = "misp-galaxy:";
  const split = name.indexOf('="');
  if (!name.toLowerCase().startsWith(prefix) || split < 0) return undefined;
  const type = name.slice(prefix.length, split).toLowerCase();
  return { type, value: name.slice(split + 2).replace(/"$/, "") };
}

function readGalaxyTag(
  type: string,
  value: string,
  place: string,
  reading: Reading,
): readonly Claim[] {
  if (isActorGalaxy(type)) return actorClaims({ names: [value], ids: [value] }, place, reading);
  if (type.includes("marking")) {
    const says = "a galaxy of markings, which is not read";
    return [{ fact: "unreadableMarkings", value: printable(value), place, says }];
  }
  return concernOf(type, value, place, reading.notes);
}

/** "TARGET:MEXICO": some publishers name the victim in a tag of their own. */
function targetOf(name: string, place: string): readonly Claim[] {
  if (!/^target:/i.test(name)) return [];
  const country = toCountry(name.slice("target:".length));
  return country === undefined
    ? []
    : [{ fact: "concerns", value: country, place, says: "a tag names it as a target" }];
}

function noteScope(tag: Json, place: string, { notes }: Reading): void {
  const { local, exportable } = objectOf(tag) ?? {};
  if (isYes(local)) notes.add("local-tag", place, "A tag is local to the sender's server.");
  if (isNo(exportable)) {
    notes.add("non-exportable-tag", place, "A tag is not to be exported by its owner.");
  }
}
