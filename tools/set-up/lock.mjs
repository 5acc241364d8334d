import { randomUUID } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import { mkdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A holder shows it is alive this often; one silent for LIMIT is taken for dead, wherever it ran. */
const HEARTBEAT_MS = 5_000;
const LIMIT_MS = 120_000;
const POLL_MS = 200;

/**
 * Runs `work` while no other process holds the same lock; waits for its turn.
 *
 * The lock is a folder that names its owner. It is made aside and renamed into place, so that it
 * never exists without its owner; renaming onto a folder that is not empty fails. It is stale when
 * every process it names has ended, or when its owner has been silent for two minutes.
 *
 * @template T
 * @param {string} path the folder; what holds it must exist
 * @param {(held: Held) => Promise<T>} work calls `held.by(pid)` for a process that works for it and
 *   could outlive it
 * @param {(owner: string) => void} [waiting] called once when somebody else holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(path, work, waiting = () => {}) {
  let told = false;
  while (!(await take(path))) {
    const owner = await readOwner(path);
    if (owner !== undefined && (await isStale(path, owner))) await breakLock(path, owner);
    else {
      if (!told && owner !== undefined) waiting(`process ${owner.pids[0]} on ${owner.host}`);
      told ||= owner !== undefined;
      await pause(POLL_MS);
    }
  }
  const beat = setInterval(() => void touch(path), HEARTBEAT_MS);
  try {
    return await work({ by: (pid) => writeOwner(path, [process.pid, pid]) });
  } finally {
    clearInterval(beat);
    await discard(path);
  }
}

/** @param {string} path @returns {Promise<boolean>} true where the lock is ours now */
async function take(path) {
  const aside = `${path}-${randomUUID()}`;
  await mkdir(aside);
  writeOwner(aside, [process.pid]);
  try {
    await rename(aside, path);
    return true;
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (TAKEN.has(codeOf(error))) return false;
    throw error;
  }
}

/** What rename answers where the lock exists: POSIX, and Windows. */
const TAKEN = new Set(["ENOTEMPTY", "EEXIST", "EPERM", "EACCES", "EBUSY"]);

/** @typedef {{ pids: number[], host: string }} Owner */
/** @typedef {{ by: (pid: number) => void }} Held */

/** @param {string} path @param {number[]} pids */
function writeOwner(path, pids) {
  /** @type {Owner} */
  const owner = { pids, host: hostname() };
  const aside = `${ownerFile(path)}-new`;
  writeFileSync(aside, JSON.stringify(owner));
  renameSync(aside, ownerFile(path));
}

/**
 * @param {string} path
 * @returns {Promise<Owner | undefined>} undefined where it was let go meanwhile; an owner without
 *   processes where its name cannot be read, which goes stale with time only
 */
async function readOwner(path) {
  const text = await readFile(ownerFile(path), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return { pids: [], host: "an unknown machine" };
  }
}

/** @param {string} path @param {Owner} owner */
async function isStale(path, owner) {
  if (owner.host === hostname() && !owner.pids.some(isRunning)) return true;
  const seen = await stat(ownerFile(path)).catch(() => undefined);
  return seen !== undefined && Date.now() - seen.mtimeMs > LIMIT_MS;
}

/**
 * Removes a dead owner's lock. One breaker at a time, and it looks again first: otherwise two that
 * saw the same dead owner could remove the lock the first of them has taken since.
 *
 * @param {string} path @param {Owner} dead
 */
async function breakLock(path, dead) {
  const breaker = join(dirname(path), "breaking");
  try {
    await mkdir(breaker);
  } catch {
    const seen = await stat(breaker).catch(() => undefined);
    if (seen !== undefined && Date.now() - seen.mtimeMs > LIMIT_MS) await discard(breaker);
    await pause(POLL_MS);
    return;
  }
  try {
    const owner = await readOwner(path);
    if (JSON.stringify(owner) === JSON.stringify(dead)) await discard(path);
  } finally {
    await discard(breaker);
  }
}

/** Out of the way in one step, then deleted: a half-deleted lock would look like an empty folder. @param {string} path */
async function discard(path) {
  const aside = `${path}-${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  await rm(aside, { recursive: true, force: true });
}

/** @param {string} path */
async function touch(path) {
  const now = new Date();
  await utimes(ownerFile(path), now, now).catch(() => undefined);
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** @param {string} path */
function ownerFile(path) {
  return join(path, "owner");
}

/** @param {unknown} error @returns {string} */
function codeOf(error) {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
