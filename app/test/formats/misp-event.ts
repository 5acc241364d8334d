import { makeActorTable } from "../../src/core/actor-table.ts";
import type { FactName } from "../../src/core/facts/fact.ts";
import type { Claim, Json, JsonObject, Part } from "../../src/core/item.ts";
import { readMisp } from "../../src/formats/misp/misp.ts";

export const ORG = "11111111-1111-4111-8111-111111111111";
export const OTHER = "22222222-2222-4222-8222-222222222222";

/** Actors that exist in tests only. */
export const ACTORS = makeActorTable([
  actor("Grey Heron", ["GH-1", "Marsh Bird"], "RU", "aaaaaaaa-1111-4111-8111-111111111111"),
  actor("Marsh Bird", [], "IR", "aaaaaaaa-2222-4222-8222-222222222222"),
]);

let serial = 0;

/** A uuid that no other call gives. */
function uuid(): string {
  serial++;
  return `00000000-0000-4000-8000-${String(serial).padStart(12, "0")}`;
}

/** An event with a creator and a date, changed by `change`. */
export function event(change: JsonObject = {}): JsonObject {
  return {
    uuid: uuid(),
    info: "An event",
    date: "2026-03-01",
    timestamp: "1700000000",
    published: true,
    analysis: "2",
    threat_level_id: "1",
    distribution: "3",
    Orgc: { name: "Org One", uuid: ORG },
    ...change,
  };
}

export function attribute(change: JsonObject = {}): JsonObject {
  return {
    uuid: uuid(),
    type: "ip-dst",
    category: "Network activity",
    value: "192.0.2.7",
    distribution: "5",
    ...change,
  };
}

export function object(attributes: readonly Json[], change: JsonObject = {}): JsonObject {
  return { uuid: uuid(), name: "domain-ip", distribution: "5", Attribute: attributes, ...change };
}

export function tags(...names: readonly string[]): Json {
  return names.map((name) => ({ name }));
}

/** Reads an event in the usual wrapper. */
export function read(json: Json): ReturnType<typeof readMisp> {
  return readMisp({ Event: json }, { actors: ACTORS, name: "event.json" });
}

/** The codes of the notes, each once, sorted. */
export function noteCodes({ notes }: ReturnType<typeof readMisp>): readonly string[] {
  return [...new Set(notes.map(({ code }) => code))].toSorted();
}

/** The part at this place. A wrong place is the test's own mistake. */
export function partAt({ parts }: ReturnType<typeof readMisp>, place: string): Part {
  const part = parts.find((one) => one.place === place);
  if (part === undefined)
    throw new Error(`no part at ${place}: ${parts.map((p) => p.place).join(" ")}`);
  return part;
}

/** The values that a part claims for a fact, each once, in order. */
export function values(part: Part, fact: FactName): readonly (string | boolean)[] {
  return [...new Set(claims(part, fact).map(({ value }) => value))];
}

export function claims(part: Part, fact: FactName): readonly Claim[] {
  return part.claims.filter((claim) => claim.fact === fact);
}

function actor(
  name: string,
  aliases: readonly string[],
  country: string,
  id: string,
): Parameters<typeof makeActorTable>[0][number] {
  const attributions = [{ country, actor: name, source: "test table", date: "2026-01-01" }];
  return { name, aliases, uuids: [id], attributions };
}
