import type { Claim, Json, JsonObject } from "../../core/item.ts";
import {
  levelOfDistribution,
  membersOfSharingGroup,
} from "../../core/marking/misp-distribution.ts";
import { UNREADABLE } from "../../core/facts/fact.ts";
import { isObject } from "./shape.ts";

/**
 * The claims of an element's own distribution and sharing group. None where it has no distribution
 * or inherits (5): then what its container says is all. An event has nothing to inherit from, so
 * there 5 is unreadable. A sharing group that is not in the file lets nobody have it; one that stands
 * without a distribution counts.
 *
 * Source: MISP core format, distribution and SharingGroup.
 */
export function readDistribution(element: JsonObject, place: string, isEvent: boolean): Claim[] {
  const { distribution, SharingGroup: group } = element;
  if (distribution === undefined || distribution === null) {
    return isObject(group) ? inGroup(group, place) : [];
  }
  const read = levelOfDistribution(distribution);
  const level = read === "inherit" && isEvent ? UNREADABLE : read;
  if (level === "inherit") return [];
  const says =
    level === UNREADABLE ? "a distribution that was not understood" : "MISP distribution";
  const claims: Claim[] = [
    { fact: "distribution", value: level, place: `${place}/distribution`, says },
  ];
  return level === "group" ? [...claims, ...inGroup(group, place)] : claims;
}

function inGroup(group: Json | undefined, place: string): Claim[] {
  const value = group === undefined ? UNREADABLE : membersOfSharingGroup(group);
  const says = value === UNREADABLE ? "sharing group without members in the file" : "members";
  return [{ fact: "sharingGroup", value, place: `${place}/SharingGroup`, says }];
}
