import { isActorGalaxy } from "../actors/galaxy-type.ts";
import { toCountry } from "../../core/country.ts";
import type { Claim, JsonObject } from "../../core/item.ts";
import { levelOfDistribution } from "../../core/marking/misp-distribution.ts";
import { actorClaims } from "./actor.ts";
import { concernOf } from "./concern.ts";
import type { Reading } from "./reading.ts";
import { isObject, listOf, objectOf, textOf, textsOf } from "./shape.ts";

/**
 * The claims of the galaxy clusters embedded in an element: actors with the countries that the
 * producer put in the cluster and those of the actor table, and whom the activity concerns. Victims
 * of an actor are what it concerns, never whom it is attributed to.
 */
export function readGalaxies(element: JsonObject, place: string, reading: Reading): Claim[] {
  return listOf(element["Galaxy"]).flatMap((galaxy, g) => {
    const at = `${place}/Galaxy/${String(g)}`;
    if (!isObject(galaxy)) {
      reading.notes.add("malformed", at, "A galaxy is not an object.");
      return [];
    }
    return listOf(galaxy["GalaxyCluster"]).flatMap((cluster, c) => {
      const here = `${at}/GalaxyCluster/${String(c)}`;
      return isObject(cluster) ? readCluster(cluster, textOf(galaxy["type"]), here, reading) : [];
    });
  });
}

function readCluster(
  cluster: JsonObject,
  galaxyType: string | undefined,
  place: string,
  reading: Reading,
): Claim[] {
  const type = (textOf(cluster["type"]) ?? galaxyType ?? "").toLowerCase();
  const value = textOf(cluster["value"]);
  if (value === undefined) return [];
  noteDistribution(cluster, place, reading);
  const meta = objectOf(cluster["meta"]) ?? {};
  if (!isActorGalaxy(type)) {
    return [
      ...concernOf(type, value, `${place}/value`, reading.notes),
      ...countries(meta, "subregions", "concerns", place, "a country of the region it names"),
    ];
  }
  const names = [value, ...textsOf(meta["synonyms"])];
  return [
    ...actorClaims({ names, ids: textsOf(cluster["uuid"]) }, `${place}/value`, reading),
    ...countries(meta, "country", "attributedTo", place, "the producer says so"),
    ...countries(
      meta,
      "cfr-suspected-state-sponsor",
      "attributedTo",
      place,
      "the producer says so",
    ),
    ...countries(meta, "cfr-suspected-victims", "concerns", place, "a victim of the actor"),
    ...countries(meta, "suspected-victims", "concerns", place, "a victim of the actor"),
    ...countries(meta, "observed_countries", "concerns", place, "the actor was seen there"),
  ];
}

/** The countries that one `meta` key names; "132 - Cabo Verde" is read without its UN number. */
function countries(
  meta: JsonObject,
  key: string,
  fact: "attributedTo" | "concerns",
  place: string,
  says: string,
): Claim[] {
  const named = textsOf(meta[key]).flatMap(
    (text) => toCountry(text.replace(/^\d{3} - /, "")) ?? [],
  );
  return [...new Set(named)].map((value) => ({ fact, value, place: `${place}/meta/${key}`, says }));
}

/** A publisher's own cluster may be for fewer than the event that carries it. */
function noteDistribution(cluster: JsonObject, place: string, { notes }: Reading): void {
  const { default: isPublic, distribution } = cluster;
  if (isPublic !== false || distribution === undefined) return;
  if (levelOfDistribution(distribution) !== "all") {
    notes.add("cluster-distribution", place, "A galaxy cluster is for fewer than all communities.");
  }
}
