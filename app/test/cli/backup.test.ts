import { appendFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { caveat } from "../support/cli.ts";
import { useHome } from "../site/support/home.ts";
import { keepVerdict } from "../site/support/verdicts.ts";

const opened = useHome();
let backup: string;
let id: string;

beforeAll(async () => {
  id = await keepVerdict(opened(), "warn");
  backup = opened().file("first");
});

/** The command line for another home beside the first one. */
async function inHome(name: string, ...args: readonly string[]) {
  return await caveat(args, { env: { CAVEAT_HOME: opened().file(name) } });
}

describe("caveat backup", () => {
  test("says what it copied, what is not in it, and how to bring it back", async () => {
    const { code, out, err } = await opened().run("backup", backup);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(
      /^(\S+): a whole backup, as of \S+Z\n {2}\d+ rows, \d+ files, \d+ bytes, each read back and checked\n {2}ledger \S+: 1 entry, 1 of them signed\n {2}the keys of sealed values are not in it: they have their own backups\n {2}bring it back: caveat restore \1\n$/,
    );
  });

  test("checks one that was made before, and says in a sentence what is wrong with it", async () => {
    const good = await opened().run("backup", "--check", backup);
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining("a whole backup, as of") });
    appendFileSync(join(backup, "tables", "log.jsonl"), "x");
    const bad = await opened().run("backup", "--check", backup);
    expect(bad).toMatchObject({ code: 2, out: "" });
    expect(bad.err).toMatch(
      /^caveat: \S+log\.jsonl: it has \d+ bytes and should have \d+; nothing of the backup was used: take another one\n$/,
    );
    rmSync(backup, { recursive: true });
    expect(await opened().run("backup", backup)).toMatchObject({ code: 0 });
  });

  test("replaces nothing, and makes no site to have one to copy", async () => {
    expect(await opened().run("backup", backup)).toMatchObject({
      code: 2,
      err: expect.stringContaining("there is something under this name already"),
    });
    expect(await inHome("none", "backup", opened().file("other"))).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /none: there is nothing to back up: no database is there; check CAVEAT/,
      ),
    });
    expect(existsSync(opened().file("none"))).toBe(false);
  });

  test("shows how far it is on a terminal, and is silent in a pipe", async () => {
    const folder = opened().file("shown");
    const shown = await caveat(["backup", folder], { env: opened().env, isTTY: true });
    expect(shown.err).toMatch(/[█░]+ \d+ of \d+ rows copied/);
    expect(await opened().run("backup", "--check", folder)).toMatchObject({ err: "" });
  });
});

describe("caveat restore", () => {
  test("brings a site back to its home, and what is missing back from its tiles", async () => {
    await keepVerdict(opened(), "warn again");
    const moved = opened().file("moved");
    // As after the loss of the database: signer, keys and tiles are still there.
    mkdirSync(moved);
    for (const part of ["signer", "keys", "tiles"]) {
      expect(existsSync(join(opened().path, part))).toBe(true);
      cpSync(join(opened().path, part), join(moved, part), { recursive: true });
    }
    const behind = await inHome("moved", "restore", backup);
    expect(behind).toMatchObject({ code: 1, err: "" });
    expect(behind.out).toMatch(
      /: restored\n {2}ledger \S+: 1 entry, and the signer vouched for 2: 1 is missing\nEvery start is refused until they are back\. Bring them back from the site's tiles:\n {2}caveat restore --roll-forward TILES\n$/,
    );
    expect(await inHome("moved", "replay", id)).toMatchObject({
      code: 3,
      err: expect.stringContaining("the database has 1 entries and the signer vouched for 2"),
    });
    const forward = await inHome("moved", "restore", "--roll-forward", join(moved, "tiles"));
    expect(forward).toMatchObject({ code: 0, err: "" });
    expect(forward.out).toMatch(
      /^1 entry brought forward from tiles\n {2}ledger \S+: 2 entries, all that the signer vouched for\n$/,
    );
    expect(await inHome("moved", "replay", id)).toMatchObject({
      code: 0,
      out: expect.stringContaining("the same, byte for byte"),
    });
  });

  test("does both at once, and says where it was done without the signer", async () => {
    const at = opened().file("at-once");
    cpSync(join(opened().path, "signer"), join(at, "signer"), { recursive: true });
    const both = await inHome("at-once", "restore", backup, "--roll-forward", opened().path);
    expect(both).toMatchObject({ code: 0, err: "" });
    expect(both.out).toMatch(/: restored\n1 entry brought forward from tiles\n {2}ledger /);
    const alone = await inHome("alone", "restore", backup);
    expect(alone).toMatchObject({ code: 1, err: "" });
    expect(alone.out).toMatch(
      /the signer here has never signed for it\n {2}Every start is refused until the signer's own folder is here/,
    );
  });

  test("leaves alone a home that has data, and a database that is not its own", async () => {
    expect(await opened().run("restore", backup)).toMatchObject({
      code: 3,
      err: expect.stringMatching(
        /\/db: it holds data already: those of the ledger \S+, with 2 entries;/,
      ),
    });
    const db = join(opened().file("theirs"), "db");
    mkdirSync(db, { recursive: true });
    writeFileSync(join(db, "letter.txt"), "Dear partner");
    expect(await inHome("theirs", "restore", backup)).toMatchObject({
      code: 3,
      err: expect.stringMatching(
        /holds files that are not a database's and belongs to \w+; nothing was/,
      ),
    });
    rmSync(join(db, "letter.txt"));
    writeFileSync(join(db, "PG_VERSION"), "13\n");
    writeFileSync(join(db, "caveat-database.json"), "{}");
    expect(await inHome("theirs", "restore", backup)).toMatchObject({
      code: 3,
      err: expect.stringMatching(/: it has no PostgreSQL 13 to run: .*; install/),
    });
  });

  test("asks for a backup or for tiles, and says what neither is", async () => {
    expect(await opened().run("restore")).toMatchObject({
      code: 2,
      err: expect.stringContaining("there is nothing to restore; name the folder of a backup, or"),
    });
    expect(await inHome("none", "restore", opened().path)).toMatchObject({
      code: 2,
      err: expect.stringContaining("it is not a backup: there is no manifest.json in it"),
    });
    expect(await inHome("none", "restore", "--roll-forward", backup)).toMatchObject({
      code: 2,
      err: expect.stringContaining("there is nothing to bring forward: no database is there"),
    });
    expect(existsSync(opened().file("none"))).toBe(false);
  });
});
