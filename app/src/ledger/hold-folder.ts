import { createHash } from "node:crypto";
import { closeSync, constants, openSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { closed, listening } from "./listen.ts";
import { LedgerError } from "./ledger-error.ts";

/** BSD's open(2): lock the file for this process alone, or fail. Node has no name for it. */
const O_EXLOCK = 0x20;
const BSD: readonly string[] = ["darwin", "freebsd", "netbsd", "openbsd"];

/**
 * Keeps other processes out of a folder until disposed of, or until this process ends in whatever way:
 * the kernel takes the lock back. On Linux it is an abstract socket, which holds within one network
 * namespace: two containers that share a folder are not kept apart. On macOS and BSD it is a locked
 * file. Elsewhere nothing is held.
 *
 * Rejects with "in-use" when another process holds the folder.
 */
export async function holdFolder(folder: string): Promise<AsyncDisposable> {
  if (process.platform === "linux") return holdName(folder);
  return BSD.includes(process.platform) ? holdFile(folder) : { async [Symbol.asyncDispose]() {} };
}

async function holdName(folder: string): Promise<AsyncDisposable> {
  const name = createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 32);
  for (const wait of PAUSES_MS) {
    const server = createServer((client) => client.destroy());
    try {
      await listening(server, { path: `\0caveat-${name}` });
      return { [Symbol.asyncDispose]: () => closed(server) };
    } catch (error) {
      if (wait === LAST) throw inUse(folder, error, "EADDRINUSE");
    }
    await pause(wait);
  }
  throw new Error("the last pause has an end");
}

/**
 * A process that is being started holds what its parent has open until its program begins: a name that
 * was let go may be taken for that long.
 */
const LAST = 0;
const PAUSES_MS: readonly number[] = [10, 30, 60, 100, LAST];

function holdFile(folder: string): AsyncDisposable {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK;
  let file: number;
  try {
    file = openSync(join(folder, "lock"), flags, 0o600);
  } catch (error) {
    throw inUse(folder, error, "EAGAIN");
  }
  return {
    async [Symbol.asyncDispose]() {
      closeSync(file);
    },
  };
}

/** What to throw when holding failed: with `taken` somebody else holds it, and else it is another fault. */
function inUse(folder: string, cause: unknown, taken: string): unknown {
  if (!(cause instanceof Error && "code" in cause && cause.code === taken)) return cause;
  const what = "another process works with this folder";
  return new LedgerError("in-use", folder, what, "stop that one first", cause);
}
