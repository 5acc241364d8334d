import { randomUUID } from "node:crypto";
import { PassThrough } from "node:stream";
import { createRoute, z } from "@hono/zod-openapi";
import { describe, expect, test } from "vitest";
import { makeApp } from "../../src/http/app.ts";
import type { Api } from "../../src/http/env.ts";
import { guarded, json, NO_BODY, OPEN, PERSON } from "../../src/http/guard/guarded.ts";
import { PROBLEMS } from "../../src/http/problem.ts";
import { httpSettings } from "../../src/http/settings.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { Browser } from "./support/browser.ts";
import { newcomer, openDesk, SERVICE, useDesk, type Desk } from "./support/desk.ts";

const TELLTALE = "a secret of the inside";
const anything = z.record(z.string(), z.unknown());
const OK = {
  200: { description: "", content: { "application/json": { schema: anything } } },
  ...PROBLEMS,
};

/** Routes that go wrong, and one that takes bytes. */
function odd(api: Api): void {
  const broken = {
    method: "get",
    path: "/broken",
    ...guarded(PERSON, NO_BODY),
    responses: OK,
  } as const;
  const busy = { ...broken, path: "/busy" } as const;
  const bytes = { kind: "bytes", mediaTypes: ["application/octet-stream"], most: 100 } as const;
  const upload = createRoute({
    method: "post",
    path: "/upload",
    ...guarded(PERSON, bytes),
    responses: OK,
  });
  api.openapi(createRoute(broken), () => {
    throw new Error(TELLTALE);
  });
  api.openapi(createRoute(busy), () => {
    throw new StoreError("busy", TELLTALE, "others were in the way", "try again");
  });
  api.openapi(upload, (c) => c.json({ size: c.get("bytes").length }, 200));
}

const statements: string[] = [];
const onStatement = (sql: string): void => void statements.push(sql);
const opened = useDesk({ more: [odd], store: { onStatement } });

describe("an answer that is no success", () => {
  test("is a problem (RFC 9457) with a code, a field and a sentence", async () => {
    const browser = await newcomer(opened());
    const body = { machine: "m", scopes: ["people:read"], expires: "tomorrow" };
    const answer = await browser.post("/tokens", body);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      type: "urn:caveat:problem:bad-input",
      title: "Bad request",
      status: 400,
      code: "bad-input",
      field: "body.expires",
      detail: expect.stringMatching(/^body\.expires: .+\.$/),
      request: answer.headers.get("request-id"),
    });
  });

  test("says nothing of the inside when it is our fault, and the log has where it was", async () => {
    const browser = await newcomer(opened());
    const answer = await browser.get("/broken");
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain(TELLTALE);
    expect(answer.body).toMatchObject({ code: "internal", title: "Internal error" });
    const logged = opened().lines.filter((line) => line.includes(String(answer.body["request"])));
    expect(logged.join()).toContain("requests.test.ts");
    expect(logged.join()).not.toContain(TELLTALE);
  });

  test("asks to try again where the database was busy", async () => {
    const answer = await (await newcomer(opened())).get("/busy");
    expect(answer).toMatchObject({ status: 503, body: { code: "unavailable" } });
    expect(JSON.stringify(answer.body)).not.toContain(TELLTALE);
    expect(answer.headers.get("retry-after")).toBe("1");
  });

  test("names what a route lacks, and the methods it has", async () => {
    const browser = await newcomer(opened());
    expect(await browser.get("/nothing")).toMatchObject({
      status: 404,
      body: { code: "no-such-route" },
    });
    const other = await browser.send("DELETE", "/people", undefined, {});
    expect(other).toMatchObject({ status: 405, body: { code: "other-method" } });
    expect(other.headers.get("allow")).toBe("GET, HEAD, POST");
  });
});

