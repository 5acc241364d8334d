import { z } from "zod";
import type { ActorEntry } from "../../core/actor-table.ts";
import { toCountry } from "../../core/country.ts";
import { isDay } from "../../core/day.ts";
import type { Json } from "../../core/item.ts";
import { Refusal } from "../../core/refusal.ts";
import { MOST_ACTORS, readGalaxyCluster } from "./galaxy.ts";
import { printable } from "../misp/shape.ts";

/** One file of actors that a site imported. */
export interface ActorImport {
  readonly file: string;
  /** Lower-case hex SHA-256 of the imported file. */
  readonly sha256: string;
  /** Day of the import, YYYY-MM-DD; also the date of what the file says, which carries none. */
  readonly on: string;
  readonly entries: readonly ActorEntry[];
}

/**
 * Reads a galaxy cluster file as an import of that day. In: as `readGalaxyCluster`, and the day,
 * YYYY-MM-DD. Throws Refusal("bad-actors") as it does.
 */
export function importGalaxy(json: Json, file: string, sha256: string, on: string): ActorImport {
  const entries = readGalaxyCluster(json, file, sha256);
  return { file: printable(file), sha256, on, entries: entries.map((entry) => dated(entry, on)) };
}

/**
 * The imports as JSON for storing. Within an entry an attribution is [country, source]: its actor is
 * the entry and its date the day of the import.
 */
export function actorTableToJson(imports: readonly ActorImport[]): Json {
  const imported = imports.map(({ file, sha256, on, entries }) => ({
    file,
    sha256,
    on,
    entries: entries.map(({ name, aliases, uuids, attributions, linked }) => ({
      name,
      aliases,
      uuids,
      attributions: attributions.map((one) => [one.country, one.source]),
      ...(linked === undefined ? {} : { linked }),
    })),
  }));
  return { caveat: "actors/1", imported };
}

/**
 * Reads what `actorTableToJson` wrote. In: the parsed file and its name for messages. Throws
 * Refusal("bad-actors") with the place of the first thing that is not exactly that form.
 */
export function parseActorTable(json: Json, name: string): ActorImport[] {
  const parsed = FILE.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const pointer = (issue?.path ?? []).map((step) => `/${String(step)}`).join("");
    throw new Refusal(
      "bad-actors",
      `${name} at ${pointer === "" ? "/" : pointer}`,
      "is not a stored actor table (actors/1)",
      "import the galaxy files again",
    );
  }
  return parsed.data.imported.map(({ file, sha256, on, entries }) => ({
    file,
    sha256,
    on,
    entries: entries.map(({ linked, ...entry }) => ({
      ...entry,
      attributions: entry.attributions.map(([country, source]) => ({
        country,
        actor: entry.name,
        source,
        date: on,
      })),
      ...(linked === undefined ? {} : { linked }),
    })),
  }));
}

function dated(entry: ActorEntry, on: string): ActorEntry {
  return { ...entry, attributions: entry.attributions.map((one) => ({ ...one, date: on })) };
}

const TEXT = z.string().min(1).max(500);
const TEXTS = z.array(TEXT).max(1_000);
const ENTRY = z.strictObject({
  name: TEXT,
  aliases: TEXTS,
  uuids: TEXTS,
  attributions: z
    .array(z.tuple([z.string().refine((code) => toCountry(code) === code), TEXT]))
    .max(1_000),
  linked: TEXTS.optional(),
});
const FILE = z.strictObject({
  caveat: z.literal("actors/1"),
  imported: z
    .array(
      z.strictObject({
        file: TEXT,
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        on: z.string().refine(isDay),
        entries: z.array(ENTRY).max(MOST_ACTORS),
      }),
    )
    .max(1_000),
});
