import type { Json, JsonObject } from "../../../core/item.ts";
import { parseMachineTag } from "../../../core/marking/machine-tag.ts";
import { papOfLabel } from "../../../core/marking/pap.ts";
import { readMarkingLabel } from "../../../core/marking/text.ts";
import { tlpOfLabel } from "../../../core/marking/tlp.ts";
import { isNo, isObject, isYes, listOf, textOf, textsOf, uuidOf } from "../../misp/shape.ts";
import type { RemovalLog } from "../removal-log.ts";

/** Public taxonomies that say something of the threat, and nothing of who handles the event and how. */
const TAXONOMIES = new Set(
  `admiralty-scale adversary analyst-assessment cccs circl course-of-action csirt-case-classification
  current-event cycat death-possibilities diamond-model ecsirt enisa estimative-language
  eu-nis-sector-and-subsectors europol-event europol-incident event-assessment event-classification
  exercise false-positive file-type information-security-indicators ioc kill-chain
  maec-malware-capabilities malware_classification mitre-attack monarc-threat ms-caro-malware
  ms-caro-malware-full nis nis2 osint phishing ransomware ransomware-roles rsit rt_event_status
  state-responsibility targeted-threat-index threatmatch type veris vocabulaire-des-probabilites-estimatives`
    .trim()
    .split(/\s+/),
);

/**
 * The tags of an element that may leave, by name. Markings leave, TLP in the words of TLP 2.0 and what
 * is not understood of it as the strictest; tags of public taxonomies and of public galaxies leave. Tags
 * that are local to a server, not to be exported, of a private galaxy, or of no taxonomy stay.
 */
export function leavingTags(json: JsonObject, place: string, log: RemovalLog): readonly string[] {
  const isPrivate = privateClusters(json);
  const names = LISTS.flatMap((list) =>
    listOf(json[list]).flatMap((tag, i) => {
      const name = nameOf(tag);
      if (name === undefined) return [];
      const leaving = isHeldBack(tag) || isPrivate(name) ? undefined : leavingName(name);
      if (leaving !== undefined) return [leaving];
      log.change("allow-list", `${place}/${list}/${i}`, "a tag was left behind");
      log.parting("word", name, `${place}/${list}/${i}/name`);
      return [];
    }),
  );
  return [...new Set(names)];
}

/** Where tags stand, in exports of all ages. */
const LISTS = ["Tag", "EventTag", "AttributeTag"] as const;

function nameOf(tag: Json | undefined): string | undefined {
  return isObject(tag) ? (textOf(tag["name"]) ?? nameOf(tag["Tag"])) : textOf(tag);
}

/** Source: MISP core format, Tag: local is stripped on every way out, exportable false never leaves. */
function isHeldBack(tag: Json): boolean {
  if (!isObject(tag)) return false;
  return isYes(tag["local"]) || isYes(tag["local_only"]) || isNo(tag["exportable"]);
}

function leavingName(name: string): string | undefined {
  const tlp = tlpOfLabel(name);
  if (tlp !== undefined) return `tlp:${tlp === "unreadable" ? "red" : tlp}`;
  const pap = papOfLabel(name);
  if (pap !== undefined) return `PAP:${pap === "unreadable" ? "RED" : pap.toUpperCase()}`;
  const tag = parseMachineTag(name);
  if (tag?.namespace === "caveat") return undefined;
  if (tag?.namespace === "misp-galaxy") {
    // Known by its id alone: a cluster that somebody made for themselves.
    return uuidOf(tag.value) === undefined ? name : undefined;
  }
  if (tag !== undefined && TAXONOMIES.has(tag.namespace)) return name;
  return readMarkingLabel(name).length > 0 ? name : undefined;
}

/** Tells the tags of clusters that are not for all: made at home, or with a narrower distribution. */
function privateClusters(json: JsonObject): (name: string) => boolean {
  const names = new Set<string>();
  for (const galaxy of listOf(json["Galaxy"])) {
    for (const cluster of isObject(galaxy) ? listOf(galaxy["GalaxyCluster"]) : []) {
      if (!isObject(cluster) || !isForFewer(cluster)) continue;
      for (const name of textsOf(cluster["tag_name"])) names.add(name);
    }
  }
  return (name) => names.has(name);
}

function isForFewer({ default: isDefault, distribution, local }: JsonObject): boolean {
  if (isYes(local)) return true;
  return (
    isNo(isDefault) && distribution !== undefined && distribution !== "3" && distribution !== 3
  );
}