describe("every answer", () => {
  test.each(["/me", "/nothing", "/people", "/broken", "//health"])(
    "carries the headers that keep browsers safe: %s",
    async (path) => {
      const { headers } = await (await newcomer(opened())).get(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        "content-security-policy": expect.stringContaining("default-src 'none'"),
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "cross-origin-opener-policy": "same-origin",
        "strict-transport-security": expect.stringMatching(/^max-age=\d{8}/),
        "request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    },
  );
});

describe("a body", () => {
  const path = "/sign-out";

  test.each([
    ["text/plain", 415],
    ["application/x-www-form-urlencoded", 415],
    ["multipart/form-data; boundary=x", 415],
    ["application/json; charset=utf-16", 415],
    ["application/jsonp", 415],
    ["application/vnd.api+json", 415],
    ["application/json, text/plain", 415],
    ["Application/JSON; charset=UTF-8", 200],
  ])("of the type %s is answered %i", async (type, status) => {
    const browser = await newcomer(opened());
    const headers = { "content-type": type };
    const answer = await browser.post(path, { everywhere: false }, { headers });
    expect(answer.status).toBe(status);
  });

  test("without a type, or encoded, is not read", async () => {
    const browser = await newcomer(opened());
    for (const headers of [{ "content-type": undefined }, { "content-encoding": "gzip" }]) {
      const answer = await browser.post(path, "{}", { headers });
      expect(answer).toMatchObject({ status: 415, body: { code: "unsupported-media-type" } });
    }
  });

  test.each([
    ["no JSON", "{everywhere: true}", "not-json"],
    ["nothing", "", "not-json"],
    ["half of it", '{"everywhere": tr', "not-json"],
    ["a key twice", '{"everywhere": false, "everywhere": true}', "duplicate-key"],
    [
      "a key twice, once escaped",
      '{"everywhere": false, "everywher\\u0065": true}',
      "duplicate-key",
    ],
    ["a prototype", '{"__proto__": {"everywhere": true}}', "prototype-key"],
    ["a deep nest", "[".repeat(30_000), "too-deep"],
    ["many values", `[${"1,".repeat(20_000)}1]`, "too-many-nodes"],
    ["another shape", "[]", "bad-input"],
    ["one key too many", '{"everywhere": false, "admin": true}', "bad-input"],
    ["another type", '{"everywhere": "true"}', "bad-input"],
  ])("that holds %s is refused and does nothing", async (_, body, code) => {
    const browser = await newcomer(opened());
    expect(await browser.post(path, body)).toMatchObject({ status: 400, body: { code } });
    expect((await browser.get("/me")).status).toBe(200);
  });

  test("longer than allowed is refused, whether its length is told or not", async () => {
    const browser = await newcomer(opened());
    const long = JSON.stringify({ everywhere: true, more: "x".repeat(70_000) });
    for (const headers of [{}, { "content-length": String(long.length) }]) {
      const answer = await browser.post(path, long, { headers });
      expect(answer).toMatchObject({ status: 413, body: { code: "too-large" } });
    }
    expect((await browser.get("/me")).status).toBe(200);
  });

  test("where none belongs is refused", async () => {
    const browser = await newcomer(opened());
    const headers = { "content-length": "2" };
    const answer = await browser.post("/passkeys/options", "{}", { headers });
    expect(answer).toMatchObject({ status: 400, body: { code: "unexpected-body" } });
  });

  test("of bytes is handed over as it is, up to the route's own limit", async () => {
    const browser = await newcomer(opened());
    const headers = { "content-type": "application/octet-stream" };
    const send = (size: number) => browser.post("/upload", "x".repeat(size), { headers });
    expect((await send(100)).body).toEqual({ size: 100 });
    expect((await send(101)).status).toBe(413);
    expect((await browser.post("/upload", {})).status).toBe(415);
  });
});

describe("words", () => {
  test.each(["", "\u0000", "Ada\u0000", "Ada\nBo", "\ud800", "\u001b[2J", "x".repeat(201)])(
    "that no list could show are no name: %j",
    async (name) => {
      const { first } = opened();
      await first.signIn();
      const answer = await first.post("/people", { service: SERVICE, name, administers: false });
      expect(answer).toMatchObject({
        status: 400,
        body: { code: "bad-input", field: "body.name" },
      });
    },
  );

  test("of every script are", async () => {
    const { first } = opened();
    await first.signIn();
    for (const name of ["Ådne Þórsson", "李小龍", "عائشة", "O'Neill-Peña 2", "👩‍🚒"]) {
      const answer = await first.post("/people", { service: SERVICE, name, administers: false });
      expect(answer.status, name).toBe(200);
    }
  });
});

describe("a request that changes something", () => {
  test("is made once: the same again is refused before anything is done", async () => {
    const browser = await newcomer(opened());
    const headers = { "caveat-request": randomUUID() };
    const body = { machine: "m", scopes: ["decide"], expires: "2026-12-25T00:00:00Z" };
    expect((await browser.post("/tokens", body, { headers })).status).toBe(200);
    expect(await browser.post("/tokens", body, { headers })).toMatchObject({
      status: 409,
      body: { code: "replayed" },
    });
    expect((await browser.get("/tokens")).body["tokens"]).toHaveLength(1);
  });

  test("is a conflict for ever: a server that was started anew knows it by its id", async () => {
    const browser = await newcomer(opened());
    const id = randomUUID();
    const headers = { "caveat-request": id };
    const body = { machine: "m", scopes: ["decide"], expires: "2026-12-25T00:00:00Z" };
    const made = await browser.post("/tokens", body, { headers });
    expect(made.body["id"]).toBe(id);
    await browser.signIn();
    expect(await browser.post("/tokens", body, { headers })).toMatchObject({
      status: 409,
      body: { code: "conflict" },
    });
  });

  test.each(["", "1", "00000000-0000-0000-0000-000000000000", randomUUID().toUpperCase()])(
    "is not made under the id %s",
    async (id) => {
      const browser = await newcomer(opened());
      const sent = await browser.post("/passkeys/options", undefined, {
        headers: { "caveat-request": id },
      });
      expect(sent).toMatchObject({ status: 400, body: { code: "no-request-id" } });
    },
  );
});

describe("refused before anything is looked up", () => {
  test.each([
    ["with nobody signed in", {}, 401],
    ["from another site", { "sec-fetch-site": "cross-site" }, 403],
    ["without an id of its own", { "caveat-request": undefined }, 400],
    ["in a body that is too long", { "content-length": "100000" }, 401],
    ["with a secret that has no shape", { authorization: "Bearer no such thing" }, 401],
  ])("is what comes %s", async (_, headers, status) => {
    const stranger = new Browser(opened());
    const before = statements.length;
    for (const body of [{ service: "x" }, "no json", { service: "x".repeat(100_000) }]) {
      expect((await stranger.post("/people", body, { headers })).status).toBe(status);
    }
    expect(statements.slice(before)).toEqual([]);
  });

  test("is what is repeated, at the cost of knowing who asks", async () => {
    const browser = await newcomer(opened());
    const headers = { "caveat-request": randomUUID() };
    await browser.post("/sign-out", "no json", { headers });
    const before = statements.length;
    await browser.get("/me");
    const asking = statements.length - before;
    const again = await browser.post("/sign-out", { everywhere: true }, { headers });
    expect(again.status).toBe(409);
    expect(statements.length - before - asking).toBeLessThan(asking);
  });

  test("is what was sent to another host", async () => {
    const before = statements.length;
    const url = "https://evil.example/api/v1/people";
    const answer = await opened().app.request(url, { method: "POST" });
    expect(answer.status).toBe(421);
    expect(statements.slice(before)).toEqual([]);
  });
});

describe("too many requests", () => {
  test("of one address are refused for a while, and those of others are not", async () => {
    const limits = { ...httpSettings({ origin: "https://desk.example" }).limits };
    const desk: Desk = await openDesk(opened().store, {
      settings: { limits: { ...limits, address: { burst: 5, perSecond: 1 } } },
    });
    const browser = new Browser(desk);
    const statuses: number[] = [];
    for (let sent = 0; sent < 7; sent += 1) {
      statuses.push((await browser.get("/sign-in/providers")).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect((await new Browser(desk).get("/sign-in/providers")).status).toBe(200);
    desk.clock.pass(1_000);
    expect((await browser.get("/sign-in/providers")).status).toBe(200);
    expect((await browser.get("/sign-in/providers")).headers.get("retry-after")).toBe("5");
  });

  test("of one network of IPv6 addresses count together", async () => {
    const limits = { ...httpSettings({ origin: "https://desk.example" }).limits };
    const desk: Desk = await openDesk(opened().store, {
      settings: { limits: { ...limits, address: { burst: 2, perSecond: 1 } } },
    });
    const statuses: number[] = [];
    for (const end of ["1", "2", "3"]) {
      const sending = { address: `2001:db8:0:1::${end}` };
      statuses.push((await new Browser(desk).get("/sign-in/providers", sending)).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
  });

  test("with secrets that are none are not looked up, while others there go on working", async () => {
    const browser = await newcomer(opened());
    const address = "203.0.113.9";
    expect((await browser.get("/me", { address })).status).toBe(200);
    const statuses = new Set<number>();
    for (let sent = 0; sent < 30; sent += 1) {
      const headers = { authorization: `Bearer ${randomUUID()}` };
      statuses.add((await new Browser(opened()).get("/me", { address, headers })).status);
    }
    expect([...statuses]).toEqual([401, 429]);
    expect((await browser.get("/me", { address })).status).toBe(200);
    const signIn = await new Browser(opened()).post("/sign-in/passkey/options", undefined, {
      address,
    });
    expect(signIn.status).toBe(429);
  });

  test("for what is not there raise an alarm, once", async () => {
    const browser = await newcomer(opened());
    await browser.signIn();
    const { alarms, first } = opened();
    await first.signIn();
    const before = alarms.length;
    for (let sent = 0; sent < 70; sent += 1) await first.post(`/people/${randomUUID()}/end`);
    expect(alarms.slice(before)).toEqual(["enumeration"]);
  });
});

describe("the log", () => {
  test("has one line for a request, with the route's pattern and nothing that was in it", async () => {
    const browser = await newcomer(opened());
    const marker = "harbour-master";
    const before = opened().lines.length;
    const answer = await browser.get(`/roles?person=${randomUUID()}&note=${marker}`, {
      headers: { "user-agent": marker },
    });
    await browser.post("/tokens", { machine: marker, scopes: [], expires: "" });
    await browser.get(`/${marker}`);
    const lines = opened().lines.slice(before);
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toContain(marker);
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      level: 30,
      time: expect.any(String),
      msg: "request",
      request: answer.headers.get("request-id"),
      method: "GET",
      route: "/api/v1/roles",
      status: 200,
      milliseconds: expect.any(Number),
      person: browser.person,
    });
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({ status: 400, code: "bad-input" });
    expect(JSON.parse(lines[2] ?? "")).toMatchObject({ route: "none", status: 404 });
  });
});

describe("the server says of itself", () => {
  test("that it is alive and ready, to anybody who watches, under any name", async () => {
    const { app } = opened();
    for (const path of ["/health", "/ready"]) {
      const answer = await app.request(`http://10.0.0.1${path}`);
      expect(answer.status, path).toBe(200);
    }
  });

  test("that it is not ready, and not why", async () => {
    const desk = await openDesk(opened().store);
    const ports = { people: desk.ports, isReady: async () => false, logTo: new PassThrough() };
    const app = makeApp(ports, desk.settings);
    const answer = await app.request("https://desk.example/ready");
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "not-ready" });
  });

  test("how many requests there were, to whoever is signed in or has a token for it", async () => {
    const browser = await newcomer(opened());
    await browser.get("/nothing");
    const metrics = await browser.get("//metrics");
    expect(metrics.status).toBe(200);
    const text = String(metrics.body["text"]);
    expect(text).toContain(
      'caveat_http_requests_total{method="GET",route="/api/v1/me",status="200"}',
    );
    expect(text).toContain('caveat_http_refusals_total{code="no-such-route"}');
    expect(text).toContain('caveat_http_request_seconds_bucket{le="0.05",route="/api/v1/me"}');
    expect((await new Browser(opened()).get("//metrics")).status).toBe(401);
  });
});

describe("a route that was forgotten", () => {
  test("stops the server from being made when it does not say who may use it", async () => {
    const open = (api: Api): void => {
      const route = createRoute({ method: "get", path: "/forgotten", responses: OK });
      api.openapi(route, (c) => c.json({}, 200));
    };
    await expect(openDesk(opened().store, { more: [open] })).rejects.toThrow(
      "GET /api/v1/forgotten does not say who may use it",
    );
  });

  test("stops it when it is in no document", async () => {
    const hidden = (api: Api): void => {
      api.get("/hidden", (c) => c.json({}));
    };
    await expect(openDesk(opened().store, { more: [hidden] })).rejects.toThrow(
      "GET /api/v1/hidden is not in the OpenAPI document",
    );
  });

  test("may be open on purpose", async () => {
    const open = (api: Api): void => {
      const route = createRoute({
        method: "post",
        path: "/open",
        ...guarded(OPEN, json()),
        responses: OK,
      });
      api.openapi(route, (c) => c.json({}, 200));
    };
    const desk = await openDesk(opened().store, { more: [open] });
    expect((await new Browser(desk).post("/open", {})).status).toBe(200);
  });
});

describe("settings", () => {
  test.each([
    ["desk.example", "no origin"],
    ["https://desk.example/", "no origin"],
    ["https://desk.example/desk", "no origin"],
    ["http://desk.example", "without TLS only this machine"],
    ["http://10.0.0.1:8080", "without TLS only this machine"],
  ])("are refused with the origin %s", (origin, says) => {
    expect(() => httpSettings({ origin })).toThrow(says);
  });

  test("take the relying party from the origin, or a domain above it and no other", () => {
    expect(httpSettings({ origin: "https://desk.example" }).rpId).toBe("desk.example");
    expect(httpSettings({ origin: "http://localhost:8080" }).rpId).toBe("localhost");
    const above = { origin: "https://desk.service.example", rpId: "service.example" };
    expect(httpSettings(above).rpId).toBe("service.example");
    expect(() => httpSettings({ origin: "https://desk.example", rpId: "sk.example" })).toThrow(
      "does not stand above",
    );
  });
});
