import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

import type { Plant } from "./plant.ts";
import { projectFiles } from "./project-files.ts";

/**
 * Copies the project, or the part of it that `wanted` names, to an empty folder and puts the plants
 * into the copy.
 *
 * node_modules is a folder of links, one per package: a link in place of the folder itself would
 * not be recognised as something to leave alone. The link to our own package points into the copy.
 */
export function makePlantedCopy(
  root: string,
  copy: string,
  plants: readonly Plant[],
  wanted: (file: string) => boolean,
): void {
  for (const file of projectFiles(root).filter(wanted)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    copyFileSync(join(root, file), join(copy, file));
  }
  for (const folder of ["node_modules", "app/node_modules"]) linkModules(root, copy, folder);
  for (const { file, text, added } of plants) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    (added ? appendFileSync : writeFileSync)(join(copy, file), text);
  }
}

function linkModules(root: string, copy: string, folder: string): void {
  for (const name of namesIn(join(root, folder))) {
    if (name === ".cache") continue;
    mkdirSync(join(copy, folder), { recursive: true });
    const target = name === "caveat" ? join(copy, "app") : join(root, folder, name);
    symlinkSync(target, join(copy, folder, name), "junction");
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
