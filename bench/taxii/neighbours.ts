import { createHash, randomUUID } from "node:crypto";
import type pg from "pg";
import { CursorKey } from "../../app/src/channels/taxii/cursor-key.ts";
import { sealCursor } from "../../app/src/channels/taxii/cursor.ts";
import { fillCollection, letIn, type Reader } from "./data-set.ts";

/** Names that are asked for, those of another's things and as many of things that are not there. */
export interface Names {
  /** What it is: "collection", "object". */
  readonly what: string;
  readonly theirs: readonly string[];
  readonly absent: readonly string[];
}

/** A partner that asks, and the addresses of what its neighbour has. */
export interface Neighbours {
  readonly asking: Reader;
  readonly names: readonly Names[];
}

/** Of each kind of thing. */
const MANY = 40;
const OBJECTS = 1_000;

/**
 * Two partners in a database, past the use cases, and addresses under the first one's root that name the
 * second one's things, or nothing: made in the same way, and as many. `client`: a superuser's.
 */
export async function makeNeighbours(
  client: pg.Client,
  cursorKey: Uint8Array,
): Promise<Neighbours> {
  const asking = await letIn(client, "alder");
  const other = await letIn(client, "birch");
  const own = await fillCollection(client, asking, OBJECTS);
  const collections: string[] = [];
  for (let i = 0; i < MANY; i += 1) {
    collections.push(await fillCollection(client, other, i === 0 ? OBJECTS : 10));
  }
  const [first = ""] = collections;
  const root = `/${asking.root}/`;
  const place = `${root}collections/${own}/`;
  const statuses = await addIntakes(client, other, first);
  return {
    asking,
    names: [
      ...ofCollections(root, collections, await aliasesOf(client, collections)),
      ...ofObjects(place, await idsOf(client, first)),
      pair("status", statuses, fresh, (id) => `${root}status/${id}/`),
      pair(
        "root",
        [other.root],
        () => `r-${randomUUID()}`,
        (name) => `/${name}/collections/`,
      ),
      cursors(place, { partner: other.partner, collection: first }, cursorKey),
    ],
  };
}

function ofCollections(
  root: string,
  ids: readonly string[],
  aliases: readonly string[],
): readonly Names[] {
  const at = (name: string): string => `${root}collections/${name}/`;
  return [
    pair("collection", ids, fresh, at),
    pair("objects of a collection", ids, fresh, (id) => `${at(id)}objects/`),
    pair("manifest of a collection", ids, fresh, (id) => `${at(id)}manifest/`),
    pair("alias", aliases, alias, (name) => `${at(name)}objects/`),
  ];
}

function ofObjects(place: string, ids: readonly string[]): readonly Names[] {
  return [
    pair("object", ids, indicator, (id) => `${place}objects/${id}/`),
    pair("versions of an object", ids, indicator, (id) => `${place}objects/${id}/versions/`),
    pair("object in a filter", ids, indicator, (id) => `${place}objects/?match[id]=${id}`),
  ];
}

/** As many that are absent as there are of theirs. */
function pair(
  what: string,
  theirs: readonly string[],
  absent: () => string,
  to: (name: string) => string,
): Names {
  return { what, theirs: theirs.map(to), absent: theirs.map(() => to(absent())) };
}

function fresh(): string {
  return randomUUID();
}

function indicator(): string {
  return `indicator--${randomUUID()}`;
}

function alias(): string {
  return `place ${randomUUID()}`;
}

async function idsOf(client: pg.Client, collection: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ readonly id: string }>(
    "select object_id as id from outbox where collection = $1 order by position limit $2",
    [collection, MANY],
  );
  return rows.map(({ id }) => id);
}

async function aliasesOf(client: pg.Client, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ readonly alias: string }>(
    "select alias from collection where id = any($1::uuid[])",
    [ids],
  );
  return rows.map(({ alias: name }) => name);
}

async function addIntakes(
  client: pg.Client,
  { partner }: Reader,
  collection: string,
): Promise<readonly string[]> {
  const ids = Array.from({ length: MANY }, fresh);
  for (const id of ids) {
    await client.query("insert into intake values ($1, $2, $3, $4, now())", [
      id,
      partner,
      collection,
      fresh(),
    ]);
  }
  return ids;
}

/** Cursors of the other's pages, and those that no key of this site ever made. */
function cursors(
  place: string,
  of: { readonly partner: string; readonly collection: string },
  key: Uint8Array,
): Names {
  const made = (secret: Uint8Array): readonly string[] =>
    Array.from({ length: MANY }, (_, i) => {
      const cursor = { position: 10 + i, dateAdded: "2026-01-01T00:00:00.010Z", filters: {} };
      const next = sealCursor(cursor, { ...of, kind: "objects", object: "" }, [
        new CursorKey(secret),
      ]);
      return `${place}objects/?next=${next}`;
    });
  const nobodys = createHash("sha256").update(randomUUID()).digest();
  return { what: "cursor", theirs: made(key), absent: made(nobodys) };
}
