import type { ClientBase } from "pg";
import { roleName } from "../connection/roles.ts";
import { StoreError } from "../store-error.ts";

/** A foreign key, and how to make it again. */
export interface Reference {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

const REFERENCES = `select c.relname as "table", k.conname as name,
    pg_get_constraintdef(k.oid) as definition
  from pg_catalog.pg_constraint as k join pg_catalog.pg_class as c on c.oid = k.conrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_roles as r on r.oid = c.relowner
  where k.contype = 'f' and n.nspname = 'public' and r.rolname = $1
  order by c.relname, k.conname`;

/**
 * Takes the foreign keys off our own tables: a row may refer to a later one of its own table, and the
 * order of keys is by chance. `client` is the migrator's.
 */
export async function dropReferences(client: ClientBase): Promise<readonly Reference[]> {
  const { rows } = await client.query<Reference>(REFERENCES, [roleName("migrator")]);
  for (const { table, name } of rows) {
    await client.query(
      `alter table ${quote(client, table)} drop constraint ${quote(client, name)}`,
    );
  }
  return rows;
}

/** Makes them again. Throws "unfinished-restore" where a row refers to one that is not there. */
export async function addReferences(
  client: ClientBase,
  references: readonly Reference[],
  place: string,
): Promise<void> {
  for (const { table, name, definition } of references) {
    const constraint = `${quote(client, name)} ${definition}`;
    await client
      .query(`alter table ${quote(client, table)} add constraint ${constraint}`)
      .catch((error: unknown) => {
        throw isViolation(error) ? dangling(place, table) : error;
      });
  }
}

function quote(client: ClientBase, name: string): string {
  return client.escapeIdentifier(name);
}

/** foreign_key_violation. */
function isViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23503";
}

function dangling(place: string, table: string): StoreError {
  const what = `a row of the table ${table} refers to one that is not there`;
  return new StoreError("unfinished-restore", place, what, "restore another backup");
}
