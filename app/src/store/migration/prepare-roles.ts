import type { ClientBase } from "pg";
import { ROLES, roleName } from "../connection/roles.ts";
import { StoreError } from "../store-error.ts";

const NAMES = ROLES.map(roleName);
const MIGRATOR = roleName("migrator");

/**
 * Makes Caveat's roles in a site's own database where they are missing, and lets them into it. The
 * login must then own the database and be allowed to make roles; once they are there, it need only
 * be a member of those its process works under.
 *
 * Throws "missing-role" with the statements for an administrator when the login may not.
 */
export async function prepareRoles(client: ClientBase, place: string): Promise<void> {
  const statements = await findNeeded(client);
  if (statements.length === 0) return;
  try {
    await client.query(["begin", ...statements, "commit"].join("; "));
  } catch (error) {
    await client.query("rollback");
    // Another process may have done it at the same moment.
    const needed = await findNeeded(client);
    if (needed.length > 0) throw refusal(place, needed, error);
  }
  // A grant that the login may not make is a warning to PostgreSQL.
  const needed = await findNeeded(client);
  if (needed.length > 0) throw refusal(place, needed);
}

async function findNeeded(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{
    readonly login: string;
    readonly name: string;
    readonly enters: boolean;
    readonly makes: boolean;
  }>(
    `select current_user as login, rolname as name,
       has_schema_privilege(rolname, 'public', 'usage') as enters,
       has_schema_privilege(rolname, 'public', 'create') as makes
     from pg_roles where rolname = any($1) or rolname = current_user`,
    [NAMES],
  );
  const login = client.escapeIdentifier(rows[0]?.login ?? "");
  const missing = NAMES.filter((name) => !rows.some((row) => row.name === name));
  const outside = NAMES.filter((name) => !rows.some((row) => row.name === name && row.enters));
  const canMake = rows.some(({ name, makes }) => name === MIGRATOR && makes);
  return [
    ...missing.map((name) => `create role ${name}`),
    ...missing.map((name) => `grant ${name} to ${login}`),
    ...outside.map((name) => `grant usage on schema public to ${name}`),
    ...(canMake ? [] : [`grant create on schema public to ${MIGRATOR}`]),
  ];
}

function refusal(place: string, needed: readonly string[], cause?: unknown): StoreError {
  return new StoreError(
    "missing-role",
    place,
    "it is not prepared for Caveat, and this login may not do that",
    `have its administrator run in it: ${needed.join("; ")};`,
    cause,
  );
}
