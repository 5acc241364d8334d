#!/usr/bin/env node
// The command of the published package: runs what was compiled into dist. In a clone, where the
// sources are, it runs those instead, so that a stale dist is never used.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [major, minor] = process.versions.node.split(".").map(Number);
const isClone = existsSync(new URL("../tsconfig.json", import.meta.url));
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

if (isClone && !process.features.typescript) await runUnderOtherNode();
else if (Number(major) < 22 || (major === 22 && Number(minor) < 12)) refuse("22.12");
else {
  const file = isClone ? "../command/main.ts" : "../dist/command/main.js";
  const { main } = await import(new URL(file, import.meta.url).href);
  await main(version);
}

/** A Node that does not run TypeScript as it is: with a flag, or under the one the clone brings. */
async function runUnderOtherNode() {
  const setUp = new URL("../../tools/set-up/", import.meta.url);
  if (!existsSync(setUp)) {
    refuse("22.18");
    return;
  }
  const { ensureRuntime } = await import(new URL("runtime.mjs", setUp).href);
  const { runInOurPlace } = await import(new URL("child.mjs", setUp).href);
  const { typeStrippingFlags } = await import(new URL("version.mjs", setUp).href);
  try {
    const { exec, version: found } = await ensureRuntime(
      fileURLToPath(new URL("../../", import.meta.url)),
    );
    const args = [...typeStrippingFlags(found), fileURLToPath(import.meta.url)];
    await runInOurPlace(exec, [...args, ...process.argv.slice(2)], {
      cwd: process.cwd(),
      env: process.env,
    });
  } catch (error) {
    console.error(`caveat-verify: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  }
}

/** @param {string} least */
function refuse(least) {
  console.error(
    `caveat-verify: this is Node ${process.versions.node}, and ${least} or newer is needed; install Node 24 and run the same command again.`,
  );
  process.exitCode = 2;
}
