import { execFileSync, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { emptyFolder, madeHome } from "./support/homes.ts";

const COMMITS = 50;
const STRACE = "strace";

/** Counting what a server asks of the disk needs strace, and the right to look into its processes. */
const canTrace = spawnSync(STRACE, ["-e", "trace=none", "true"]).status === 0;

/** The flushes that a server and its connections to come ask for while `work` runs. */
async function flushesDuring(server: number, work: () => Promise<void>): Promise<number> {
  const file = join(emptyFolder(), "trace");
  const calls = "trace=fsync,fdatasync,sync_file_range,pwrite64,msync";
  const trace = spawn(STRACE, ["-f", "-q", "-e", calls, "-o", file, "-p", String(server)]);
  onTestFinished(() => void trace.kill("SIGKILL"));
  while (!readFileSync(`/proc/${server}/status`, "utf8").includes(`TracerPid:\t${trace.pid}`)) {
    await pause(10);
  }
  await work();
  const ended = new Promise((resolve) => trace.on("close", resolve));
  trace.kill("SIGINT");
  await ended;
  return readFileSync(file, "utf8").match(/\b(?:fsync|fdatasync)\(\d+\)\s+= 0/g)?.length ?? 0;
}

describe.skipIf(!canTrace)("what is acknowledged is on the disk (needs strace)", () => {
  test(`at least one flush for each of ${COMMITS} commits`, async () => {
    const home = await madeHome();
    const store = await openStore({ home });
    onTestFinished(async () => await store.close());
    const flushes = await flushesDuring(store.serverPid ?? NaN, async () => {
      for (let made = 0; made < COMMITS; made += 1) {
        const id = randomUUID();
        await store.as("app").transact(id, async ({ change }) => {
          await change.insertInto("log").values({ id, origin: id, partner: null }).execute();
        });
      }
    });
    expect(flushes).toBeGreaterThanOrEqual(COMMITS);
  });

  test("this way of counting finds none with fsync off", async () => {
    const home = await madeHome();
    const store = await openStore({ home });
    onTestFinished(async () => await store.close());
    execFileSync("sed", ["-i", "$a fsync = off", join(home, "db", "postgresql.conf")]);
    process.kill(store.serverPid ?? NaN, "SIGHUP");
    const client = new pg.Client({ host: join(home, "db"), user: "caveat", database: "caveat" });
    await client.connect();
    while ((await client.query("show fsync")).rows[0].fsync !== "off") await pause(10);
    const flushes = await flushesDuring(store.serverPid ?? NaN, async () => {
      const traced = new pg.Client({ host: join(home, "db"), user: "caveat", database: "caveat" });
      await traced.connect();
      await traced.query("create table plain (id int)");
      for (let made = 0; made < COMMITS; made += 1)
        await traced.query("insert into plain values (1)");
      await traced.end();
    });
    await client.end();
    expect(flushes).toBeLessThan(COMMITS / 5);
  });
});
