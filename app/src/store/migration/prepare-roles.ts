import type { ClientBase } from "pg";
import { ROLES, roleName } from "../roles.ts";
import { StoreError } from "../store-error.ts";

/**
 * Makes Caveat's roles in a site's own database where they are missing. The login must own the
 * database and be allowed to make roles; once they are there, it need only be a member of those its
 * process works under.
 *
 * Throws "missing-role" with the statements for an administrator when the login may not.
 */
export async function prepareRoles(client: ClientBase, place: string): Promise<void> {
  const { rows } = await client.query<{ readonly rolname: string }>(
    "select rolname from pg_roles where rolname = any($1)",
    [ROLES.map(roleName)],
  );
  const missing = ROLES.map(roleName).filter((name) => !rows.some((row) => row.rolname === name));
  if (missing.length === 0) return;
  const statements = [
    ...missing.map((name) => `create role ${name}`),
    ...missing.map((name) => `grant ${name} to current_user`),
    `grant usage on schema public to ${missing.join(", ")}`,
    `grant create on schema public to ${roleName("migrator")}`,
  ];
  try {
    await client.query(["begin", ...statements, "commit"].join("; "));
  } catch (error) {
    await client.query("rollback");
    if (await isThereNow(client, missing)) return;
    const login = `${statements.join("; ")};`;
    throw new StoreError(
      "missing-role",
      place,
      `it has no role ${missing.join(", ")}, and this login may not make them`,
      `have its administrator run, with this login for current_user: ${login}`,
      error,
    );
  }
}

/** Another process may have made them at the same moment. */
async function isThereNow(client: ClientBase, names: readonly string[]): Promise<boolean> {
  const { rows } = await client.query("select 1 from pg_roles where rolname = any($1)", [names]);
  return rows.length === names.length;
}
