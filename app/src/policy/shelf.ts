import { readdir } from "node:fs/promises";
import { isAbsolute, join, sep } from "node:path";
import { suggest } from "../core/nearest.ts";
import type { Pack } from "../core/pack.ts";
import type { PackCase } from "../core/pack-case.ts";
import { Refusal } from "../core/refusal.ts";
import { checkPack } from "./check-pack.ts";
import { compilePack, type CompiledPack } from "./compile-pack.ts";
import { formatProblem } from "./problem.ts";
import { readPack, readSchema } from "./read-pack.ts";

/** Packs by id or folder. */
export interface Shelf {
  pack(id: string): Promise<Pack>;
  /** Ids of every pack in the folder. */
  ids(): Promise<readonly string[]>;
  /** What is wrong with a pack, one line each; empty when it may be used. */
  check(id: string): Promise<readonly string[]>;
  cases(id: string): Promise<readonly PackCase[]>;
}

/**
 * The packs in a folder, compiled once. `readCases` reads the cases of one pack's folder. Throws a
 * Refusal for a pack that is not there or does not pass its check.
 */
export function packShelf(
  folder: string,
  readCases: (folder: string) => Promise<readonly PackCase[]>,
): Shelf {
  const compiled = new Map<string, Promise<CompiledPack>>();
  const source = async (id: string) =>
    readPack(await folderOf(id, folder), await readSchema(folder));
  return {
    pack: (id) => {
      const known = compiled.get(id) ?? source(id).then(compilePack);
      compiled.set(id, known);
      return known;
    },
    ids: () => listPacks(folder),
    check: async (id) => checkPack(await source(id)).map(formatProblem),
    cases: async (id) => readCases(await folderOf(id, folder)),
  };
}

/** A pack is named by its id on the shelf, or by the path of its folder. */
async function folderOf(id: string, folder: string): Promise<string> {
  if (isAbsolute(id) || id.includes(sep) || id.startsWith(".")) return id;
  const ids = await listPacks(folder);
  if (ids.includes(id)) return join(folder, id);
  throw new Refusal("bad-pack", id, "there is no pack of this name", suggest(id, ids));
}

async function listPacks(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new Refusal("bad-pack", folder, "there is no folder of packs here", "set CAVEAT_PACKS");
  });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}
