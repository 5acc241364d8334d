import { readdirSync } from "node:fs";
import { join } from "node:path";

/** What git ignores or what tools leave behind, and git's own folder. */
const LEFT_OUT = new Set([".git", ".node", ".vitest", "node_modules", "dist", "coverage"]);
const LEFT_OUT_ENDINGS = [".tsbuildinfo", ".log"];

/** The files of the project under `root`, as paths from there with slashes, sorted. */
export function projectFiles(root: string): string[] {
  return walk(root, "").sort();
}

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (LEFT_OUT.has(entry.name) || LEFT_OUT_ENDINGS.some((end) => entry.name.endsWith(end))) {
      return [];
    }
    if (entry.isDirectory()) return walk(root, path);
    return entry.isFile() ? [path] : [];
  });
}
