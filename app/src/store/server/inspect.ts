import { open, readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { StoreError } from "../store-error.ts";
import { userName } from "./account.ts";
import { keeperClient } from "./keeper-client.ts";
import { postmasterFile, readPostmaster } from "./postmaster-file.ts";
import { isPostmaster } from "./process.ts";
import { dropStaleLock } from "./stale-lock.ts";

/** What is in a data directory. */
export type Found =
  | { readonly kind: "nothing" }
  | { readonly kind: "idle"; readonly major: number }
  | ({ readonly kind: "running" } & Running);

/** A server that answers. */
export interface Running {
  readonly data: string;
  readonly pid: number;
  /** The folder of its socket. */
  readonly socket: string;
  readonly port: number;
}

/** The file that says a data directory is ours. */
export const MARK = "caveat-database.json";

/** A server may take long to come up: it replays what it had not written when it was killed. */
const PATIENCE_MS = 120_000;
const POLL_MS = 20;

/**
 * Looks what a data directory holds: nothing yet, a database of ours at rest, or one whose server
 * runs and answers. Waits for a server that is starting or stopping. Touches nothing but a
 * postmaster.pid whose server is gone.
 *
 * Throws "foreign-database" for anything that is not ours, or not this account's.
 */
export async function inspect(data: string): Promise<Found> {
  if (!(await holdsOurs(data))) return { kind: "nothing" };
  const limit = performance.now() + PATIENCE_MS;
  for (;;) {
    const running = await findRunning(data);
    if (running !== undefined) return { kind: "running", ...running };
    const said = await readPostmaster(data);
    if (said === undefined) return { kind: "idle", major: await majorOf(data) };
    if (!isPostmaster(said.pid, data)) {
      await dropStaleLock(postmasterFile(data), data);
      return { kind: "idle", major: await majorOf(data) };
    }
    if (performance.now() > limit) throw silent(data, said.pid);
    await pause(POLL_MS);
  }
}

/** The server of this data directory, if it answers now. */
export async function findRunning(data: string): Promise<Running | undefined> {
  const said = await readPostmaster(data);
  if (said?.isReady !== true) return undefined;
  const client = keeperClient({ socket: said.socket, port: said.port }, "inspect");
  try {
    await client.connect();
    const { rows } = await client.query("select system_identifier::text from pg_control_system()");
    const isSame = rows[0]?.["system_identifier"] === (await systemIdentifier(data));
    return isSame ? { data, pid: said.pid, socket: said.socket, port: said.port } : undefined;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The number that initdb gave the database: the first eight bytes of pg_control. */
async function systemIdentifier(data: string): Promise<string> {
  const file = await open(join(data, "global", "pg_control"));
  try {
    const bytes = new Uint8Array(8);
    await file.read(bytes, 0, 8, 0);
    return new BigUint64Array(bytes.buffer)[0]?.toString() ?? "";
  } finally {
    await file.close();
  }
}

async function holdsOurs(data: string): Promise<boolean> {
  const names = await readdir(data).catch(async (error: unknown): Promise<string[]> => {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") return [];
    throw await foreign(data, code === "ENOTDIR" ? "is not a folder" : "may not be read by you");
  });
  if (names.length === 0) return false;
  if (!names.includes("PG_VERSION")) {
    throw await foreign(data, "holds files that are not a database's");
  }
  if (!names.includes(MARK)) {
    const version = (await readFile(join(data, "PG_VERSION"), "utf8")).trim();
    throw await foreign(data, `holds a PostgreSQL ${version} database that Caveat has not made`);
  }
  const own = process.getuid?.();
  if (own !== 0 && (await stat(data)).uid !== own) throw await foreign(data, "is not yours");
  return true;
}

async function foreign(data: string, problem: string): Promise<StoreError> {
  const seen = await stat(data).catch(() => undefined);
  const owner = seen === undefined ? "" : ` and belongs to ${await userName(seen.uid)}`;
  return new StoreError(
    "foreign-database",
    data,
    `it ${problem}${owner}`,
    "nothing was touched: move it away, set CAVEAT_HOME to another folder, or run as its owner",
  );
}

async function majorOf(data: string): Promise<number> {
  return Number((await readFile(join(data, "PG_VERSION"), "utf8")).trim());
}

function silent(data: string, pid: number): StoreError {
  return new StoreError(
    "database-down",
    data,
    `its server (process ${pid}) runs but has not answered for ${PATIENCE_MS / 1000} s`,
    `look into ${data}.log, stop that process, and start again`,
  );
}
