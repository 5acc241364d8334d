import { randomUUID } from "node:crypto";
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { migrationsUpTo, readApplied } from "../../src/store/backup/applied.ts";
import { countRows, readPages } from "../../src/store/backup/read-pages.ts";
import { RestoreTarget } from "../../src/store/backup/restore-target.ts";
import { formatRow, parseRow, type Row } from "../../src/store/backup/rows.ts";
import { readTables, type Table } from "../../src/store/backup/tables.ts";
import { MIGRATIONS, readMigrations } from "../../src/store/migration/migration-files.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { dialectProblems } from "./support/dialect.ts";
import { describeSchema } from "./support/schema/describe-schema.ts";
import { TestStore, useTestStore } from "./support/test-store.ts";

const opened = useTestStore();

/** A table with every type of the dialect, and rows that refer to rows which come later. */
const ODD = `create table odd (
  name text not null,
  hash bytea not null,
  day date not null,
  number integer not null,
  id uuid not null unique,
  parent uuid references odd (id),
  at timestamptz,
  size bigint,
  yes boolean,
  note text,
  primary key (name, hash, day, number)
);
create table ring_a (id uuid primary key, other uuid);
create table ring_b (id uuid primary key, other uuid not null references ring_a (id));
grant select on odd, ring_a, ring_b to caveat_auditor;`;

/** The program's migrations and one more, in a folder of their own. */
async function migrationsWith(sql: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "caveat-migrations-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(MIGRATIONS, folder, { recursive: true });
  const count = (await readdir(folder)).filter((name) => /^\d{3}-/.test(name)).length;
  await writeFile(join(folder, `${String(count + 1).padStart(3, "0")}-odd.sql`), sql);
  return folder;
}

/** A database of its own under these migrations. */
async function other(migrations: string): Promise<TestStore> {
  const store = await TestStore.open({ migrations });
  onTestFinished(() => store.close());
  return store;
}

async function target({ home, database }: TestStore): Promise<RestoreTarget> {
  const statements = new Set<string>();
  const onStatement = (sql: string): void => void statements.add(sql);
  const made = await RestoreTarget.open({ home, database, onStatement });
  onTestFinished(async () => {
    await made[Symbol.asyncDispose]();
    for (const sql of statements) expect(await dialectProblems(sql), sql).toEqual([]);
  });
  return made;
}

async function tableOf(store: Store, name: string): Promise<Table> {
  const { carried } = await store.as("auditor").read(readTables);
  const table = carried.find((one) => one.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}

async function allRows(store: Store, table: Table): Promise<Row[]> {
  return await store.as("auditor").read(async (reader) => {
    const rows: Row[] = [];
    for await (const page of readPages(reader, table)) rows.push(...page.rows);
    return rows;
  });
}

async function namesOfTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ readonly name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public'",
  );
  return rows.map(({ name }) => name);
}

describe("the tables that a backup carries", () => {
  test("are all of the schema but those that are left out on purpose", async () => {
    const all = await opened().asAdministrator(namesOfTables);
    const { carried, leftOut } = await opened().store.as("auditor").read(readTables);
    expect([...carried.map(({ name }) => name), ...leftOut].toSorted()).toEqual(all.toSorted());
    const doors =
      /^(?:migration|register_mark|session|challenge|channel_key|enrolment(?:_\w+)?|api_token(?:_\w+)?)$/;
    expect(leftOut.filter((name) => !doors.test(name))).toEqual([]);
    expect(carried.filter(({ name }) => doors.test(name))).toEqual([]);
  });

  test("may all be read by the auditor", async () => {
    await opened()
      .store.as("auditor")
      .read(async (reader) => {
        for (const table of (await readTables(reader)).carried) {
          expect(await countRows(reader, table)).toBeGreaterThanOrEqual(0);
          for await (const { rows, lines } of readPages(reader, table)) {
            expect(lines).toHaveLength(rows.length);
          }
        }
      });
  });

  test("include one that a later migration adds, after those it refers to", async () => {
    const { store } = await other(await migrationsWith(ODD));
    const { carried } = await store.as("auditor").read(readTables);
    const names = carried.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["odd", "ring_a", "ring_b"]));
    expect(names.indexOf("entry")).toBeGreaterThan(names.indexOf("log"));
    expect(names.indexOf("cosignature")).toBeGreaterThan(names.indexOf("checkpoint"));
    expect(names.indexOf("ring_b")).toBeGreaterThan(names.indexOf("ring_a"));
  });

  test.each([
    ["without a key", "create table bad (id uuid);", "bad: it has no primary key"],
    [
      "with a column of another type",
      "create table bad (id uuid primary key, doc jsonb);",
      "bad: its column doc is of type jsonb",
    ],
    [
      "that refers to one left out",
      "create table bad (number integer primary key references migration (number));",
      "bad: it refers to migration, which is left out",
    ],
  ])("are refused with one %s, so a migration that adds it fails here", async (_, sql, message) => {
    const { store } = await other(await migrationsWith(sql));
    await expect(store.as("auditor").read(readTables)).rejects.toThrow(message);
  });
});

