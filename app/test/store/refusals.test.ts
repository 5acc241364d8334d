import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { serverAccount } from "../../src/store/server/account.ts";
import { isRunning } from "../../src/store/server/process.ts";
import {
  canBeOtherUser,
  emptyFolder,
  madeHome,
  openElsewhere,
  OTHER_USER,
} from "./support/homes.ts";

/** Every file with its size, owner and time of change. */
function listing(folder: string): string {
  return execFileSync("find", [folder, "-printf", "%p %s %U %m %T@\n"], { encoding: "utf8" });
}

/** What openStore says, having touched nothing. */
async function refusalOf(home: string, postgres?: string): Promise<unknown> {
  const before = listing(join(home, "db"));
  const refusal = await openStore({ home, postgres }).then(
    async (store) => await store.close().then(() => "opened"),
    (error: unknown) => error,
  );
  expect(listing(join(home, "db"))).toBe(before);
  return refusal;
}

const isRoot = process.getuid?.() === 0;
const canSwitch = canBeOtherUser();

describe("a folder that is not ours is left alone", () => {
  test("files of something else", async () => {
    const home = emptyFolder();
    mkdirSync(join(home, "db"));
    writeFileSync(join(home, "db", "letter.txt"), "Dear partner");
    expect(await refusalOf(home)).toMatchObject({
      code: "foreign-database",
      message: expect.stringMatching(
        /\/db: it holds files that are not a database's and belongs to \w+; nothing was touched: move it away, /,
      ),
    });
  });

  test("a file in its place", async () => {
    const home = emptyFolder();
    writeFileSync(join(home, "db"), "");
    expect(await refusalOf(home)).toMatchObject({ code: "foreign-database" });
  });

  test("a database that somebody else made", async () => {
    const home = await madeHome();
    rmSync(join(home, "db", "caveat-database.json"));
    expect(await refusalOf(home)).toMatchObject({
      code: "foreign-database",
      message: expect.stringMatching(/holds a PostgreSQL \d+ database that Caveat has not made/),
    });
  });

  test("a database of a version that is not on this machine", async () => {
    const home = await madeHome();
    writeFileSync(join(home, "db", "PG_VERSION"), "13\n");
    expect(await refusalOf(home)).toMatchObject({
      code: "no-server",
      message: expect.stringMatching(
        /it has no PostgreSQL 13 to run: .+ is version \d+.*; install/,
      ),
    });
  });

  test.skipIf(!canSwitch)(
    "a database of another user (needs root and a readable clone)",
    async () => {
      const home = await madeHome();
      chmodSync(home, 0o711);
      const other = openElsewhere(home, "close", OTHER_USER);
      expect(await other.ended).toBe(1);
      expect(other.said()).toMatch(
        /may not be read by you and belongs to \w+; nothing was touched/,
      );
    },
  );
});

describe("a server that may lose what it acknowledged is refused", () => {
  test.each(["fsync", "full_page_writes"])("%s is off", async (name) => {
    const home = await madeHome();
    appendFileSync(join(home, "db", "postgresql.conf"), `${name} = off\n`);
    await expect(openStore({ home })).rejects.toMatchObject({
      code: "unsafe-database",
      message: expect.stringContaining(`runs with ${name}=off, so it may lose what it has`),
    });
    expect(() => readFileSync(join(home, "db", "postmaster.pid"))).toThrow("ENOENT");
  });

  test("also one that another process has running, which it leaves running", async () => {
    const home = await madeHome();
    const other = openElsewhere(home, "hold");
    const server = await other.server;
    appendFileSync(join(home, "db", "postgresql.conf"), "fsync = off\n");
    process.kill(server, "SIGHUP");
    await expect
      .poll(
        async () =>
          await openStore({ home })
            .then((store) => store.close())
            .catch((e) => e.code),
      )
      .toBe("unsafe-database");
    expect(isRunning(server)).toBe(true);
  });
});

describe("what cannot be started is said in one sentence", () => {
  test("a mistake in the server's configuration", async () => {
    const home = await madeHome();
    appendFileSync(join(home, "db", "postgresql.conf"), "max_connections = many\n");
    await expect(openStore({ home })).rejects.toMatchObject({
      code: "database-down",
      message: expect.stringMatching(
        /its server does not start: .*; put that right; .*db\.log says/,
      ),
    });
  }, 60_000);

  test("a program that is not PostgreSQL", async () => {
    const home = emptyFolder();
    const postgres = join(home, "postgres");
    writeFileSync(postgres, "#!/bin/sh\necho nothing\n");
    chmodSync(postgres, 0o755);
    await expect(openStore({ home, postgres })).rejects.toMatchObject({
      code: "no-server",
      message: expect.stringContaining(`${postgres} does not run; install PostgreSQL 14 or newer`),
    });
  });
});

describe.skipIf(!isRoot)("as root (needs to be root)", () => {
  test("the server runs under an account without rights", async () => {
    const home = await madeHome();
    const other = openElsewhere(home, "hold");
    const status = readFileSync(`/proc/${await other.server}/status`, "utf8");
    expect(/^Uid:\t(\d+)\t(\d+)\t(\d+)/m.exec(status)?.slice(1)).not.toContain("0");
    expect(/^Groups:\t(.*)$/m.exec(status)?.[1]?.trim()).toBe("");
    other.child.kill("SIGTERM");
    expect(await other.ended).toBe("SIGTERM");
  });

  test("it works in a home that this account may not enter", async () => {
    const outer = emptyFolder();
    chmodSync(outer, 0o700);
    const home = join(outer, "home");
    for (const round of ["made", "opened again"]) {
      const store = await openStore({ home });
      expect(await store.as("app").read(async () => round)).toBe(round);
      await store.close();
    }
    expect(readdirSync(home).toSorted()).toEqual(["db", "db.log"]);
  });

  test.skipIf(!canSwitch)(
    "an ordinary user needs no root, and root then serves under that user (needs root and a readable clone)",
    async () => {
      const home = emptyFolder();
      execFileSync("chown", ["1:1", home]);
      const user = openElsewhere(home, "close", OTHER_USER);
      expect(await user.ended, user.said()).toBe(0);
      expect(await serverAccount(join(home, "db"))).toEqual(OTHER_USER);
      const store = await openStore({ home });
      const joining = openElsewhere(home, "close", OTHER_USER);
      expect(await joining.server).toBe(store.serverPid);
      expect(await joining.ended).toBe(0);
      await store.close();
    },
  );

  test.skipIf(!canSwitch)(
    "the account that other programs run under too is refused at once (needs root and a readable clone)",
    async () => {
      const home = emptyFolder();
      execFileSync("chown", ["nobody", home]);
      const uid = Number(execFileSync("id", ["-u", "nobody"]).toString());
      const gid = Number(execFileSync("id", ["-g", "nobody"]).toString());
      const user = openElsewhere(home, "close", { uid, gid });
      expect(await user.ended).not.toBe(0);
      expect(user.said()).toContain("run Caveat under an account of its own");
      expect(readdirSync(home)).toEqual([]);
    },
  );
});
