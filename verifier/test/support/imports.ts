import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** An import, `export … from` or `import()` in a file. */
export interface Import {
  readonly file: string;
  readonly specifier: string;
}

/** A statement at the start of a line, or `import(` anywhere. */
const SPECIFIER =
  /(?:^(?:import|export)\s(?:[^;"']*\sfrom\s)?\s*|\bimport\(\s*)["']([^"'\n]+)["']/gm;

/** All imports of the files below a folder whose names end so. */
export function importsBelow(folder: string, ending: string): Import[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      return [...text.matchAll(SPECIFIER)].map(([, specifier = ""]) => ({ file, specifier }));
    });
}
