import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openStore } from "../../../../src/store/open-store.ts";
import { MIGRATIONS, readMigrations } from "../../../../src/store/migration/migration-files.ts";
import { describeSchema } from "./describe-schema.ts";
import { changedSince, SUMS, sumsOf } from "./sums.ts";

/**
 * Writes schema.sql, what the migrations make of an empty database, and the migrations' sums.
 *
 * @param refreeze takes it that a migration was changed, since no release contains it yet
 * @returns the migrations that were changed, for which nothing was written
 */
export async function writeSchema(refreeze: boolean): Promise<readonly string[]> {
  const sums = join(MIGRATIONS, SUMS);
  const migrations = await readMigrations();
  const changed = changedSince(await readFile(sums, "utf8").catch(() => ""), migrations);
  if (changed.length > 0 && !refreeze) return changed;
  await writeFile(join(MIGRATIONS, "schema.sql"), await schemaOfNewDatabase());
  await writeFile(sums, sumsOf(migrations));
  return [];
}

async function schemaOfNewDatabase(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "caveat-schema-"));
  const store = await openStore({ home });
  try {
    if (store.target.kind !== "embedded") throw new Error("a new database is an embedded one");
    const { endpoint, database } = store.target;
    const { socket: host, port } = endpoint;
    const client = new pg.Client({ host, port, user: "caveat_migrator", database, ssl: false });
    await client.connect();
    try {
      return await describeSchema(client);
    } finally {
      await client.end();
    }
  } finally {
    await store.close();
    await rm(home, { recursive: true, force: true });
  }
}
