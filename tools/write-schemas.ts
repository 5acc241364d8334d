// Writes the JSON Schemas of the files a desk writes to docs/reference, from the shapes that check
// them. `--check` writes nothing and exits 1 when a published schema is not what the code checks.
import { readFile, writeFile } from "node:fs/promises";
import { caseSchemas } from "../app/src/formats/case/read-case.ts";

const FOLDER = new URL("../docs/reference/", import.meta.url);
const onlyCheck = process.argv.includes("--check");

for (const [name, schema] of Object.entries(caseSchemas())) {
  const file = new URL(`${name}.schema.json`, FOLDER);
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  const published = await readFile(file, "utf8").catch(() => "");
  if (published === text) continue;
  if (onlyCheck) {
    console.error(
      `docs/reference/${name}.schema.json is out of date; run: node tools/write-schemas.ts`,
    );
    process.exitCode = 1;
  } else await writeFile(file, text);
}
