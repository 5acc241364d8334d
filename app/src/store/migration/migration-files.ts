import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** One step of the schema: a file of plain SQL that is never changed once it was released. */
export interface Migration {
  readonly number: number;
  /** The file's name. */
  readonly name: string;
  readonly sql: string;
  /** Of the file's bytes, lower-case hex. */
  readonly sha256: string;
}

/** Where this program's own migrations are, seen from the source and from the compiled file alike. */
export const MIGRATIONS: string = fileURLToPath(new URL("../../../migrations/", import.meta.url));

/**
 * The migrations of a folder, NNN-name.sql, in order. Throws a plain Error when a number is missing
 * or there twice.
 */
export async function readMigrations(folder: string = MIGRATIONS): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{3}-[a-z0-9-]+\.sql$/.test(name));
  return await Promise.all(
    names.toSorted().map(async (name, index) => {
      const bytes = await readFile(join(folder, name));
      const number = Number(name.slice(0, 3));
      if (number !== index + 1) throw new Error(`migration ${index + 1} is missing before ${name}`);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      return { number, name, sql: bytes.toString("utf8"), sha256 };
    }),
  );
}
