import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { advance } from "../../src/site/advance.ts";
import { bringSiteForward } from "../../src/site/backup/forward/bring-site-forward.ts";
import { withParts } from "../../src/site/backup/parts.ts";
import { openSite } from "../../src/site/site.ts";
import { verdictMemory } from "../../src/site/verdict-memory.ts";
import {
  SILENT,
  backupsOf,
  dump,
  inSite,
  keep,
  useBackupSites,
  type Settings,
} from "./support/backup-site.ts";

const sites = useBackupSites();

/** What a start comes to: the code of the refusal, or "opened". */
async function start(settings: Settings): Promise<string> {
  return await openSite(settings).then(
    async (site) => {
      await site[Symbol.asyncDispose]();
      return "opened";
    },
    (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "failed"),
  );
}

const CHILD = fileURLToPath(new URL("support/restore-child.ts", import.meta.url));

async function restoreUntil(stop: string, settings: Settings, folder: string): Promise<unknown> {
  const args = [CHILD, JSON.stringify(settings), folder, stop];
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  const [code, signal]: unknown[] = await once(child, "exit");
  return signal ?? code;
}

describe("a restore that is killed", () => {
  let from: Settings;
  let folder: string;
  beforeAll(async () => {
    from = await sites().site();
    await inSite(from, async (site) => {
      for (const words of ["one", "two", "three"]) await keep(site, words);
    });
    folder = sites().path("killed-backup");
    await backupsOf(from).write(folder, SILENT);
  });

  test.each([
    // Nothing is in the database yet: the signer refuses it as it refuses any empty one.
    ["checked", "rollback"],
    ["marked", "unfinished-restore"],
    ["migrated", "unfinished-restore"],
    ["some files restored", "unfinished-restore"],
    ["content placed", "unfinished-restore"],
    ["some rows restored", "unfinished-restore"],
    ["rows loaded", "unfinished-restore"],
    ["tiles placed", "unfinished-restore"],
    ["checked again", "unfinished-restore"],
  ])("at the point: %s, is refused by every start, and done by the next", async (stop, answer) => {
    const to = await sites().emptyFor(from);
    expect(await restoreUntil(stop, to, folder)).toBe("SIGKILL");
    expect(await start(to)).toBe(answer);
    const { logs } = await backupsOf(to).restore(folder, SILENT);
    expect(logs).toMatchObject([{ state: "current", size: 3 }]);
    expect(await dump(to)).toEqual(await dump(from));
    expect(await start(to)).toBe("opened");
  });

  test("at its very end is whole", async () => {
    const to = await sites().emptyFor(from);
    expect(await restoreUntil("finished", to, folder)).toBe("SIGKILL");
    expect(await dump(to)).toEqual(await dump(from));
    expect(await start(to)).toBe("opened");
    const again = backupsOf(to).restore(folder, SILENT);
    await expect(again).rejects.toMatchObject({ code: "not-empty" });
  });
});

