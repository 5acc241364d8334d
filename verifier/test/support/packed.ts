import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
/** Of the verifier, what a clone has and packing does not make. */
const SOURCES = ["bin", "command", "src", "README.md", "pack.mjs", "package.json", "tsconfig.json"];

/** Whether npm can be run. */
export const hasNpm: boolean = npm(["--version"], tmpdir(), tmpdir()).status === 0;

/** The package as others get it. */
export interface Packed {
  /** An otherwise empty folder that it was installed in. */
  readonly installed: string;
  /** The sources it was packed from, after packing. */
  readonly sources: string;
  remove(): void;
}

/** Packs a copy of the sources and installs the tarball in an empty folder. Throws where npm fails. */
export function packAndInstall(): Packed {
  const folder = mkdtempSync(join(tmpdir(), "caveat-packed-"));
  const sources = join(folder, "clone", "verifier");
  const installed = join(folder, "empty");
  mkdirSync(sources, { recursive: true });
  mkdirSync(installed);
  for (const name of SOURCES) {
    cpSync(join(ROOT, "verifier", name), join(sources, name), { recursive: true });
  }
  for (const name of ["LICENSE", "tsconfig.base.json"]) {
    cpSync(join(ROOT, name), join(folder, "clone", name));
  }
  // The compiler and Node's types, and nothing else of what the clone has installed.
  mkdirSync(join(folder, "clone", "node_modules"));
  for (const name of [".bin", "@types"]) {
    symlinkSync(join(ROOT, "node_modules", name), join(folder, "clone", "node_modules", name));
  }
  writeFileSync(join(installed, "package.json"), "{}\n");
  const packing = ["pack", "--ignore-scripts=false", "--pack-destination", installed];
  requireDone(npm(packing, sources, folder));
  requireDone(npm(["install", "--offline", "./caveat-verifier-0.1.0.tgz"], installed, folder));
  return { installed, sources, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** This Node first on PATH, so that what npm installs runs under it. */
export function withThisNode(): NodeJS.ProcessEnv {
  const path = [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter);
  return { ...process.env, PATH: path };
}

/** Without what an npm that runs these tests has set for itself, and with a cache of its own. */
function npm(args: readonly string[], cwd: string, scratch: string): Ended {
  const own = Object.entries(withThisNode()).filter(([name]) => !/^npm_/i.test(name));
  const { status, stdout, stderr } = spawnSync("npm", args, {
    cwd,
    encoding: "utf8",
    env: {
      ...Object.fromEntries(own),
      npm_config_cache: join(scratch, "npm-cache"),
      npm_config_update_notifier: "false",
    },
    timeout: 120_000,
  });
  return { status, output: `${stdout}${stderr}` };
}

function requireDone({ status, output }: Ended): void {
  if (status !== 0) throw new Error(`npm failed: ${output}`);
}
