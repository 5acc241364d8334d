import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { SetUpFailure } from "./failure.mjs";
import { withLock } from "./lock.mjs";
import { explainNpmFailure, runNpm } from "./npm.mjs";
import { step } from "./progress.mjs";
import { makeFolder, tellWaiting } from "./runtime.mjs";

/**
 * Makes sure that what package-lock.json names is installed, for this Node and platform. Does
 * nothing, and needs no network and no write access, where that was done before.
 *
 * @param {string} root the repository
 * @param {import("./runtime.mjs").Runtime} runtime
 * @throws SetUpFailure where npm cannot install them
 */
export async function ensureDependencies(root, runtime) {
  const wanted = stampOf(readFileSync(join(root, "package-lock.json")), runtime.version);
  if (isInstalled(root, wanted)) return;
  const folder = join(root, ".node");
  makeFolder(folder);
  await withLock(
    join(folder, "lock"),
    async (held) => {
      if (!isInstalled(root, wanted)) await install(root, runtime, wanted, held);
    },
    tellWaiting,
  );
}

/**
 * What was installed, in one line: changes with the lock file, Node's major version and the platform.
 *
 * @param {Uint8Array} lockFile the bytes of package-lock.json
 * @param {import("./version.mjs").Version} version
 * @param {string} [platform] "linux-x64"
 * @returns {string}
 */
export function stampOf(lockFile, version, platform = `${process.platform}-${process.arch}`) {
  const hash = createHash("sha256").update(lockFile).digest("hex");
  return `sha256:${hash} node ${version[0]} ${platform}\n`;
}

/** @param {string} root */
function stampFile(root) {
  return join(root, "node_modules", ".caveat-set-up");
}

/** @param {string} root @param {string} wanted */
function isInstalled(root, wanted) {
  return existsSync(stampFile(root)) && readFileSync(stampFile(root), "utf8") === wanted;
}

/**
 * The stamp goes first and comes back last, so that an install that was cut short never counts.
 *
 * @param {string} root @param {import("./runtime.mjs").Runtime} runtime @param {string} stamp
 * @param {import("./lock.mjs").Held} held
 */
async function install(root, runtime, stamp, held) {
  const spareCache = join(root, ".node", "npm-cache");
  const where = { node: runtime.exec, cwd: root, spareCache, held };
  await step("Installing the dependencies", async () => {
    rmSync(stampFile(root), { force: true });
    const result = await runNpm(["ci", "--include=dev"], where);
    if (result.code !== 0) {
      throw new SetUpFailure(explainNpmFailure("Installing the dependencies", result));
    }
    writeFileSync(stampFile(root), stamp);
  });
}
