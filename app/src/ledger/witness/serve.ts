import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { closed, listening } from "../listen.ts";
import { GO_ON, type Point } from "../point.ts";
import type { Witness, WitnessAnswer } from "./witness.ts";

/** A proof of 63 hashes and a note with every signature one may have. */
const MOST_BYTES = 100_000;
const PATH = "/add-checkpoint";

/** Connections at a time; a witness has a handful of logs to answer. */
const MOST_CONNECTIONS = 200;
const SLOWEST_MS = 10_000;

export interface ServedWitness extends AsyncDisposable {
  readonly url: string;
}

/** Serves a witness over HTTP (tlog-witness v1.0.0) until disposed of. Port 0 takes a free one. */
export async function serveWitness(
  witness: Witness,
  port: number,
  host = "127.0.0.1",
  point: Point = GO_ON,
): Promise<ServedWitness> {
  const working = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const work = answer(witness, request, response, point).catch(() => fail(response));
    working.add(work);
    void work.finally(() => working.delete(work));
  });
  server.requestTimeout = SLOWEST_MS;
  server.headersTimeout = SLOWEST_MS;
  server.maxConnections = MOST_CONNECTIONS;
  await listening(server, { port, host });
  return {
    url: urlOf(server.address()),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await closed(server);
      // What is being written is written before another process may begin.
      await Promise.all(working);
    },
  };
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === "string") throw new Error("it listens on a port");
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

/** Not told why: a broken disk is the operator's business. */
function fail(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
  response.end("the witness failed; nothing was cosigned\n");
}

async function answer(
  witness: Witness,
  request: IncomingMessage,
  response: ServerResponse,
  point: Point,
): Promise<void> {
  if (request.method !== "POST" || request.url !== PATH) return send(response, 404, "not here\n");
  const body = await bodyOf(request);
  if (body === undefined) {
    return send(response, 400, `a request has at most ${MOST_BYTES} bytes\n`);
  }
  const given = await witness.addCheckpoint(body);
  await point("before reply");
  return sendAnswer(response, given);
}

function sendAnswer(response: ServerResponse, given: WitnessAnswer): void {
  if (given.status === 200) return send(response, 200, given.lines);
  if (given.status === 409) return send(response, 409, `${given.size}\n`, "text/x.tlog.size");
  return send(response, given.status, `${given.problem}\n`);
}

function send(
  response: ServerResponse,
  status: number,
  text: string,
  type = "text/plain; charset=utf-8",
): void {
  response.writeHead(status, { "content-type": type, "x-content-type-options": "nosniff" });
  response.end(text);
}

/** Undefined for one that is too large; the rest of it is not read. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("a request body comes in bytes");
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
