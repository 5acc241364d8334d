import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { PackCase } from "../../core/pack-case.ts";
import { readBase, readPackCases } from "./pack-case.ts";

/**
 * Reads every case under a pack's folder, in the order of file names. A pack without cases has
 * none. Throws a Refusal with file, line and field.
 */
export async function readCasesOf(packFolder: string): Promise<readonly PackCase[]> {
  const folder = join(packFolder, "cases");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".yaml"));
  const called = (name: string): string => `${basename(packFolder)}/cases/${name}`;
  const base = names.includes("base.yaml")
    ? readBase(await readFile(join(folder, "base.yaml")), called("base.yaml"))
    : {};
  const files = names.filter((name) => name !== "base.yaml").toSorted();
  const cases: PackCase[] = [];
  for (const name of files) {
    cases.push(...readPackCases(await readFile(join(folder, name)), called(name), base));
  }
  return cases;
}
