import type { Attribution } from "../../core/actor.ts";
import type { Claim } from "../../core/item.ts";
import { toCountry } from "../../core/country.ts";
import { readGalaxyLabel } from "./galaxy-label.ts";
import type { Reading, StixObject } from "./object.ts";
import { quoted, textsAt } from "./property.ts";
import { placeOf, type Reference } from "./references.ts";
import type { Carrier } from "./spread.ts";

/** Types that are an actor, or (a campaign) are known under the names of one. */
const ACTOR_TYPES = ["intrusion-set", "threat-actor", "campaign"] as const;
const ACTOR_IDS = ACTOR_TYPES.map((type) => `${type}--`);

/** Where publishers keep further names. */
const NAMES = ["name", "aliases", "x_mitre_aliases", "x_opencti_aliases"] as const;

/** No standard property holds an actor's country; some publishers' own do. */
const COUNTRIES = ["country", "x_country", "x_opencti_country"] as const;

/** Longest name that becomes a claim; longer ones are looked up and not repeated. */
const LONGEST_NAME = 200;

/** MISP galaxies whose clusters are actors. */
const ACTOR_GALAXIES: ReadonlySet<string> = new Set([
  "threat-actor",
  "mitre-intrusion-set",
  "microsoft-activity-group",
  "360net-threat-actor",
  "tidal-groups",
]);

export function isActorType(type: string): boolean {
  return ACTOR_TYPES.some((actor) => actor === type);
}

/** Is this the id of an actor, in the file or not? */
export function isActorId(id: string): boolean {
  return ACTOR_IDS.some((actor) => id.startsWith(actor));
}

/**
 * Gives every intrusion set, threat actor and campaign the claims of its names, and of every country
 * that the actor table, or the object itself, holds for any of them or for its id; and objects that
 * carry an actor's galaxy label the same for that name. Returns what each node carries on.
 *
 * A campaign's own name is no actor's name. All candidates are kept.
 */
export function readActors(reading: Reading): readonly Carrier[] {
  const carriers: Carrier[] = [];
  for (const object of reading.objects) {
    const isActor = isActorType(object.type);
    if (!isActor && object.json.labels === undefined) continue;
    const found = new Found();
    if (isActor) readActor(object, reading, found);
    readLabels(object, reading, found);
    if (found.claims.length === 0) continue;
    for (const claim of found.claims) object.claims.push(claim);
    carriers.push({ node: object.index, claims: found.claims });
  }
  return carriers;
}

/** What the actor table knows of an id that leads out of the file; [] for anything but an actor's. */
export function absentActorClaims(
  id: string,
  reference: Reference,
  { actors }: Reading,
): readonly Claim[] {
  if (!isActorId(id)) return [];
  const found = new Found();
  found.attributions(actors.byUuid(uuidOf(id)), "its id", placeOf(reference));
  return found.claims;
}

/** Claims, each thing said by each source once, at the first name that led to it. */
class Found {
  readonly claims: Claim[] = [];
  readonly #seen = new Set<string>();

  add(claim: Claim, source: readonly string[] = []): void {
    const key = JSON.stringify([claim.fact, claim.value, ...source]);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.claims.push(claim);
  }

  attributions(attributions: readonly Attribution[], by: string, place: string): void {
    for (const { country, actor, source, date } of attributions) {
      const says = `${by} is ${quoted(actor)}, attributed to ${country} by ${source} (${date})`;
      this.add({ fact: "attributedTo", value: country, place, says }, [actor, source, date]);
      this.add({ fact: "actors", value: actor, place, says });
    }
  }
}

function readActor(object: StixObject, { actors, budget }: Reading, found: Found): void {
  const isActor = object.type !== "campaign";
  for (const [name, place] of namesOf(object)) {
    budget.spend(1);
    if (isActor && name.length <= LONGEST_NAME) {
      found.add({ fact: "actors", value: name, place, says: `named by this ${object.type}` });
    }
    found.attributions(actors.byName(name), `"${quoted(name)}"`, place);
  }
  found.attributions(actors.byUuid(uuidOf(object.id)), "its id", `${object.place}/id`);
  if (isActor) readCountries(object, found);
}

/** Name and aliases, each once, in the case they come in first. */
function* namesOf({ json, place }: StixObject): Generator<readonly [string, string], undefined> {
  const seen = new Set<string>();
  for (const key of NAMES) {
    for (const [n, text] of textsAt(json, key)) {
      const name = text.trim();
      if (name === "" || seen.has(name.toLowerCase())) continue;
      seen.add(name.toLowerCase());
      yield [name, n < 0 ? `${place}/${key}` : `${place}/${key}/${n}`];
    }
  }
  return undefined;
}

function readCountries({ json, place }: StixObject, found: Found): void {
  for (const key of COUNTRIES) {
    for (const [, text] of textsAt(json, key)) {
      const value = toCountry(text);
      const says = "the country its producer states for the actor";
      if (value !== undefined) {
        found.add({ fact: "attributedTo", value, place: `${place}/${key}`, says }, [says]);
      }
    }
  }
}

function readLabels({ json, place }: StixObject, { actors }: Reading, found: Found): void {
  for (const [n, text] of textsAt(json, "labels")) {
    const label = readGalaxyLabel(text);
    if (label === undefined || !ACTOR_GALAXIES.has(label.galaxy)) continue;
    // ATT&CK's clusters are called "APT28 - G0007".
    const name = label.value.slice(0, LONGEST_NAME).replace(/ - G\d{4}$/, "");
    const at = n < 0 ? `${place}/labels` : `${place}/labels/${n}`;
    found.add({ fact: "actors", value: name, place: at, says: `label for this ${label.galaxy}` });
    found.attributions(actors.byName(name), `"${quoted(name)}"`, at);
  }
}

function uuidOf(id: string): string {
  return id.slice(id.indexOf("--") + 2);
}
