import { readMigrations, type Migration } from "../migration/migration-files.ts";
import { StoreError } from "../store-error.ts";
import type { Reader } from "../transaction/transaction.ts";

/** A migration that was applied to a database. */
export interface Applied {
  readonly number: number;
  readonly name: string;
  /** Of its file, lower-case hex. */
  readonly sha256: string;
}

/** The migrations that were applied to a database, in order. */
export async function readApplied({ select }: Reader): Promise<readonly Applied[]> {
  return await select
    .selectFrom("migration")
    .select(["number", "name", "sha256"])
    .orderBy("number")
    .execute();
}

/**
 * This program's own migrations as far as they were applied to what a backup was made from. `folder`
 * is where they are, unless in the usual place; `place` is what to call the backup in a message.
 *
 * Throws "newer-database" when more was applied than this program has, "changed-migration" when
 * another file was applied under the same number.
 */
export async function migrationsUpTo(
  applied: readonly Applied[],
  folder: string | undefined,
  place: string,
): Promise<readonly Migration[]> {
  const own = await readMigrations(folder);
  const last = applied.at(-1);
  if (last !== undefined && applied.length > own.length) {
    const what = `a later version of Caveat made it (it knows ${last.name}, and this one ${own.length} migrations)`;
    throw new StoreError("newer-database", place, what, "restore it with that version");
  }
  for (const [at, { name, sha256 }] of applied.entries()) {
    const file = own[at];
    if (file?.sha256 === sha256) continue;
    const what = `it was made with another ${name} than the one that is here`;
    throw new StoreError("changed-migration", place, what, "install the version that made it");
  }
  return own.slice(0, applied.length);
}