/** Rows with what is odd about each type; every one but the last refers to the next. */
function oddRows(count: number): Row[] {
  const ids = Array.from({ length: count }, () => randomUUID());
  return ids.map((id, at) => ({
    name: ["", "a", "Z", 'quote " \\ { } , NULL', "é ✓ \u2028 \t\n"][at % 5] ?? "",
    hash: Buffer.from([0, 255, at % 256, at >> 8]),
    day: ["0001-01-01", "2026-02-28", "9999-12-31"][at % 3] ?? "",
    number: [-2_147_483_648, 0, 2_147_483_647][at % 3] ?? 0,
    id,
    parent: ids[at + 1] ?? null,
    at: at % 4 === 0 ? null : `2026-11-26T08:00:00.${String(at).padStart(6, "0")}Z`,
    size: [null, Number.MAX_SAFE_INTEGER, -1, 0][at % 4] ?? null,
    yes: [null, true, false][at % 3] ?? null,
    note: at % 7 === 0 ? "x".repeat(30_000) : null,
  }));
}

describe("rows", () => {
  test("of every type come back as they were, whatever they refer to, in any batches", async () => {
    const migrations = await migrationsWith(ODD);
    const from = await other(migrations);
    const to = await TestStore.open();
    onTestFinished(() => to.close());
    const rows = oddRows(700);
    const restore = await target(to);
    await restore.begin(await readMigrations(migrations));
    const { carried } = await restore.read(readTables);
    const odd = await tableOf(from.store, "odd");
    expect(carried).toContainEqual(odd);
    for (let at = 0; at < rows.length; at += 64) await restore.insert(odd, rows.slice(at, at + 64));
    await restore.finish(new Map(carried.map((table) => [table, table.name === "odd" ? 700 : 0])));
    const schemas = [from, to].map((one) => one.asAdministrator(describeSchema));
    const [before, after] = await Promise.all(schemas);
    expect(after).toBe(before);
    const store = await openStore({ home: to.home, database: to.database, migrations });
    onTestFinished(() => store.close());
    const found = await allRows(store, odd);
    const byId = (list: readonly Row[]) => new Map(list.map((row) => [row["id"], row]));
    expect(byId(found)).toEqual(byId(rows));
    const lines = found.map((row) => formatRow(odd, row));
    expect(lines.map((line) => parseRow(odd, line))).toEqual(found);
    expect(lines.every((line) => !line.includes("\n"))).toBe(true);
  });

  test("are read once each, in pages, whatever their key", async () => {
    const from = await other(await migrationsWith(ODD));
    const rows = oddRows(1_200).map((row) => ({ ...row, parent: null }));
    await from.asAdministrator((client) => insertOdd(client, rows));
    const odd = await tableOf(from.store, "odd");
    const found = await allRows(from.store, odd);
    expect(found).toHaveLength(1_200);
    expect(new Set(found.map((row) => row["id"])).size).toBe(1_200);
  });

  test("that are not written as they would be are refused", async () => {
    const from = await other(await migrationsWith(ODD));
    const odd = await tableOf(from.store, "odd");
    const [row = {}] = oddRows(1);
    const line = formatRow(odd, row);
    expect(parseRow(odd, line)).toEqual(row);
    const bad = [
      "",
      "null",
      "[]",
      `${line} `,
      line.replace('"name":""', '"name":1'),
      line.replace('"number":-2147483648', '"number":1.5'),
      line.replace('"number":-2147483648', '"number":"1"'),
      line.replace('"hash":"', '"hash":" '),
      line.replace('"yes":null', '"yes":0'),
      line.replace('"yes":null,', ""),
      line.replace('"yes":null', '"more":1,"yes":null'),
      line.replace("{", '{"__proto__":1,'),
    ];
    expect(bad.map((text) => parseRow(odd, text))).toEqual(bad.map(() => undefined));
  });
});

