import type { ActorTable, Attribution } from "./actor.ts";

/** One actor as one source describes it. */
export interface ActorEntry {
  /** The source's main name. */
  readonly name: string;
  readonly aliases: readonly string[];
  /** Ids of the actor's galaxy cluster and STIX object, without the STIX type. */
  readonly uuids: readonly string[];
  readonly attributions: readonly Attribution[];
  /**
   * Ids of entries that the source links to as likely the same: a hint that may lend attributions,
   * marked as linked. Names are not shared and links are not followed on.
   */
  readonly linked?: readonly string[];
}

/**
 * Looks actors up by name, alias and id. Names compare without regard to case and surrounding white
 * space. Where a name belongs to several entries, the attributions of all of them are candidates.
 * Names come first: an entry borrows over its links only where its own names and ids attribute
 * nothing, since real links go astray (one likens Turla to a Chinese actor).
 */
export function makeActorTable(entries: readonly ActorEntry[]): ActorTable {
  const stated = index(entries);
  const borrowed = index(entries.flatMap((entry) => borrow(entry, stated)));
  const find = (kind: keyof Index, text: string): readonly Attribution[] =>
    stated[kind].get(toKey(text)) ?? borrowed[kind].get(toKey(text)) ?? [];
  return {
    byName: (name) => find("names", name),
    byUuid: (uuid) => find("ids", uuid),
  };
}

/** One table over several: every attribution that any of them gives, each once. */
export function mergeActorTables(tables: readonly ActorTable[]): ActorTable {
  return {
    byName: (name) => distinct(tables.flatMap((table) => table.byName(name))),
    byUuid: (uuid) => distinct(tables.flatMap((table) => table.byUuid(uuid))),
  };
}

interface Index {
  readonly names: ReadonlyMap<string, readonly Attribution[]>;
  readonly ids: ReadonlyMap<string, readonly Attribution[]>;
}

function index(entries: readonly ActorEntry[]): Index {
  return {
    names: collect(
      entries.flatMap((e) => [e.name, ...e.aliases].map((name) => [name, e.attributions] as const)),
    ),
    ids: collect(entries.flatMap((e) => e.uuids.map((id) => [id, e.attributions] as const))),
  };
}

/** The entry with the attributions of those it is linked to; none where it has some of its own. */
function borrow(entry: ActorEntry, stated: Index): readonly ActorEntry[] {
  const named = [entry.name, ...entry.aliases].some((name) => stated.names.has(toKey(name)));
  if (named || entry.uuids.some((id) => stated.ids.has(toKey(id)))) return [];
  const attributions = (entry.linked ?? [])
    .flatMap((id) => stated.ids.get(toKey(id)) ?? [])
    .map((one) => ({ ...one, source: `${one.source}; linked, likely` }));
  return attributions.length > 0 ? [{ ...entry, attributions }] : [];
}

/** What is filed under each key, each attribution once, in order; a blank key names nobody. */
function collect(
  filed: readonly (readonly [string, readonly Attribution[]])[],
): ReadonlyMap<string, readonly Attribution[]> {
  const map = new Map<string, Attribution[]>();
  for (const [text, attributions] of filed) {
    const key = toKey(text);
    if (key === "" || attributions.length === 0) continue;
    const list = map.get(key);
    if (list === undefined) map.set(key, [...attributions]);
    else list.push(...attributions);
  }
  return new Map([...map].map(([key, list]) => [key, distinct(list)]));
}

function distinct(attributions: readonly Attribution[]): readonly Attribution[] {
  if (attributions.length < 2) return attributions;
  const seen = new Map(
    attributions.map((one) => [
      JSON.stringify([one.country, one.actor, one.source, one.date]),
      one,
    ]),
  );
  return [...seen.values()];
}

function toKey(text: string): string {
  return text.normalize("NFC").trim().toLowerCase();
}
