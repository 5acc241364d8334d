import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { damaged } from "./damaged.ts";

/** The names of all files below a folder, from there, in order. What is neither file nor folder is refused. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  for (const { parentPath, name } of files.filter((entry) => !entry.isFile())) {
    throw damaged(join(parentPath, name), "it is neither a file nor a folder");
  }
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).toSorted();
}
