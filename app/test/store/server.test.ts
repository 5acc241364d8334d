import { execFileSync, spawn, spawnSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { openStore, type Store, type StoreSettings } from "../../src/store/open-store.ts";
import { serverAccount } from "../../src/store/server/account.ts";
import { isPostmaster, isRunning } from "../../src/store/server/process.ts";
import { stopServer, tellServer } from "../../src/store/server/stop-server.ts";
import { packagedPostgres } from "../../src/store/server/packaged.ts";
import { emptyFolder, madeHome, openElsewhere } from "./support/homes.ts";

async function open(settings: StoreSettings): Promise<Store> {
  const store = await openStore(settings);
  onTestFinished(async () => await store.close());
  return store;
}

async function ask(home: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ host: join(home, "db"), user: "caveat", database: "caveat" });
  await client.connect();
  try {
    return Object.values((await client.query(sql)).rows[0])[0];
  } finally {
    await client.end();
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 500 && isRunning(pid); tries += 1) {
    if (readState(pid) === "Z") return true;
    await pause(10);
  }
  return !isRunning(pid);
}

/** A process whose parent does not look after it stays in the list when it has ended. */
function readState(pid: number): string {
  const line = execFileSync("ps", ["-p", String(pid), "-o", "stat="], { encoding: "utf8" });
  return line.slice(0, 1);
}

