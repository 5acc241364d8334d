import { randomUUID } from "node:crypto";
import { chown, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ROLES, roleName } from "../connection/roles.ts";
import { StoreError } from "../store-error.ts";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { SUPERUSER, writeConfiguration } from "./configuration.ts";
import { KEEPER } from "./keeper-client.ts";
import { nameFor } from "./place.ts";
import { runProgram } from "./run-program.ts";

/** A draft older than this was left by a process that was killed. */
const ABANDONED_MS = 600_000;

/**
 * Makes a database where there is none. It is made aside, complete with its roles, flushed to disk
 * and renamed into place: a database is there whole or not at all, and of two processes that make
 * one at the same time the second takes the first one's.
 *
 * Throws "no-server" with what initdb said.
 */
export async function createCluster(
  data: string,
  binaries: Binaries,
  account: Account | undefined,
): Promise<void> {
  await removeAbandoned(data);
  const draft = `${data}.new-${randomUUID()}`;
  await mkdir(draft, { mode: 0o700 });
  try {
    if (account !== undefined) await chown(draft, account.uid, account.gid);
    await initialise(draft, binaries, account);
    await rename(draft, data).catch((error: unknown) => {
      if (!TAKEN.has(codeOf(error))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** What rename answers where another process was first. */
const TAKEN = new Set(["ENOTEMPTY", "EEXIST"]);

async function initialise(draft: string, binaries: Binaries, account?: Account): Promise<void> {
  const run = async (file: string, args: readonly string[], input = ""): Promise<void> => {
    const { code, output } = await runProgram(file, args, { account, folder: draft, input });
    if (code !== 0 || /^.*(?:ERROR|FATAL|PANIC):/m.test(output)) throw refusal(draft, output);
  };
  const { initdb, postgres } = binaries;
  const name = nameFor(draft, account);
  await run(initdb, ["-D", name, "--no-sync", ...INITDB]);
  await writeConfiguration(draft, account);
  await run(postgres, ["--single", "-D", name, "template1"], SHAPE.join("\n"));
  await run(initdb, ["-D", name, "--sync-only"]);
}

const INITDB = [
  `--username=${SUPERUSER}`,
  "--encoding=UTF8",
  "--locale=C",
  "--data-checksums",
  "--auth-local=peer",
  "--auth-host=reject",
];

const NAMES = ROLES.map(roleName);
const MIGRATOR = roleName("migrator");

/** One statement a line, as the single-user mode reads them. Every database is copied from template1. */
const SHAPE: readonly string[] = [
  ...[KEEPER, ...NAMES].map((name) => `create role ${name} login;`),
  `grant pg_monitor to ${KEEPER};`,
  `alter schema public owner to ${MIGRATOR};`,
  "revoke all on schema public from public;",
  `grant usage on schema public to ${NAMES.join(", ")};`,
  `create database caveat owner ${MIGRATOR};`,
  "revoke all on database caveat from public;",
  `grant connect on database caveat to ${NAMES.join(", ")};`,
  "revoke all on database template1 from public;",
  "revoke all on database postgres from public;",
  `grant connect on database postgres to ${KEEPER};`,
  "",
];

function refusal(draft: string, output: string): StoreError {
  const said = output.trim().split("\n").slice(-3).join(" ");
  return new StoreError(
    "no-server",
    dirname(draft),
    `no database could be made there: ${said}`,
    "check that the folder can be written and that PostgreSQL is whole",
  );
}

async function removeAbandoned(data: string): Promise<void> {
  const folder = dirname(data);
  const drafts = (await readdir(folder)).filter((name) =>
    name.startsWith(`${basename(data)}.new-`),
  );
  for (const draft of drafts.map((name) => join(folder, name))) {
    const seen = await stat(draft).catch(() => undefined);
    const isOld = seen !== undefined && Date.now() - seen.mtimeMs > ABANDONED_MS;
    if (isOld) await rm(draft, { recursive: true, force: true });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
