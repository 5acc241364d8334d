// What npm runs around packing. In a clone the package is its sources, run as they are; Node refuses
// TypeScript below node_modules, so what is published is compiled JavaScript:
//
//   node pack.mjs before   compiles anew, adds the licence, turns `exports` to what was compiled
//   node pack.mjs after    puts package.json back, byte for byte
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL("./", import.meta.url));
const MANIFEST = `${HERE}package.json`;
const KEPT = `${HERE}package.json.kept`;
const LICENCE = `${HERE}LICENSE`;

if (process.argv[2] === "after") putBack();
else {
  // An earlier packing may have been broken off between the two.
  putBack();
  compile();
  copyFileSync(new URL("../LICENSE", import.meta.url), LICENCE);
  const manifest = readFileSync(MANIFEST, "utf8");
  writeFileSync(KEPT, manifest);
  writeFileSync(MANIFEST, `${JSON.stringify(toPublished(JSON.parse(manifest)), undefined, 2)}\n`);
}

function putBack() {
  if (existsSync(KEPT)) renameSync(KEPT, MANIFEST);
  rmSync(LICENCE, { force: true });
}

function compile() {
  rmSync(`${HERE}dist`, { recursive: true, force: true });
  const { status } = spawnSync("tsc", ["-b", "command"], {
    cwd: HERE,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error("the package does not compile, so nothing is packed");
}

/** @param {{ exports: Record<string, string> }} manifest */
function toPublished({ exports, ...rest }) {
  const compiled = Object.entries(exports).map(([name, source]) => {
    const path = source.replace(/^\.\//, "./dist/").replace(/\.ts$/, "");
    return [name, { types: `${path}.d.ts`, default: `${path}.js` }];
  });
  return { ...rest, exports: Object.fromEntries(compiled) };
}
