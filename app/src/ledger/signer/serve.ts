import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { VerificationError, parseJson, type Json } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import { GO_ON, type Point } from "../point.ts";
import { answer, toLine, type SignerOf } from "./protocol.ts";
import { Signer } from "./signer.ts";
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
  const signers = new Map<string, Promise<Signer>>();
  const signerOf: SignerOf = (origin) => {
    const loaded = signers.get(origin) ?? Signer.load(folder, origin, point);
    signers.set(origin, loaded);
    // One that could not be loaded is tried again: it may be created later.
    loaded.catch(() => signers.delete(origin));
    return loaded;
  };
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    client.on("close", () => open.delete(client));
    client.on("error", () => client.destroy());
    void converse(client, signerOf, point);
  });
  await rm(socket, { force: true });
  await listening(server, socket);
  await chmod(socket, 0o660);
  return {
    async [Symbol.asyncDispose]() {
      for (const client of open) client.destroy();
      await closed(server);
      if (lock !== undefined) await closed(lock);
    },
  };
}

async function converse(client: Socket, signerOf: SignerOf, point: Point): Promise<void> {
  try {
    for await (const line of linesOf(client, MOST_LINE)) {
      const reply = await replyTo(line, signerOf);
      await point("before reply");
      client.write(toLine(reply));
    }
  } catch {
    // The client went away; there is nobody to tell.
  }
  client.destroy();
}

async function replyTo(line: string, signerOf: SignerOf): Promise<Json> {
  try {
    return { ok: await answer(parseJson(Buffer.from(line), "request"), signerOf) };
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

/**
 * Keeps other processes out of a folder for as long as this one lives: an abstract socket, which the
 * kernel takes back however the process ends. Only Linux has them; elsewhere nothing is held.
 */
async function holdFolder(folder: string): Promise<Server | undefined> {
  if (process.platform !== "linux") return undefined;
  const name = createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 32);
  const server = createServer((client) => client.destroy());
  try {
    await listening(server, `\0caveat-${name}`);
  } catch (error) {
    const what = "another process works with this folder";
    throw new LedgerError("in-use", folder, what, "stop that one first", error);
  }
  return server;
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => resolve());
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
