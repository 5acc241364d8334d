#!/usr/bin/env node
// The command of the published package: runs what was compiled into dist. In a clone, where the
// sources are, it runs those through the launcher instead, so that a stale dist is never used.
import { existsSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);
const sources = new URL("../src/main.ts", import.meta.url);

if (existsSync(sources)) {
  const { launch } = await import("../../tools/set-up/launch.mjs");
  await launch(["caveat", ...process.argv.slice(2)]);
} else if (Number(major) < 22 || (major === 22 && Number(minor) < 12)) {
  console.error(
    `caveat: this is Node ${process.versions.node}, and caveat needs 22.12 or newer; install Node 24 and run the same command again.`,
  );
  process.exitCode = 1;
} else {
  await import(new URL("../dist/main.js", import.meta.url).href);
}
