import { readdir, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { StoreError } from "../store-error.ts";
import type { Account } from "./account.ts";
import { packagedPostgres } from "./packaged.ts";
import { runProgram } from "./run-program.ts";

/** PostgreSQL's programs, of one version and in one folder. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** 15, 18. */
  readonly major: number;
}

export interface BinarySearch {
  /** The `postgres` program or its folder, when the site names one: then no other is tried. */
  readonly named?: string | undefined;
  /** The version that existing data need; any that is new enough otherwise. */
  readonly major?: number | undefined;
  readonly account?: Account | undefined;
}

/** The oldest version this program is made for. */
const LEAST_MAJOR = 14;

/**
 * Finds a PostgreSQL that the account can run: the one the site names; else on PATH, in the folders
 * of the distributions with the newest first, and last the one that came as an npm package.
 *
 * Throws "no-server" with what was found and why it does not do.
 */
export async function findBinaries(search: BinarySearch): Promise<Binaries> {
  const passedOver: string[] = [];
  for await (const postgres of candidates(search)) {
    const major = await versionOf(postgres, search.account);
    if (major === undefined) passedOver.push(`${postgres} does not run`);
    else if (search.major !== undefined && major !== search.major)
      passedOver.push(`${postgres} is version ${major}`);
    else if (major < LEAST_MAJOR) passedOver.push(`${postgres} is version ${major}`);
    else return { postgres, initdb: join(dirname(postgres), "initdb"), major };
  }
  const wanted = search.major ?? `${LEAST_MAJOR} or newer`;
  const found = passedOver.length === 0 ? "none was found" : passedOver.join(", ");
  throw new StoreError(
    "no-server",
    search.named ?? "this machine",
    `it has no PostgreSQL ${wanted} to run: ${found}`,
    `install PostgreSQL ${wanted}, name it in CAVEAT_POSTGRES, or set CAVEAT_DATABASE_URL to a server`,
  );
}

async function* candidates(search: BinarySearch): AsyncGenerator<string> {
  if (search.named !== undefined) {
    yield* await existing([join(search.named, "postgres"), search.named]);
    return;
  }
  const onPath = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  yield* await existing([...onPath, ...(await distributionFolders())].map(postgresIn));
  const packaged = await packagedPostgres(search.account);
  if (packaged !== undefined) yield packaged;
}

const postgresIn = (folder: string): string => join(folder, "postgres");

/** Folders with one subfolder per version: what stands before and after the version in its name. */
const DISTRIBUTIONS: readonly (readonly [folder: string, before: string, after: string])[] = [
  ["/usr/lib/postgresql", "", "bin"],
  ["/usr", "pgsql-", "bin"],
  ["/usr/lib", "postgresql", "bin"],
  ["/usr/libexec", "postgresql", ""],
  ["/opt/homebrew/opt", "postgresql@", "bin"],
  ["/usr/local/opt", "postgresql@", "bin"],
  ["/Applications/Postgres.app/Contents/Versions", "", "bin"],
];

async function distributionFolders(): Promise<string[]> {
  const found = await Promise.all(
    DISTRIBUTIONS.map(async ([folder, before, after]) => {
      const names = await readdir(folder).catch(() => []);
      return names
        .filter((name) => name.startsWith(before))
        .map((name) => ({ version: Number(name.slice(before.length)), name }))
        .filter(({ version }) => version >= LEAST_MAJOR)
        .map(({ version, name }) => ({ version, path: join(folder, name, after) }));
    }),
  );
  const newestFirst = found.flat().toSorted((a, b) => b.version - a.version);
  return [...newestFirst.map(({ path }) => path), "/usr/local/pgsql/bin"];
}

/** Those that are there, as real paths and once each: initdb stands beside the real file only. */
async function existing(paths: readonly string[]): Promise<string[]> {
  const real = await Promise.all(paths.map((path) => realpath(path).catch(() => undefined)));
  const here = real.filter((path) => path !== undefined && path.endsWith("/postgres"));
  return [...new Set(here)].filter((path) => path !== undefined);
}

async function versionOf(postgres: string, account?: Account): Promise<number | undefined> {
  const initdb = join(dirname(postgres), "initdb");
  const both = await Promise.all(
    [postgres, initdb].map(async (file) => await runProgram(file, ["--version"], { account })),
  );
  const majors = both.map(({ output }) => /\(PostgreSQL\) (\d{1,3})/.exec(output)?.[1]);
  if (majors[0] === undefined || majors[0] !== majors[1]) return undefined;
  return both.every(({ code }) => code === 0) ? Number(majors[0]) : undefined;
}
