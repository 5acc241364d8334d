import { randomUUID } from "node:crypto";
import { request as plainRequest, type IncomingMessage } from "node:http";
import { request as tlsRequest } from "node:https";
import { connect } from "node:net";
import { createRoute, z } from "@hono/zod-openapi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Api } from "../../src/http/env.ts";
import { guarded, json, NO_BODY, OPEN } from "../../src/http/guard/guarded.ts";
import { PROBLEMS } from "../../src/http/problem.ts";
import { serve, type Answering, type Serving, type ServeTimes } from "../../src/http/serve.ts";
import { makeCertificate } from "./support/certificate.ts";
import { newcomer, openDesk, useDesk, type Desk } from "./support/desk.ts";

// What only shows on a real connection.

const staffed = useDesk();
const TIMES: ServeTimes = { head: 400, request: 800, idle: 400, grace: 5_000 };
const HOST = "127.0.0.1";

const OK = {
  200: {
    description: "",
    content: { "application/json": { schema: z.record(z.string(), z.unknown()) } },
  },
  ...PROBLEMS,
};

/** Waits until it is let go. */
class Gate {
  readonly opened: Promise<void>;
  readonly entered: Promise<void>;
  open: () => void = () => {};
  enter: () => void = () => {};

  constructor() {
    this.opened = new Promise((resolve) => (this.open = resolve));
    this.entered = new Promise((resolve) => (this.enter = resolve));
  }
}

let gate = new Gate();

function slow(api: Api): void {
  const get = { method: "get", path: "/slow", ...guarded(OPEN, NO_BODY), responses: OK } as const;
  const post = { method: "post", path: "/take", ...guarded(OPEN, json()), responses: OK } as const;
  api.openapi(createRoute(get), async (c) => {
    gate.enter();
    await gate.opened;
    return c.json({}, 200);
  });
  api.openapi(createRoute(post), (c) => c.json({}, 200));
}

/** A desk whose origin is where it listens. */
async function listening(): Promise<{ readonly desk: Desk; readonly serving: Serving }> {
  const late: { app?: Answering } = {};
  const answering: Answering = {
    fetch: (request, env) => late.app?.fetch(request, env) ?? new Response(null, { status: 503 }),
  };
  const opened = await serve(answering, { host: HOST, port: 0, times: TIMES });
  const origin = `http://${HOST}:${opened.port}`;
  const made = await openDesk(staffed().store, { settings: { origin }, more: [slow] });
  late.app = made.app;
  return { desk: made, serving: opened };
}

let serving: Serving;
let desk: Desk;

beforeAll(async () => {
  ({ serving, desk } = await listening());
});

afterAll(async () => await serving.stop());

const url = (path: string): string => `${desk.settings.origin}${path}`;
const act = (): Record<string, string> => ({ "caveat-request": randomUUID() });

/** Writes to a socket, and gives what came back until it was closed. */
async function raw(text: string, port: number = serving.port): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST, () => socket.write(text));
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
  });
}

describe("a client that is slow", () => {
  test("with the head of its request is cut off", async () => {
    const answer = await raw(`GET /health HTTP/1.1\r\nHost: ${HOST}\r\nX-Slow: `);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  test("with the body of its request is cut off, and nothing was done", async () => {
    const head = [
      "POST /api/v1/take HTTP/1.1",
      `Host: ${HOST}:${serving.port}`,
      "Content-Type: application/json",
      "Content-Length: 1000",
      `Caveat-Request: ${randomUUID()}`,
    ];
    const answer = await raw(`${head.join("\r\n")}\r\n\r\n{"half": `);
    expect(answer).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
  });

  test("keeps nobody else waiting, however many there are", async () => {
    const many = Array.from({ length: 200 }, () => raw("GET /health HTTP/1.1\r\nHost: "));
    const honest = await Promise.all(Array.from({ length: 20 }, () => fetch(url("/health"))));
    expect(honest.map(({ status }) => status)).toEqual(honest.map(() => 200));
    const answers = await Promise.all(many);
    expect(answers.every((answer) => /^(?:HTTP\/1\.1 408 |$)/.test(answer))).toBe(true);
  });
});

describe("a body without end", () => {
  test("is refused when it is longer than allowed, while it is still coming", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { "content-type": "application/json", ...act() };
      const sending = plainRequest(url("/api/v1/take"), { method: "POST", headers });
      let over = false;
      const more = (): void => {
        if (!over) sending.write(Buffer.alloc(65_536, 32), () => setImmediate(more));
      };
      sending.on("response", (answer: IncomingMessage) => {
        over = true;
        resolve(answer.statusCode);
        sending.destroy();
      });
      sending.on("error", (error) => (over ? undefined : reject(error)));
      more();
    });
    expect(status).toBe(413);
    expect((await fetch(url("/health"))).status).toBe(200);
  });
});