async function insertOdd(client: pg.Client, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const names = Object.keys(row);
    const places = names.map((_, at) => `$${at + 1}`);
    const sql = `insert into odd (${names.join(", ")}) values (${places.join(", ")})`;
    await client.query(sql, Object.values(row));
  }
}

describe("a database that is restored into", () => {
  const mine = async (): Promise<TestStore> => await other(MIGRATIONS);

  test("is refused by every start from the first change to the last", async () => {
    const { home, database, ...rest } = await mine();
    const restore = await target({ home, database, ...rest } as TestStore);
    const open = () => openStore({ home, database });
    await restore.begin(await readMigrations());
    await expect(open()).rejects.toMatchObject({
      code: "unfinished-restore",
      message: expect.stringMatching(
        /a restore into it is going on or was cut short, .* restore again/,
      ),
    });
    await restore.finish(new Map());
    await (await open()).close();
  });

  test("is left to the restore that began last; of the other nothing more gets in", async () => {
    const one = await mine();
    const [first, second] = [await target(one), await target(one)];
    const log = await tableOf(one.store, "log");
    const row = (origin: string): Row => ({ id: randomUUID(), origin, partner: null });
    await first.begin(await readMigrations());
    await first.insert(log, [row("first.example/log")]);
    await second.begin(await readMigrations());
    const late = first.insert(log, [row("late.example/log")]);
    await expect(late).rejects.toMatchObject({ code: "unfinished-restore" });
    await expect(first.finish(new Map([[log, 1]]))).rejects.toMatchObject({
      code: "unfinished-restore",
    });
    await second.insert(log, [row("second.example/log")]);
    await second.finish(new Map([[log, 1]]));
    const store = await openStore({ home: one.home, database: one.database });
    onTestFinished(() => store.close());
    expect(await allRows(store, log)).toMatchObject([{ origin: "second.example/log" }]);
  });

  test("is not whole with a row too few, or with one that refers to nothing", async () => {
    const one = await mine();
    const restore = await target(one);
    await restore.begin(await readMigrations());
    const [log, head] = [await tableOf(one.store, "log"), await tableOf(one.store, "head")];
    await expect(restore.finish(new Map([[log, 1]]))).rejects.toMatchObject({
      code: "unfinished-restore",
      message: expect.stringContaining("the table log has 0 rows and should have 1"),
    });
    const hash = Buffer.alloc(32);
    const row = { log_id: randomUUID(), size: 0, edge: Buffer.alloc(0), root: hash };
    const next = await target(one);
    await next.begin(await readMigrations());
    await next.insert(head, [row]);
    await expect(next.finish(new Map([[head, 1]]))).rejects.toMatchObject({
      code: "unfinished-restore",
      message: expect.stringContaining("a row of the table head refers to one that is not there"),
    });
    const open = openStore({ home: one.home, database: one.database });
    await expect(open).rejects.toMatchObject({ code: "unfinished-restore" });
  });

  test("is not touched where it holds anything", async () => {
    const one = await mine();
    const id = randomUUID();
    await one.store.as("app").transact(id, async ({ change }) => {
      await change.insertInto("pending").values(pendingRow(id)).execute();
    });
    const restore = await target(one);
    await expect(restore.requireEmpty()).rejects.toMatchObject({
      code: "not-empty",
      message: expect.stringContaining("it holds data already: rows in the table pending; nothing"),
    });
    await expect(restore.begin(await readMigrations())).rejects.toMatchObject({
      code: "not-empty",
    });
    expect(await allRows(one.store, await tableOf(one.store, "pending"))).toMatchObject([{ id }]);
    await (await openStore({ home: one.home, database: one.database })).close();
  });
});

function pendingRow(id: string) {
  return { log_id: id, id, body: Buffer.from("x"), at: new Date().toISOString() };
}

test("migrations are this program's own, as far as they were applied", async () => {
  const own = await readMigrations();
  const applied = await opened().store.as("auditor").read(readApplied);
  expect(await migrationsUpTo(applied, undefined, "backup")).toEqual(own);
  expect(await migrationsUpTo(applied.slice(0, 1), undefined, "backup")).toEqual(own.slice(0, 1));
});
