import type { ClientBase } from "pg";
import { StoreError } from "../store-error.ts";
import { isDuplicate } from "../transaction/failure.ts";
import type { Migration } from "./migration-files.ts";

/**
 * The number under which a restore marks a database until it is whole. Real migrations count from 1, so
 * every version of this program refuses a database with this one.
 */
export const UNFINISHED = 0;

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

/**
 * The migrations that a database still needs, in order. `client` may be of any role that can read
 * the table of migrations.
 *
 * Throws "changed-migration" when a file is not the one that was applied, "newer-database" when more
 * was applied than this program knows, "unfinished-restore" while the mark of a restore is there.
 */
export async function findMissing(
  client: ClientBase,
  migrations: readonly Migration[],
  place: string,
): Promise<Migration[]> {
  const applied = await readApplied(client);
  for (const one of applied) {
    const file = migrations.find(({ number }) => number === one.number);
    if (file === undefined) throw one.number === UNFINISHED ? unfinished(place) : newer(place, one);
    if (file.sha256 !== one.sha256) throw changed(place, file, one);
  }
  return migrations.filter(({ number }) => !applied.some((one) => one.number === number));
}

/**
 * Applies what is missing, each migration in a transaction of its own. Of several processes that do
 * so at the same time one applies a migration and the others wait for it. `client` is the migrator's.
 */
export async function migrate(
  client: ClientBase,
  migrations: readonly Migration[],
  place: string,
): Promise<void> {
  await createTable(client);
  for (const migration of await findMissing(client, migrations, place)) {
    await applyOne(client, migration);
  }
  const rest = await findMissing(client, migrations, place);
  if (rest.length > 0) throw new Error(`${rest.length} migrations were not applied`);
}

/** The row comes first: its key makes a second process wait, and then give way. */
async function applyOne(
  client: ClientBase,
  { number, name, sql, sha256 }: Migration,
): Promise<void> {
  await client.query("begin");
  try {
    await client.query("insert into migration (number, name, sha256) values ($1, $2, $3)", [
      number,
      name,
      sha256,
    ]);
    await client.query(sql);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    if (!isDuplicate(error)) throw error;
  }
}

async function readApplied(client: ClientBase): Promise<readonly Applied[]> {
  const { rows } = await client.query(
    "select 1 from information_schema.tables where table_name = 'migration'",
  );
  if (rows.length === 0) return [];
  const applied = await client.query<Applied>(
    "select number, name, sha256 from migration order by number",
  );
  return applied.rows;
}

/**
 * Creating a table that another process is creating fails, "if not exists" or not: as a duplicate in
 * the server's own lists, as a table, or as the row type that each table has (duplicate_object).
 */
async function createTable(client: ClientBase): Promise<void> {
  await client.query(MIGRATION_TABLE).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (!isDuplicate(error) && code !== "42P07" && code !== "42710") throw error;
  });
}

export const MIGRATION_TABLE: string = `create table if not exists migration (
  number integer primary key,
  name text not null,
  sha256 text not null
)`;

function unfinished(place: string): StoreError {
  return new StoreError(
    "unfinished-restore",
    place,
    "a restore into it is going on or was cut short, so what it holds is not to be used",
    "run caveat restore again: it begins anew",
  );
}

function newer(place: string, { number, name }: Applied): StoreError {
  return new StoreError(
    "newer-database",
    place,
    `a later version of Caveat has changed it (migration ${number}, ${name})`,
    "use that version, or restore a backup that this one made",
  );
}

function changed(place: string, file: Migration, applied: Applied): StoreError {
  return new StoreError(
    "changed-migration",
    place,
    `${file.name} has SHA-256 ${file.sha256.slice(0, 12)} here, and ${applied.sha256.slice(0, 12)} was applied`,
    "a released migration is never changed: install Caveat again",
  );
}
