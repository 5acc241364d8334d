import { createHash } from "node:crypto";
import { lchown, lstat, mkdir, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StoreError } from "../store-error.ts";
import { userName, type Account } from "./account.ts";

/** Where a database lives. */
export interface Place {
  /** The data directory. */
  readonly data: string;
  /** What the server writes about itself. */
  readonly log: string;
}

/** The longest socket path in bytes that Linux and macOS both take. */
const LONGEST_SOCKET = 103;

/** The port is only part of the socket's name: nothing listens on a network. */
export const PORT = 5432;

/** The place of the database of a home, which is made where it is not there. */
export async function findPlace(home: string): Promise<Place> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const data = join(await realpath(home), "db");
  return { data, log: `${data}.log` };
}

/** The name, in a process that was given an open folder as its fourth file, of that folder. */
export const GIVEN_FOLDER = "/proc/self/fd/3";

/**
 * What the server's programs call the data directory. Under an account of its own the server may not
 * be let through to it: the home is root's. On Linux they are then handed the open folder, and have a
 * name for it that needs no way there.
 */
export function nameFor(data: string, account: Account | undefined): string {
  return account !== undefined && process.platform === "linux" ? GIVEN_FOLDER : data;
}

/**
 * The folder for the server's socket: the data directory itself where its path is short enough for
 * a socket, else a folder of the system's temporary one that nobody but the server may enter.
 *
 * Throws "foreign-database" when that folder is there and is somebody else's.
 */
export async function socketFolder(data: string, account: Account | undefined): Promise<string> {
  if (Buffer.byteLength(join(data, `.s.PGSQL.${PORT}`)) <= LONGEST_SOCKET) {
    return nameFor(data, account);
  }
  const hash = createHash("sha256").update(data).digest("hex").slice(0, 16);
  const folder = join(tmpdir(), `caveat-${hash}`);
  const isNew = await mkdir(folder, { mode: 0o700 }).then(
    () => true,
    () => false,
  );
  if (isNew && account !== undefined) await lchown(folder, account.uid, account.gid);
  const seen = await lstat(folder);
  const owner = account?.uid ?? process.getuid?.();
  if (seen.isDirectory() && seen.uid === owner && (seen.mode & 0o077) === 0) return folder;
  throw new StoreError(
    "foreign-database",
    folder,
    `it should be a folder for the database's socket alone and belongs to ${await userName(seen.uid)}`,
    "remove it, or choose a CAVEAT_HOME with a shorter path",
  );
}

/** The file that keeps a second server from the socket in this folder, which `socketFolder` has named. */
export function socketLock(data: string, folder: string): string {
  return join(folder === GIVEN_FOLDER ? data : folder, `.s.PGSQL.${PORT}.lock`);
}