describe("an older backup", () => {
  test("of ten is refused at every start by the signer's word, and current once rolled forward", async () => {
    const from = await sites().site();
    const folders: string[] = [];
    for (let count = 1; count <= 10; count += 1) {
      await inSite(from, (site) => keep(site, `record ${count}`));
      const folder = sites().path(`ten-${count}`);
      await backupsOf(from).write(folder, SILENT);
      folders.push(folder);
    }
    await inSite(from, (site) => keep(site, "the last"));
    const { entry, head, log } = await dump(from);
    for (const [at, folder] of folders.entries()) {
      const to = await sites().emptyFor(from);
      const [behind] = (await backupsOf(to).restore(folder, SILENT)).logs;
      expect(behind).toMatchObject({ size: at + 1, vouched: 11, state: "behind" });
      expect(await start(to)).toBe("rollback");
      const tiles = join(from.home, "tiles");
      const { added, logs } = await backupsOf(to).bringForward(tiles, SILENT);
      expect({ added, logs }).toMatchObject({ added: 10 - at, logs: [{ state: "current" }] });
      expect(await dump(to)).toMatchObject({ entry, head, log });
      expect(await start(to)).toBe("opened");
    }
  }, 300_000);

  test("goes on from where it was brought forward to, in tiles and checkpoints too", async () => {
    const from = await sites().site();
    const to = await sites().emptyFor(from);
    await inSite(from, (site) => keep(site, ...Array.from({ length: 250 }, (_, at) => `r ${at}`)));
    const folder = sites().path("forward-backup");
    await backupsOf(from).write(folder, SILENT);
    await inSite(from, (site) => keep(site, ...Array.from({ length: 20 }, (_, at) => `s ${at}`)));
    await backupsOf(to).restore(folder, SILENT);
    await backupsOf(to).bringForward(from.home, SILENT);
    await inSite(to, async (site) => {
      await keep(site, "another");
      expect((await advance(site))?.size).toBe(271);
    });
    const next = await backupsOf(to).write(sites().path("forward-next"), SILENT);
    expect(next.logs).toMatchObject([{ entries: 271, signed: 271 }]);
  });

  test.each([
    ["erasures announced", "rollback"],
    ["tiles completed", "rollback"],
    ["brought forward", "opened"],
  ])("whose rolling forward stops at: %s, is done by the next", async (stop, answer) => {
    const from = await sites().site();
    const to = await sites().emptyFor(from);
    await inSite(from, (site) => keep(site, ...Array.from({ length: 250 }, (_, at) => `r ${at}`)));
    const folder = sites().path(`stop ${stop}`);
    await backupsOf(from).write(folder, SILENT);
    await inSite(from, (site) => keep(site, ...Array.from({ length: 20 }, (_, at) => `s ${at}`)));
    await backupsOf(to).restore(folder, SILENT);
    const stopped = withParts(to, (parts) =>
      bringSiteForward(parts, from.home, (point) => {
        if (point === stop) throw new Error("stopped");
      }),
    );
    await expect(stopped).rejects.toThrow("stopped");
    expect(await start(to)).toBe(answer);
    await backupsOf(to).bringForward(from.home, SILENT);
    await inSite(to, (site) => keep(site, "another"));
    const { logs } = await backupsOf(to).write(sites().path(`after ${stop}`), SILENT);
    expect(logs).toMatchObject([{ entries: 271, signed: 271 }]);
  });

  test("stays as it is where the tiles are of another history, damaged, or not there", async () => {
    const from = await sites().site();
    const to = await sites().emptyFor(from);
    await inSite(from, (site) => keep(site, "one"));
    const folder = sites().path("stays-backup");
    await backupsOf(from).write(folder, SILENT);
    await inSite(from, (site) => keep(site, "two", "three"));
    await backupsOf(to).restore(folder, SILENT);
    const before = await dump(to);
    const [log = ""] = readdirSync(join(from.home, "tiles"));
    const tiles = sites().path("other-tiles");
    const bundle = join(tiles, log, "tile", "entries", "000.p", "3");
    const bring = () => backupsOf(to).bringForward(tiles, SILENT);

    await expect(bring()).rejects.toMatchObject({ code: "bad-usage" });
    cpSync(join(from.home, "tiles"), tiles, { recursive: true });
    const good = readFileSync(bundle);
    writeFileSync(
      bundle,
      Buffer.from(good.toString("latin1").replaceAll("alder", "elder"), "latin1"),
    );
    await expect(bring()).rejects.toMatchObject({ code: "fork" });
    writeFileSync(bundle, good.subarray(0, -1));
    await expect(bring()).rejects.toMatchObject({ code: "broken-file" });
    rmSync(bundle);
    await expect(bring()).rejects.toMatchObject({ code: "broken-file" });
    expect(await dump(to)).toEqual(before);
    expect(await start(to)).toBe("rollback");
    writeFileSync(bundle, good);
    await expect(bring()).resolves.toMatchObject({ added: 2 });
  });
});

