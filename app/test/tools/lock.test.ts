import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";

import { withLock } from "../../../tools/set-up/lock.mjs";

let folder = "";
let lock = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "caveat-lock-"));
  lock = join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A lock as another process would leave it, last touched so many seconds ago. */
function leaveLock(owner: object, secondsAgo = 0): void {
  mkdirSync(lock);
  writeFileSync(join(lock, "owner"), JSON.stringify(owner));
  const then = new Date(Date.now() - secondsAgo * 1000);
  utimesSync(join(lock, "owner"), then, then);
}

/** The number of a process that has ended. */
function endedProcess(): number {
  return spawnSync(process.execPath, ["--version"]).pid;
}

test("two never work at once, and both get their turn", async () => {
  let working = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    working += 1;
    most = Math.max(most, working);
    await pause(30);
    working -= 1;
  };
  await Promise.all([withLock(lock, work), withLock(lock, work), withLock(lock, work)]);
  expect(most).toBe(1);
  expect(existsSync(lock)).toBe(false);
});

test("work that fails lets the lock go", async () => {
  const failing = withLock(lock, () => Promise.reject(new Error("planned")));
  await expect(failing).rejects.toThrow("planned");
  expect(existsSync(lock)).toBe(false);
});

test("the lock of a process that has ended is taken over, by one at a time", async () => {
  leaveLock({ pids: [endedProcess()], host: hostname() });
  let working = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    working += 1;
    most = Math.max(most, working);
    await pause(10);
    working -= 1;
  };
  await Promise.all(Array.from({ length: 8 }, () => withLock(lock, work)));
  expect(most).toBe(1);
});

test("the lock stays while a process that works for a dead owner still runs", async () => {
  leaveLock({ pids: [endedProcess(), process.pid], host: hostname() });
  const waited: string[] = [];
  const turn = withLock(
    lock,
    async () => "done",
    (owner) => waited.push(owner),
  );
  await pause(500);
  expect(waited).toHaveLength(1);
  rmSync(lock, { recursive: true });
  expect(await turn).toBe("done");
});

test("an owner on another machine counts as dead once it has been silent for long", async () => {
  leaveLock({ pids: [1], host: "elsewhere.invalid" }, 600);
  expect(await withLock(lock, async () => "done")).toBe("done");
});

test("a lock whose owner cannot be read goes stale too", async () => {
  mkdirSync(lock);
  writeFileSync(join(lock, "owner"), "not json");
  utimesSync(join(lock, "owner"), new Date(0), new Date(0));
  expect(await withLock(lock, async () => "done")).toBe("done");
});
