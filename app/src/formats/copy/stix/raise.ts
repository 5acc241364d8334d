import type { Json, JsonObject } from "../../../core/item.ts";
import { isList, isObject } from "../../stix/property.ts";
import { without } from "./object.ts";
import { withSelectors, type Raised } from "./raised.ts";
import { takeOutObservables } from "./raise-observables.ts";

/** Where STIX 2.1 keeps what 2.0 had in `labels`. Source: STIX 2.1 appendix D, changes. */
const TYPES_IN_LABELS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    indicator: "indicator_types",
    malware: "malware_types",
    report: "report_types",
    "threat-actor": "threat_actor_types",
    tool: "tool_types",
  }),
);

/**
 * An entry of a file as STIX 2.1 has it: an object of 2.0 with its version, its types out of `labels`,
 * and what 2.1 demands beside; the observables inside observed data as objects of their own. Granular
 * markings stay on what they were on. An entry that is no object, or has no id and type, gives [].
 */
export function raise(entry: Json, isOld: boolean): readonly Raised[] {
  if (!isObject(entry) || typeof entry["id"] !== "string" || typeof entry["type"] !== "string") {
    return [];
  }
  const { type } = entry;
  if (type === "bundle") return [];
  const json = isOld && entry["spec_version"] !== "2.1" ? raiseObject(entry, type) : entry;
  if (type === "observed-data" && isObject(json["objects"])) return takeOutObservables(json);
  return [{ json, below: "", isChanged: json !== entry }];
}

function raiseObject(entry: JsonObject, type: string): JsonObject {
  const raised = { ...moveLabels(entry, type), spec_version: "2.1" };
  if (type === "indicator") return { ...raised, pattern_type: "stix", pattern_version: "2.0" };
  // 2.0 does not tell a family from a sample, and describes families.
  if (type === "malware") return { is_family: true, ...raised };
  return raised;
}

/** Labels that are no tags are types; selectors that were on them follow. */
function moveLabels(entry: JsonObject, type: string): JsonObject {
  const key = TYPES_IN_LABELS.get(type);
  const { labels } = entry;
  if (key === undefined || !isList(labels) || entry[key] !== undefined) return entry;
  const isType = labels.map((label) => typeof label === "string" && !label.includes(":"));
  const types = labels.filter((_, n) => isType[n]);
  const tags = labels.filter((_, n) => isType[n] !== true);
  const place = (n: number): string =>
    isType[n] === true
      ? `${key}.[${countBefore(isType, n, true)}]`
      : `labels.[${countBefore(isType, n, false)}]`;
  const follow = (selector: string): readonly string[] => {
    if (selector === "labels") {
      return [...(types.length > 0 ? [key] : []), ...(tags.length > 0 ? ["labels"] : [])];
    }
    const index = /^labels\.\[(\d{1,9})\]$/.exec(selector)?.[1];
    return [index === undefined ? selector : place(Number(index))];
  };
  return {
    ...withSelectors(without(entry, "labels"), follow),
    ...(types.length > 0 ? { [key]: types } : {}),
    ...(tags.length > 0 ? { labels: tags } : {}),
  };
}

function countBefore(flags: readonly boolean[], n: number, flag: boolean): number {
  return flags.slice(0, n).filter((one) => one === flag).length;
}
