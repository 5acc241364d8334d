import { chmod, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { VerificationError, parseJson, type Json } from "caveat-verifier";
import { holdFolder } from "../hold-folder.ts";
import { LedgerError } from "../ledger-error.ts";
import { closed, listening } from "../listen.ts";
import { GO_ON, type Point } from "../point.ts";
import { answer, toLine } from "./protocol.ts";
import { Signers } from "./signers.ts";
import { linesOf } from "./wire.ts";

const MOST_LINE = 200_000;

export interface ServeOptions {
  /** The signer's own folder. */
  readonly folder: string;
  /** Where it listens: a unix socket, for the group of its account. */
  readonly socket: string;
  readonly point?: Point;
}

export interface Running {
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Serves the signers of a folder on a unix socket, until disposed of. Rejects with "in-use" when
 * another process serves the same folder.
 */
export async function serveSigner(options: ServeOptions): Promise<Running> {
  const { folder, socket, point = GO_ON } = options;
  const lock = await holdFolder(folder);
  const signers = new Signers(folder, point);
  const open = new Map<Socket, Promise<void>>();
  const server = createServer((client) => {
    client.on("error", () => client.destroy());
    const conversation = converse(client, signers, point).finally(() => open.delete(client));
    open.set(client, conversation);
  });
  try {
    await rm(socket, { force: true });
    await listening(server, { path: socket });
    await chmod(socket, 0o660);
  } catch (error) {
    server.close();
    await lock[Symbol.asyncDispose]();
    throw error;
  }
  return {
    async [Symbol.asyncDispose]() {
      const conversations = [...open.values()];
      for (const client of open.keys()) client.destroy();
      await closed(server);
      // What is being written is written before another process may begin.
      await Promise.all(conversations);
      await lock[Symbol.asyncDispose]();
    },
  };
}

async function converse(client: Socket, signers: Signers, point: Point): Promise<void> {
  try {
    for await (const line of linesOf(client, MOST_LINE)) {
      const reply = await replyTo(line, signers);
      await point("before reply");
      client.write(toLine(reply));
    }
  } catch {
    // The client went away; there is nobody to tell.
  }
  client.destroy();
}

async function replyTo(line: string, signers: Signers): Promise<Json> {
  try {
    return { ok: await answer(parseJson(Buffer.from(line), "request"), signers) };
  } catch (error) {
    return { refused: refusalOf(error) };
  }
}

/** Refusals in full; of anything else only that it happened. */
function refusalOf(error: unknown): Json {
  if (error instanceof LedgerError) {
    const { code, place, remedy } = error;
    const problem = error.message.slice(place.length + 2, -(remedy.length + 2));
    return { code, place, problem, remedy };
  }
  const place = error instanceof VerificationError ? error.place : "signer";
  const problem = error instanceof VerificationError ? error.problem : "it failed inside";
  return { code: "bad-request", place, problem, remedy: "look at the signer's own log" };
}
