import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Witness, WitnessAnswer } from "./witness.ts";

/** A proof of 63 hashes and a note with every signature one may have. */
const MOST_BYTES = 100_000;
const PATH = "/add-checkpoint";

export interface ServedWitness {
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Serves a witness over HTTP (tlog-witness v1.0.0) until disposed of. Port 0 takes a free one. */
export async function serveWitness(
  witness: Witness,
  port: number,
  host = "127.0.0.1",
): Promise<ServedWitness> {
  const server: Server = createServer((request, response) => {
    answer(witness, request, response).catch(() => {
      // Not told why: a broken disk is the operator's business.
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end("the witness failed; nothing was cosigned\n");
    });
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${taken}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  witness: Witness,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "POST" || request.url !== PATH) return send(response, 404, "not here\n");
  const body = await bodyOf(request);
  if (body === undefined) {
    return send(response, 400, `a request has at most ${MOST_BYTES} bytes\n`);
  }
  return sendAnswer(response, await witness.addCheckpoint(body));
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
