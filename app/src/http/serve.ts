import { createServer, type Server, type ServerOptions } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Problem, problemParts } from "./problem.ts";

/** Where the server listens, and how long it waits. */
export interface ServeSettings {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly tls?: TlsSettings | undefined;
  readonly times?: ServeTimes | undefined;
}

export interface TlsSettings {
  /** PEM. */
  readonly key: string;
  readonly certificate: string;
  /**
   * Whether clients are asked for a certificate. Any is let in: a token that names a certificate works
   * with that one only, by its public key, so no authority is trusted to issue them.
   */
  readonly clientCertificates: boolean;
}

/** In milliseconds. */
export interface ServeTimes {
  /** For the head of a request to arrive. */
  readonly head: number;
  /** For all of it to arrive. */
  readonly request: number;
  /** For the next request on the same connection. */
  readonly idle: number;
  /** For what is being answered when the server is stopped. */
  readonly grace: number;
}

const TIMES: ServeTimes = { head: 10_000, request: 60_000, idle: 5_000, grace: 10_000 };
const MOST_CONNECTIONS = 2_000;
const HEAD_BYTES = 16_384;
/** For TLS 1.2 what is not on the list of RFC 9113 appendix A; Node's own list is longer. */
const CIPHERS = [
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_AES_128_GCM_SHA256",
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

/** A server that listens. */
export interface Serving {
  readonly port: number;
  /** Takes no more requests, and resolves when those in hand are answered, or have had their time. */
  stop(): Promise<void>;
}

/** What answers requests: `makeApp`'s result. */
export interface Answering {
  fetch(request: Request, env: unknown): Response | Promise<Response>;
}

/**
 * Listens, and hands requests to `app`. Clients that are slow to send are cut off with 408 before they
 * hold anything up. Rejects where the address cannot be listened on.
 */
export async function serve(app: Answering, settings: ServeSettings): Promise<Serving> {
  const times = settings.times ?? TIMES;
  const server = makeServer(app, settings.tls, times);
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, settings.host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => stop(server, times.grace),
  };
}

function makeServer(app: Answering, tls: TlsSettings | undefined, times: ServeTimes): Server {
  const listener = getRequestListener((request, env) => app.fetch(request, env), {
    overrideGlobalObjects: false,
    errorHandler: unreadable,
  });
  const options: ServerOptions = {
    headersTimeout: times.head,
    requestTimeout: times.request,
    keepAliveTimeout: times.idle,
    connectionsCheckingInterval: Math.min(1_000, times.head / 2),
    maxHeaderSize: HEAD_BYTES,
  };
  const answer = (...pair: Parameters<typeof listener>): void => void listener(...pair);
  if (tls === undefined) return createServer(options, answer);
  return createTlsServer(
    {
      ...options,
      key: tls.key,
      cert: tls.certificate,
      minVersion: "TLSv1.2",
      ciphers: CIPHERS,
      requestCert: tls.clientCertificates,
      rejectUnauthorized: false,
    },
    answer,
  );
}

/** A request that is no request: an address or a host that cannot be read. */
function unreadable(): Response {
  const problem = new Problem(400, "bad-request", "The request cannot be read.");
  const { status, headers, body } = problemParts(problem, "");
  return new Response(body, { status, headers });
}

async function stop(server: Server, grace: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), grace);
  try {
    await closed;
  } finally {
    clearTimeout(timer);
  }
}
