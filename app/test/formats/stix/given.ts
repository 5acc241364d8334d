import { readFileSync } from "node:fs";
import type { ActorTable, Attribution } from "../../../src/core/actor.ts";
import type { FactName } from "../../../src/core/facts/fact.ts";
import type { Claim, Json, JsonObject, Part } from "../../../src/core/item.ts";
import { parseJson } from "../../../src/formats/json/parse.ts";
import { DEFAULT_LIMITS } from "../../../src/formats/limits.ts";
import { readStix, type StixReading } from "../../../src/formats/stix/read.ts";
import { sharedData } from "../../shared-data.ts";

/** The identity that made every object unless a test says otherwise. */
export const CREATOR = "identity--11111111-1111-4111-8111-111111111111";

export const TLP_WHITE = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9";
export const TLP_GREEN = "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da";
export const TLP_AMBER = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82";
export const TLP_RED = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed";
export const UNKNOWN_MARKING = "marking-definition--99999999-9999-4999-8999-999999999999";

/** An id of this type; the same number gives the same id. */
export function id(type: string, n: number): string {
  return `${type}--00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

/** An object of which a test knows the id. */
export type Given = JsonObject & { readonly id: string };

/** A STIX 2.1 object in order, with these properties added or put in place of its own. */
export function object(type: string, n: number, properties: JsonObject = {}): Given {
  return {
    spec_version: "2.1",
    created_by_ref: CREATOR,
    created: "2026-01-01T00:00:00.000Z",
    modified: "2026-01-02T00:00:00.000Z",
    name: `${type} ${n}`,
    ...properties,
    type,
    id: id(type, n),
  };
}

let relationships = 0;

/** A relationship between two objects that the test has at hand. */
export function relate(source: Given, type: string, target: Given): Given {
  return object("relationship", ++relationships, {
    relationship_type: type,
    source_ref: source.id,
    target_ref: target.id,
  });
}

export function bundle(...objects: readonly Json[]): Json {
  return { type: "bundle", id: id("bundle", 1), objects };
}

export function read(json: Json, actors: ActorTable = NOBODY): StixReading {
  return readStix(json, { actors, name: "test" });
}

/** The values of a fact on the object with this id, each once, sorted; what a container says apart. */
export function facts(
  { parts }: StixReading,
  { id: of }: Pick<Given, "id">,
  fact: FactName,
  from: "own" | "container" = "own",
): readonly (string | boolean)[] {
  const values = partOf(parts, of)
    .claims.filter((claim) => claim.fact === fact)
    .filter(({ reading }) => (reading === "container") === (from === "container"))
    .map(({ value }) => value);
  return [...new Set(values)].toSorted((a, b) => (a < b ? -1 : 1));
}

export function claims(
  { parts }: StixReading,
  { id: of }: Pick<Given, "id">,
  fact: FactName,
): readonly Claim[] {
  return partOf(parts, of).claims.filter((claim) => claim.fact === fact);
}

export function codes({ notes }: StixReading): readonly string[] {
  return notes.map(({ code }) => code);
}

function partOf(parts: readonly Part[], of: string): Part {
  const part = parts.find((each) => each.id === of);
  if (part === undefined) throw new Error(`no part with the id ${of}`);
  return part;
}

export const NOBODY: ActorTable = { byName: () => [], byUuid: () => [] };

/** A table of actors: country by name. A name that stands there twice keeps both. */
export function table(...rows: readonly (readonly [name: string, country: string])[]): ActorTable {
  return actorTable(rows.map(([name, country]) => ({ names: [name], uuid: "", country })));
}

interface Row {
  readonly names: readonly string[];
  readonly uuid: string;
  readonly country: string;
}

export function actorTable(rows: readonly Row[]): ActorTable {
  const byName = new Map<string, Attribution[]>();
  const byUuid = new Map<string, Attribution[]>();
  const add = (map: Map<string, Attribution[]>, key: string, row: Attribution): void => {
    map.set(key, [...(map.get(key) ?? []), row]);
  };
  for (const { names, uuid, country } of rows) {
    const row = { country, actor: names[0] ?? "", source: "test table", date: "2026-01-01" };
    for (const name of names) add(byName, name.toLowerCase(), row);
    add(byUuid, uuid, row);
  }
  return {
    byName: (name) => byName.get(name.toLowerCase()) ?? [],
    byUuid: (uuid) => byUuid.get(uuid) ?? [],
  };
}

/** The actors of the MISP threat-actor galaxy that have a country. */
export function galaxyActors(): ActorTable {
  const cluster = sharedJson("misp-galaxy", "clusters", "threat-actor.json") as {
    readonly values: readonly {
      readonly value: string;
      readonly uuid: string;
      readonly meta?: { readonly country?: string; readonly synonyms?: readonly string[] };
    }[];
  };
  return actorTable(
    cluster.values
      .filter(({ meta }) => meta?.country !== undefined && meta.country !== "")
      .map(({ value, uuid, meta }) => ({
        names: [value, ...(meta?.synonyms ?? [])],
        uuid,
        country: meta?.country ?? "",
      })),
  );
}

/** A shared file as the strict reader hands it over. */
export function sharedJson(...path: readonly string[]): unknown {
  return parseJson(readFileSync(sharedData(...path)), path.join("/"), DEFAULT_LIMITS);
}

/** A shared STIX file, read. */
export function readShared(actors: ActorTable, ...path: readonly string[]): StixReading {
  return readStix(sharedJson(...path) as Json, { actors, name: path.join("/") });
}
