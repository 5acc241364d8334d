import { randomUUID } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { describeSchema } from "./support/schema/describe-schema.ts";
import { changedSince, SUMS } from "./support/schema/sums.ts";
import { MIGRATIONS, readMigrations } from "../../src/store/migration/migration-files.ts";
import { migrate } from "../../src/store/migration/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import { emptyFolder } from "./support/homes.ts";
import { useTestStore } from "./support/test-store.ts";

const opened = useTestStore();

const OWN = await readMigrations();
const NEXT = OWN.length + 1;
const MORE = `${String(NEXT).padStart(3, "0")}-more.sql`;

/** The program's own migrations and one more. */
function oneMore(sql: string): string {
  const folder = emptyFolder();
  for (const { name } of OWN) copyFileSync(join(MIGRATIONS, name), join(folder, name));
  writeFileSync(join(folder, MORE), sql);
  return folder;
}

describe("the schema in the repository", () => {
  test("is what the migrations make", async () => {
    const made = await opened().asAdministrator(describeSchema);
    expect(readFileSync(join(MIGRATIONS, "schema.sql"), "utf8")).toBe(made);
  });

  test("holds nothing that works behind the statements' back", () => {
    expect(readFileSync(join(MIGRATIONS, "schema.sql"), "utf8")).not.toMatch(
      /^-- |trigger|default|identity|function/m,
    );
  });

  test("comes from migrations that are as they were released", async () => {
    const sums = readFileSync(join(MIGRATIONS, SUMS), "utf8");
    expect(changedSince(sums, await readMigrations())).toEqual([]);
    expect(sums.trim().split("\n")).toHaveLength((await readMigrations()).length);
  });

  test("a changed migration is noticed", async () => {
    const [first] = await readMigrations();
    expect(changedSince(`${"0".repeat(64)}  ${first?.name}\n`, await readMigrations())).toEqual([
      first?.name,
    ]);
  });
});

describe("a database", () => {
  test("gets the migrations it lacks, once, from however many processes", async () => {
    const migrations = oneMore("create table more (id uuid primary key);");
    const { home, database } = opened();
    const open = async (): Promise<void> => {
      const store = await openStore({ home, database, migrations });
      await store.close();
    };
    await Promise.all([open(), open(), open()]);
    const rows = await opened().asAdministrator(
      async (client) =>
        (await client.query("select number, name from migration order by number")).rows,
    );
    const known = (await readMigrations()).map(({ number, name }) => ({ number, name }));
    expect(rows).toEqual([...known, { number: NEXT, name: MORE }]);
    await expect(openStore({ home, database })).rejects.toMatchObject({
      code: "newer-database",
      message: expect.stringContaining(
        `a later version of Caveat has changed it (migration ${NEXT}, ${MORE.slice(0, 3)}`,
      ),
    });
  });

  test("is begun by several at the same instant, round after round", async () => {
    const clients = Array.from(
      { length: 6 },
      () => new pg.Client({ connectionString: opened().url("caveat_migrator") }),
    );
    await Promise.all(clients.map(async (client) => await client.connect()));
    for (let round = 0; round < 60; round += 1) {
      const place = `begun_${round}`;
      await opened().asAdministrator(async (client) => {
        await client.query(`create schema ${place} authorization caveat_migrator`);
      });
      await Promise.all(
        clients.map(async (client) => {
          await client.query(`set search_path to ${place}`);
          await migrate(client, [], place);
        }),
      );
    }
    const { rows } = await opened().asAdministrator(
      async (client) =>
        await client.query(
          "select 1 from pg_tables where tablename = 'migration' and schemaname like 'begun%'",
        ),
    );
    await Promise.all(clients.map(async (client) => await client.end()));
    expect(rows).toHaveLength(60);
  });

  test("is refused when a migration is not the one that was applied", async () => {
    const { home, database } = opened();
    const migrations = oneMore("create table more (id uuid primary key, other text);");
    await expect(openStore({ home, database, migrations })).rejects.toMatchObject({
      code: "changed-migration",
      message: expect.stringMatching(/-more\.sql has SHA-256 \w{12} here, and \w{12} was applied/),
    });
  });

  test("is left as it was by a migration that fails halfway", async () => {
    const client = new pg.Client({ connectionString: opened().url("caveat_migrator") });
    await client.connect();
    const sql = "create table half (id uuid primary key); create table half (id uuid);";
    const broken = { number: NEXT + 1, name: "half.sql", sql, sha256: randomUUID() };
    const applied = (await client.query("select * from migration")).rows;
    const known = applied.map((row) => ({ ...row, sql: "" }));
    await expect(migrate(client, [...known, broken], "here")).rejects.toMatchObject({
      code: "42P07",
    });
    expect((await client.query("select * from migration")).rows).toEqual(applied);
    expect((await client.query("select to_regclass('half') as half")).rows).toEqual([
      { half: null },
    ]);
    await client.end();
  });
});
