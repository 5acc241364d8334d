import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { parseJson, type JsonObject } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import { isObject, linesOf } from "./wire.ts";

/** Room for the list of all the logs that one signer may have. */
const MOST_LINE = 10_000_000;
const WAIT_MS = 10_000;

/**
 * Sends one line to the process that listens at `path`, on a connection of its own, and resolves to the
 * object that it answers. While nothing listens there it is tried again after each of `waits`
 * (milliseconds): a process that is being restarted is found.
 *
 * Rejects with "unreachable"; only when the connection was made may the request have been done.
 */
export async function converse(
  path: string,
  request: string,
  waits: readonly number[],
): Promise<JsonObject> {
  const socket = await connected(path, waits);
  socket.setTimeout(WAIT_MS, () => socket.destroy(new Error("it took too long")));
  try {
    socket.write(request);
    for await (const line of linesOf(socket, MOST_LINE)) {
      const reply = parseJson(Buffer.from(line), "answer of the signer");
      if (isObject(reply)) return reply;
    }
  } catch (error) {
    throw unreachable(path, error);
  } finally {
    socket.destroy();
  }
  throw unreachable(path);
}

async function connected(path: string, waits: readonly number[]): Promise<Socket> {
  for (let tried = 0; ; tried += 1) {
    const socket = connect(path);
    try {
      await once(socket, "connect");
      return socket;
    } catch (error) {
      socket.destroy();
      const wait = waits[tried];
      if (wait === undefined || !isAway(error)) throw unreachable(path, error);
      await pause(wait);
    }
  }
}

/** No socket, nobody behind it, or more who wait than it takes. */
function isAway(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ECONNREFUSED" || code === "EAGAIN";
}

function unreachable(path: string, cause?: unknown): LedgerError {
  const what = "the signer does not answer there";
  const remedy = "start it, and check the socket's rights";
  return new LedgerError("unreachable", path, what, remedy, cause);
}
