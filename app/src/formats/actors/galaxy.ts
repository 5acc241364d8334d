import type { ActorEntry } from "../../core/actor-table.ts";
import type { Attribution } from "../../core/actor.ts";
import { toCountry } from "../../core/country.ts";
import type { Json } from "../../core/item.ts";
import { Refusal } from "../../core/refusal.ts";
import { isActorGalaxy } from "./galaxy-type.ts";
import { isList, listOf, objectOf, printable, textOf, textsOf, uuidOf } from "../misp/shape.ts";

/** The `similar` relations of this galaxy may lend candidates; elsewhere they are only a hint. */
const LINKING_GALAXY = "mitre-intrusion-set";
const LIKELY = /^estimative-language:likelihood-probability="(likely|very-likely|almost-certain)"$/;

/** What is taken from one cluster's lists, so that a hostile file stays small. */
const MOST_NAMES = 500;
export const MOST_ACTORS = 100_000;

/**
 * The actors of a MISP galaxy cluster file, with the countries they are attributed to: from
 * `meta.country` and `meta.cfr-suspected-state-sponsor`, never from victims. Countries that cannot be
 * decided ("korea", "Unknown") attribute nothing. The file carries no date: `date` is "", for the
 * importer to fill with the day of the import.
 *
 * In: the parsed file, its name and lower-case hex SHA-256 for the evidence. Throws
 * Refusal("bad-actors") when it is no cluster file of an actor galaxy.
 *
 * Source: MISP galaxy cluster format; draft-dulaunoy-misp-galaxy-format.
 */
export function readGalaxyCluster(json: Json, name: string, sha256: string): ActorEntry[] {
  const { type, version, values } = requireActors(json, name);
  const source = `${printable(name)} (MISP galaxy ${type} ${version}, sha256 ${sha256.slice(0, 12)})`;
  return values.flatMap((value) => entryOf(value, type, source));
}

function requireActors(
  json: Json,
  name: string,
): { readonly type: string; readonly values: readonly Json[]; readonly version: string } {
  const { type, values, version } = objectOf(json) ?? {};
  if (typeof type !== "string" || !isList(values)) {
    throw refused(name, "is not a MISP galaxy cluster file", "give a file of its clusters folder");
  }
  if (!isActorGalaxy(type)) {
    throw refused(name, "is a galaxy of something else than actors", "give threat-actor.json");
  }
  if (values.length > MOST_ACTORS) {
    throw refused(name, "lists more actors than anybody knows", "give the galaxy as published");
  }
  return {
    type: printable(type),
    values,
    version: typeof version === "number" ? `version ${String(version)}` : "without version",
  };
}

function entryOf(value: Json, type: string, source: string): readonly ActorEntry[] {
  const { value: text, uuid, meta, related } = objectOf(value) ?? {};
  const name = printable(textOf(text) ?? "");
  if (name === "") return [];
  const { synonyms, country, "cfr-suspected-state-sponsor": sponsor } = objectOf(meta) ?? {};
  const linked = type === LINKING_GALAXY ? likelyTheSame(related) : [];
  return [
    {
      name,
      aliases: few(synonyms),
      uuids: [uuidOf(uuid) ?? []].flat(),
      attributions: [
        ...attributions(name, country, `${source}, country`),
        ...attributions(name, sponsor, `${source}, cfr-suspected-state-sponsor`),
      ],
      ...(linked.length > 0 ? { linked } : {}),
    },
  ];
}

function attributions(actor: string, says: Json | undefined, source: string): Attribution[] {
  const countries = new Set(few(says).flatMap((text) => toCountry(text) ?? []));
  return [...countries].map((country) => ({ country, actor, source, date: "" }));
}

function likelyTheSame(related: Json | undefined): string[] {
  return listOf(related)
    .flatMap((relation) => {
      const { type, tags, "dest-uuid": id } = objectOf(relation) ?? {};
      const likely = type === "similar" && few(tags).some((tag) => LIKELY.test(tag));
      return likely ? (uuidOf(id) ?? []) : [];
    })
    .slice(0, MOST_NAMES);
}

/** The texts, fit to print, at most as many as one actor has. */
function few(json: Json | undefined): readonly string[] {
  return textsOf(json)
    .slice(0, MOST_NAMES)
    .map(printable)
    .filter((text) => text !== "");
}

function refused(place: string, problem: string, remedy: string): Refusal {
  return new Refusal("bad-actors", place, problem, remedy);
}