describe("what is no request", () => {
  test.each([
    [
      "a head that is too long",
      `GET /health HTTP/1.1\r\nHost: h\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
    ],
    ["no HTTP", "\u0016\u0003\u0001 hello\r\n\r\n"],
    ["two lengths", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"],
    [
      "a length and chunks (smuggling)",
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["no host", "GET /health HTTP/1.1\r\n\r\n"],
  ])("%s is refused", async (_, text) => {
    expect(await raw(text)).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  test("an address that cannot be read is refused", async () => {
    const answer = await raw("GET http://[ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"bad-request"');
  });
});

describe("a server that is stopped", () => {
  test("answers what it has in hand, and takes nothing more", async () => {
    const own = await listening();
    gate = new Gate();
    const there = `${own.desk.settings.origin}/api/v1/slow`;
    const waiting = fetch(there);
    await gate.entered;
    const stopped = own.serving.stop();
    await expect(fetch(there)).rejects.toThrow("fetch failed");
    gate.open();
    expect((await waiting).status).toBe(200);
    await stopped;
  });

  test("says where it cannot listen", async () => {
    const taken = serve(desk.app, { host: HOST, port: serving.port });
    await expect(taken).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});

describe("over TLS", () => {
  const day = 86_400_000;
  // The desk's clock stands at a day of its own; certificates are held against that.
  const around = (from: number, until: number) => {
    const at = Date.parse(staffed().clock.now());
    return makeCertificate(new Date(at + from * day), new Date(at + until * day));
  };

  async function ask(
    port: number,
    headers: Record<string, string>,
    client?: { readonly key: string; readonly certificate: string },
  ): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const options = {
        host: HOST,
        port,
        path: "/api/v1/people",
        headers: { host: "desk.example", ...headers },
        rejectUnauthorized: false,
        agent: false as const,
        ...(client === undefined ? {} : { key: client.key, cert: client.certificate }),
      };
      const asking = tlsRequest(options, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asking.on("error", reject);
      asking.end();
    });
  }

  test("a token works with the certificate it is bound to, and with no other", async () => {
    const server = around(-1, 30);
    const [right, wrong] = [around(-1, 30), around(-1, 30)];
    const [old, early] = [around(-30, -1), around(1, 30)];
    const owner = await newcomer(staffed());
    const expires = new Date(Date.parse(staffed().clock.now()) + day).toISOString();
    const token = async (certificate: string): Promise<Record<string, string>> => {
      const given = { machine: "poller", scopes: ["people:read"], expires, certificate };
      const made = await owner.post("/tokens", given);
      return { authorization: `Bearer ${String(made.body["secret"])}` };
    };
    const tls = { key: server.key, certificate: server.certificate, clientCertificates: true };
    const secure = await serve(staffed().app, { host: HOST, port: 0, tls, times: TIMES });
    const bound = await token(right.pin);
    const statuses = [
      await ask(secure.port, bound, right),
      await ask(secure.port, bound, wrong),
      await ask(secure.port, bound),
      await ask(secure.port, await token(old.pin), old),
      await ask(secure.port, await token(early.pin), early),
    ];
    await secure.stop();
    expect(statuses).toEqual([200, 401, 401, 401, 401]);
  });
});
