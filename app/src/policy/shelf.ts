import { readdir } from "node:fs/promises";
import { isAbsolute, join, sep } from "node:path";
import { suggest } from "../core/nearest.ts";
import type { Pack, PackFiles } from "../core/pack.ts";
import type { PackCase } from "../core/pack-case.ts";
import { Refusal } from "../core/refusal.ts";
import { checkPack } from "./check-pack.ts";
import { compilePack, type CompiledPack } from "./compile-pack.ts";
import { formatProblem } from "./problem.ts";
import { parsePack, readPackFiles, readSchema } from "./read-pack.ts";

/** Packs by id or folder. */
export interface Shelf {
  pack(id: string): Promise<Pack>;
  /** Ids of every pack in the folder. */
  ids(): Promise<readonly string[]>;
  /** What is wrong with a pack, one line each; empty when it may be used. */
  check(id: string): Promise<readonly string[]>;
  cases(id: string): Promise<readonly PackCase[]>;
  /** The files of a pack that was handed out, by its hash: kept with what was decided under it. */
  files(hash: string): PackFiles;
  /** A pack from files that were kept. Throws a Refusal when it does not pass today's check. */
  fromFiles(files: PackFiles): Pack;
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
  const handedOut = new Map<string, PackFiles>();
  const filesIn = async (id: string): Promise<PackFiles> =>
    readPackFiles(await folderOf(id, folder), await readSchema(folder));
  const compile = async (id: string): Promise<CompiledPack> => {
    const files = await filesIn(id);
    const pack = compilePack(parsePack(files, await folderOf(id, folder)));
    handedOut.set(pack.hash, files);
    return pack;
  };
  return {
    pack: (id) => {
      const known = compiled.get(id) ?? compile(id);
      compiled.set(id, known);
      return known;
    },
    ids: () => listPacks(folder),
    check: async (id) =>
      checkPack(parsePack(await filesIn(id), await folderOf(id, folder))).map(formatProblem),
    cases: async (id) => readCases(await folderOf(id, folder)),
    files: (hash) => {
      const files = handedOut.get(hash);
      if (files === undefined) throw new Error(`no pack ${hash} was handed out`);
      return files;
    },
    fromFiles: (files) => compilePack(parsePack(files, `the kept pack ${files.name}`)),
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
