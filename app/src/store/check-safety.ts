import type { ClientBase } from "pg";
import { StoreError } from "./store-error.ts";

/** Settings without which a server may lose or tear what it has acknowledged. */
const MUST_BE_ON = ["fsync", "full_page_writes"] as const;

/**
 * Asks a server whether it keeps what it acknowledges. Each connection sets synchronous_commit for
 * itself; these two are the server's own.
 *
 * Throws "unsafe-database" for a PostgreSQL where one of them is not on. An engine that is not
 * PostgreSQL, and has no such setting, passes.
 */
export async function checkSafety(client: ClientBase, place: string): Promise<void> {
  const columns = MUST_BE_ON.map((name) => `current_setting('${name}', true) as ${name}`);
  const { rows } = await client.query(`select version() as version, ${columns.join(", ")}`);
  const seen: Readonly<Record<string, string | null>> = rows[0] ?? {};
  const isPostgres = /^PostgreSQL \d+\.?\d* /.test(`${seen["version"] ?? ""} `);
  for (const name of MUST_BE_ON) {
    if (seen[name] === "on" || (seen[name] === null && !isPostgres)) continue;
    throw new StoreError(
      "unsafe-database",
      place,
      `its server runs with ${name}=${seen[name] ?? "unknown"}, so it may lose what it has acknowledged`,
      `set ${name} = on and restart the server`,
    );
  }
}