describe("a restore is refused, and nothing touched", () => {
  test("where there is a site already", async () => {
    const from = await sites().site();
    await inSite(from, (site) => keep(site, "one"));
    const folder = sites().path("taken-backup");
    await backupsOf(from).write(folder, SILENT);
    const before = await dump(from);
    await expect(backupsOf(from).restore(folder, SILENT)).rejects.toMatchObject({
      code: "not-empty",
      message: expect.stringMatching(
        /it holds data already: those of the ledger caveat\.invalid\/\S+, with 1 entries; nothing was/,
      ),
    });
    expect(await dump(from)).toEqual(before);
  });

  test("where the tiles in the home are of another history", async () => {
    const from = await sites().site();
    const to = await sites().emptyFor(from);
    await inSite(from, (site) => keep(site, "one"));
    const folder = sites().path("tiles-backup");
    await backupsOf(from).write(folder, SILENT);
    cpSync(join(from.home, "tiles"), join(to.home, "tiles"), { recursive: true });
    const [log = ""] = readdirSync(join(to.home, "tiles"));
    writeFileSync(join(to.home, "tiles", log, "tile", "0", "000.p", "1"), Buffer.alloc(32));
    await expect(backupsOf(to).restore(folder, SILENT)).rejects.toMatchObject({ code: "fork" });
    expect(await dump(to)).toEqual({});
  });

  test("where a later version of the program has made the backup, or another", async () => {
    const from = await sites().site();
    const later = {
      ...from,
      migrations: await sites().migrationsWith(
        "create table late (id uuid primary key); grant select on late to caveat_auditor;",
      ),
    };
    await inSite(later, (site) => keep(site, "one"));
    const folder = sites().path("later-backup");
    await backupsOf(later).write(folder, SILENT);
    const to = await sites().emptyFor(from);
    await expect(backupsOf(to).restore(folder, SILENT)).rejects.toMatchObject({
      code: "newer-database",
      message: expect.stringMatching(
        /a later version of Caveat made it \(it knows \d+-more\.sql, and/,
      ),
    });
    const other = {
      ...to,
      migrations: await sites().migrationsWith("create table other (id uuid primary key);"),
    };
    await expect(backupsOf(other).restore(folder, SILENT)).rejects.toMatchObject({
      code: "changed-migration",
    });
    expect(await dump(to)).toEqual({});
    expect(existsSync(to.home)).toBe(false);
  });
});

test("a backup of an earlier version is restored under its migrations, and then migrated up", async () => {
  const from = await sites().site();
  const to = await sites().emptyFor(from);
  const [id = ""] = await inSite(from, (site) => keep(site, "one"));
  const folder = sites().path("old-backup");
  await backupsOf(from).write(folder, SILENT);
  const sql = "alter table verdict add column note text; create table new (id uuid primary key);";
  const later = { ...to, migrations: await sites().migrationsWith(sql) };
  await backupsOf(later).restore(folder, SILENT);
  const { verdict, migration, ...rest } = await dump(later);
  expect(verdict).toEqual([expect.stringMatching(new RegExp(`^\\(${id},.*,\\)$`))]);
  expect(migration?.at(-1)).toMatch(/-more\.sql/);
  const { verdict: _, migration: before, ...old } = await dump(from);
  expect(rest).toEqual({ ...old, new: [] });
  expect(migration?.length).toBe((before?.length ?? 0) + 1);
  expect(await start(later)).toBe("opened");
});

test("a restore without the signer is for looking only: every start is refused", async () => {
  const from = await sites().site();
  const drill = await sites().emptyFor(from);
  const [id = ""] = await inSite(from, (site) => keep(site, "one"));
  const folder = sites().path("drill-backup");
  await backupsOf(from).write(folder, SILENT);
  const alone: Settings = { ...drill, signer: (await sites().site()).signer };
  const { logs } = await backupsOf(alone).restore(folder, SILENT);
  expect(logs).toMatchObject([{ size: 1, vouched: 0, state: "unknown" }]);
  expect(await start(alone)).toBe("no-log");
  await inSite(drill, async (site) => {
    await expect(verdictMemory(site).find(id, "somebody")).rejects.toMatchObject({
      code: "no-key",
    });
  });
});
