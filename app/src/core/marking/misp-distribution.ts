import { UNREADABLE } from "../facts/fact.ts";
import type { Json } from "../item.ts";
import { isObject, part } from "./json-value.ts";

/** MISP core format, `distribution`: what each number means for who may see it. */
const LEVELS: ReadonlyMap<string, string> = new Map([
  ["0", "own"],
  ["1", "community"],
  ["2", "connected"],
  ["3", "all"],
  ["4", "group"],
  ["5", "inherit"],
]);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The level of a MISP distribution: 0-5 as a number or a string of one digit. "inherit" for 5: the
 * level of the event (or of the object around an attribute) counts, so 5 on an event itself has no
 * meaning. "unreadable" for everything else.
 */
export function levelOfDistribution(value: Json): string {
  if (typeof value !== "string" && typeof value !== "number") return UNREADABLE;
  return LEVELS.get(String(value).trim()) ?? UNREADABLE;
}

/**
 * The members of a MISP sharing group: uuids of organisations, lower case, sorted, joined by ",".
 * Organisations that only a server of the group brings in (`all_orgs`) are not named in the event
 * and do not count. "unreadable", which no organisation is called, when no member can be read.
 */
export function membersOfSharingGroup(group: Json): string {
  const entries = part(group, "SharingGroupOrg");
  if (!isObject(group) || !Array.isArray(entries)) return UNREADABLE;
  const uuids = entries
    .map((entry: Json) => part(part(entry, "Organisation"), "uuid"))
    .filter((uuid) => typeof uuid === "string")
    .map((uuid) => uuid.trim().toLowerCase())
    .filter((uuid) => UUID.test(uuid));
  return uuids.length === 0 ? UNREADABLE : [...new Set(uuids)].toSorted().join(",");
}
