import { TLP_LEVELS, PAP_LEVELS } from "../../../core/facts/fact.ts";
import type { Json, JsonObject } from "../../../core/item.ts";
import { strictest } from "../../../core/marking/strictest.ts";
import { papOfLabel } from "../../../core/marking/pap.ts";
import { tlpOfLabel } from "../../../core/marking/tlp.ts";
import type { Caveat } from "../../../core/release/copy.ts";

/** Machine tags of caveats that programs act on; any other is named as it is. */
const TAGS: ReadonlyMap<string, string> = new Map([
  ["onward-ban", 'caveat:onward-disclosure="forbidden"'],
  ["use-limit", 'caveat:use="intelligence-only"'],
  ["no-action", 'caveat:action="forbidden"'],
  ["contact-source-first", 'caveat:action="ask-first"'],
  ["encrypt-in-transit", 'caveat:transit="encrypted"'],
  ["no-victim-contact", 'caveat:victim-contact="forbidden"'],
]);
/** Source: FIRST TLP 2.0. */
const COLOURS: ReadonlyMap<string, string> = new Map([
  ["tlp:clear", "#FFFFFF"],
  ["tlp:green", "#33FF00"],
  ["tlp:amber", "#FFC000"],
  ["tlp:amber+strict", "#FFC000"],
  ["tlp:red", "#FF2B2B"],
]);
const CAVEAT_COLOUR = "#8B0000";

/** The light of an event with the caveats on it, and the tags that carry both. */
export interface Handling {
  readonly tags: readonly string[];
  /** Does a tag say less than the event as a whole? On a part it would lower what covers it. */
  isLower(tag: string): boolean;
}

/**
 * The tags of an event: its own, those of the caveats, and of TLP and of PAP only the strictest of both.
 * In: names as `leavingTags` gives them.
 */
export function handlingOf(own: readonly string[], caveats: readonly Caveat[]): Handling {
  const labels = caveats.flatMap(({ label }) => label ?? []);
  const tlp = strictest(
    TLP_LEVELS,
    [...own, ...labels].flatMap((tag) => tlpOfLabel(tag) ?? []),
  );
  const pap = strictest(
    PAP_LEVELS,
    [...own, ...labels].flatMap((tag) => papOfLabel(tag) ?? []),
  );
  const others = own.filter(
    (tag) => tlpOfLabel(tag) === undefined && papOfLabel(tag) === undefined,
  );
  const lights = [
    ...(tlp === undefined ? [] : [`tlp:${tlp === "unreadable" ? "red" : tlp}`]),
    ...(pap === undefined ? [] : [`PAP:${pap === "unreadable" ? "RED" : pap.toUpperCase()}`]),
  ];
  return {
    tags: [...new Set([...lights, ...caveats.flatMap(tagsOf), ...others])],
    isLower: (tag) =>
      isAtMost(TLP_LEVELS, tlpOfLabel(tag), tlp) || isAtMost(PAP_LEVELS, papOfLabel(tag), pap),
  };
}

/** A caveat for people, as an attribute of the event: every version of MISP takes it in and shows it. */
export function caveatAttribute(caveat: Caveat, uuid: string, timestamp: string): JsonObject {
  const label = caveat.label === undefined ? "" : ` (${caveat.label})`;
  return {
    uuid,
    type: "comment",
    category: "Other",
    value: `Caveat${label}: ${caveat.says}`,
    comment: "Condition of this release",
    to_ids: false,
    disable_correlation: true,
    deleted: false,
    timestamp,
  };
}

/** Tags as MISP takes them in. */
export function tagsToJson(names: readonly string[]): readonly Json[] {
  return names.map((name) => {
    const colour = COLOURS.get(name) ?? (name.startsWith("caveat:") ? CAVEAT_COLOUR : undefined);
    return colour === undefined ? { name, exportable: true } : { name, colour, exportable: true };
  });
}

/** The tag of a caveat; those of TLP and PAP are among the lights already. */
function tagsOf({ id, label }: Caveat): readonly string[] {
  const isLight =
    label !== undefined && (tlpOfLabel(label) !== undefined || papOfLabel(label) !== undefined);
  if (isLight) return [];
  return [TAGS.get(id) ?? `caveat:attached="${id.replace(/[^a-z0-9._-]/gi, "-")}"`];
}

function isAtMost(
  levels: readonly string[],
  own: string | undefined,
  whole: string | undefined,
): boolean {
  if (own === undefined || whole === undefined) return false;
  const rank = (level: string): number =>
    levels.includes(level) ? levels.indexOf(level) : levels.length;
  return rank(own) <= rank(whole);
}