/** Field 41 of /proc/PID/stat, proc_pid_stat(5): 3 is SCHED_BATCH. */
function policyOf(pid: number): number {
  const [, fields = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  return Number(fields.split(" ")[41 - 3]);
}

const hasChrt = spawnSync("chrt", ["--batch", "0", "true"]).status === 0;
const packaged = await packagedPostgres(await serverAccount("/nonexistent"));

describe("a new database", () => {
  test("is made and started in an empty home, and stopped at the end", async () => {
    const home = join(emptyFolder(), "not", "there", "yet");
    execFileSync("mkdir", ["-p", join(home, "..")]);
    const store = await openStore({ home });
    const pid = store.serverPid ?? 0;
    expect(await ask(home, "show server_encoding")).toBe("UTF8");
    expect(await ask(home, "select datcollate from pg_database where datname = 'caveat'")).toBe(
      "C",
    );
    expect(await ask(home, "show data_checksums")).toBe("on");
    expect(await ask(home, "show listen_addresses")).toBe("");
    expect(statSync(join(home, "db")).mode & 0o777).toBe(0o700);
    expect(statSync(join(home, "db", ".s.PGSQL.5432")).mode & 0o077).toBe(0);
    expect(statSync(join(home, "db")).uid).not.toBe(0);
    await store.close();
    expect(isPostmasterGone(pid)).toBe(true);
  });

  test.skipIf(!hasChrt)(
    "and each of its processes never pushes another off a processor",
    async () => {
      const { serverPid = 0 } = await open({ home: emptyFolder() });
      const children = execFileSync("pgrep", ["-P", String(serverPid)], { encoding: "utf8" });
      const policies = [serverPid, ...children.trim().split("\n")].map((pid) =>
        policyOf(Number(pid)),
      );
      expect(policies.length).toBeGreaterThan(3);
      expect(new Set(policies)).toEqual(new Set([3]));
    },
  );

  test("is made once when two processes start at the same time", async () => {
    const home = emptyFolder();
    const [one, two] = [openElsewhere(home, "hold"), openElsewhere(home, "hold")];
    expect(await one.server).toBe(await two.server);
    expect(readdirSync(home).toSorted()).toEqual(["db", "db.log"]);
    one.child.kill("SIGTERM");
    two.child.kill("SIGTERM");
    expect([await one.ended, await two.ended]).toEqual(["SIGTERM", "SIGTERM"]);
    expect(await gone(await one.server)).toBe(true);
  });

  test.skipIf(packaged === undefined)(
    "is made with the PostgreSQL of the npm package (needs it)",
    async () => {
      const home = emptyFolder();
      const store = await open({ home, postgres: packaged });
      expect(await ask(home, "show server_version")).toBe("18.4");
      expect(store.serverPid).toBeGreaterThan(1);
    },
  );

  test("in a deep folder has its socket elsewhere, in a folder for it alone", async () => {
    const home = join(emptyFolder(), "a-folder-with-a-long-name".repeat(2), "b".repeat(60));
    execFileSync("mkdir", ["-p", home]);
    const store = await openStore({ home });
    const { endpoint } = store.target as { readonly endpoint: { readonly socket: string } };
    expect(endpoint.socket.length).toBeLessThan(90);
    expect(lstatSync(endpoint.socket).mode & 0o777).toBe(0o700);
    expect(await store.as("app").read(async () => "read")).toBe("read");
    await store.close();
    rmSync(endpoint.socket, { recursive: true });
  });
});

function isPostmasterGone(pid: number): boolean {
  return !isRunning(pid) || readState(pid) === "Z";
}

describe("a running server", () => {
  test("is taken over, and stopped by the last that has it open", async () => {
    const home = await madeHome();
    const first = await open({ home });
    const second = await open({ home });
    expect(second.serverPid).toBe(first.serverPid);
    await first.close();
    expect(await second.as("app").read(async () => "read")).toBe("read");
    await second.close();
    expect(isPostmasterGone(first.serverPid ?? 0)).toBe(true);
  });

  test("outlives the process that started it, when that is killed, and is taken over", async () => {
    const home = await madeHome();
    const killed = openElsewhere(home, "hold");
    const server = await killed.server;
    killed.child.kill("SIGKILL");
    expect(await killed.ended).toBe("SIGKILL");
    const started = performance.now();
    const store = await open({ home });
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(store.serverPid).toBe(server);
    await store.close();
    expect(await gone(server)).toBe(true);
  });

  test("ends with a process that is told to end", async () => {
    const home = await madeHome();
    const told = openElsewhere(home, "hold");
    const server = await told.server;
    told.child.kill("SIGTERM");
    expect(await told.ended).toBe("SIGTERM");
    expect(await gone(server)).toBe(true);
  });

  test("ends with a process that exits without closing", async () => {
    const home = await madeHome();
    const exiting = openElsewhere(home, "exit");
    const server = await exiting.server;
    expect(await exiting.ended).toBe(0);
    expect(await gone(server)).toBe(true);
  });

  test("is started again when it is killed, and what was waiting goes on", async () => {
    const home = await madeHome();
    const told: string[] = [];
    const store = await open({ home, onTrouble: (what) => told.push(what) });
    const before = store.serverPid ?? NaN;
    process.kill(before, "SIGKILL");
    const started = performance.now();
    expect(await store.as("app").read(async () => "read")).toBe("read");
    expect(performance.now() - started).toBeLessThan(5_000);
    // A connection that is left of the killed server may have answered: it ends a little later.
    const back = "the database server is back";
    await expect.poll(() => told.at(-1), { timeout: 20_000 }).toBe(back);
    expect(store.serverPid).not.toBe(before);
    expect(await store.as("app").read(async () => "read")).toBe("read");
    expect(isPostmaster(store.serverPid ?? 0, join(home, "db"))).toBe(true);
  });
});

describe("a process that has the server's number", () => {
  test("is left alone when it is another: nobody else is told to stop, or waited for", async () => {
    const home = await madeHome();
    const store = await open({ home });
    const data = join(home, "db");
    const other = spawn("sleep", ["60"], { stdio: "ignore" });
    onTestFinished(() => void other.kill());
    const ended = new Promise((resolve) => other.once("exit", (_, signal) => resolve(signal)));
    expect(tellServer(data, other.pid ?? 0, "SIGINT")).toBe(false);
    await stopServer(data, other.pid ?? 0);
    other.kill("SIGTERM");
    expect(await ended).toBe("SIGTERM");
    const server = store.serverPid ?? 0;
    await store.close();
    expect(await gone(server)).toBe(true);
  });
});

describe("what a killed server leaves", () => {
  test.each([
    ["its own", ["postmaster.pid"]],
    ["that of its socket", [".s.PGSQL.5432.lock"]],
    ["both", ["postmaster.pid", ".s.PGSQL.5432.lock"]],
  ])(
    "does not keep the next from starting: %s file names another process now",
    async (_, files) => {
      const home = await madeHome();
      const killed = openElsewhere(home, "hold");
      const server = await killed.server;
      killed.child.kill("SIGKILL");
      process.kill(server, "SIGKILL");
      await killed.ended;
      // Of the server's own account, and not one that the next server descends from.
      const account = await serverAccount(join(home, "db"));
      const other = spawn("sleep", ["60"], { stdio: "ignore", ...account });
      onTestFinished(() => void other.kill());
      for (const file of files) {
        execFileSync("sed", ["-i", `1s/.*/${other.pid}/`, join(home, "db", file)]);
      }
      const store = await open({ home });
      expect(store.serverPid).not.toBe(server);
    },
  );
});
