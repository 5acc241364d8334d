import { createHash, randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { forgetExpired } from "../../src/usecases/people/sign-in/forget-expired.ts";
import { Browser } from "./support/browser.ts";
import { grant, newcomer, useDesk } from "./support/desk.ts";

const opened = useDesk();
const COOKIE = "__Host-caveat";

async function sessions(): Promise<number> {
  return opened().store.asAdministrator(async (client) => {
    const { rows } = await client.query("select hash from session");
    return rows.length;
  });
}

describe("the cookie of a session", () => {
  test("goes to this host only, over TLS only, to no script and from no other site", async () => {
    const browser = await newcomer(opened());
    const line = (await browser.signIn()).headers.getSetCookie().join();
    const [pair, ...attributes] = line.split("; ");
    expect(pair).toMatch(/^__Host-caveat=[\w-]{43}$/);
    expect(attributes.toSorted()).toEqual([
      "HttpOnly",
      "Max-Age=43200",
      "Path=/",
      "SameSite=Strict",
      "Secure",
    ]);
  });

  test("is nowhere in the database: only its hash is", async () => {
    const browser = await newcomer(opened());
    const secret = browser.cookies.get(COOKIE) ?? "";
    const found = await opened().store.asAdministrator(async (client) => {
      const hash = createHash("sha256").update(secret).digest();
      const kept = await client.query("select 1 from session where hash = $1", [hash]);
      const { rows } = await client.query("select session::text as row from session");
      return { kept: kept.rows.length, open: JSON.stringify(rows).includes(secret) };
    });
    expect(found).toEqual({ kept: 1, open: false });
  });
});

describe("a session", () => {
  test("that somebody chose for another is never theirs: it gets a new secret (fixation)", async () => {
    const browser = await newcomer(opened());
    const chosen = randomBytes(32).toString("base64url");
    browser.cookies.set(COOKIE, chosen);
    await browser.signIn();
    expect(browser.cookies.get(COOKIE)).not.toBe(chosen);
    const attacker = new Browser(opened());
    attacker.cookies.set(COOKIE, chosen);
    expect((await attacker.get("/me")).status).toBe(401);
  });

  test("that somebody else had in this browser ends with the next sign-in", async () => {
    const [one, other] = [await newcomer(opened()), await newcomer(opened())];
    const secret = one.cookies.get(COOKIE) ?? "";
    other.cookies.set(COOKIE, secret);
    await other.signIn();
    expect((await one.get("/me")).status).toBe(401);
    expect((await other.get("/me")).body["person"]).toBe(other.person);
  });

  test("ends when it is not used for half an hour, and not while it is", async () => {
    const { clock, ports } = opened();
    const browser = await newcomer(opened());
    for (let used = 0; used < 4; used += 1) {
      clock.pass(ports.rules.sessionIdle - 60_000);
      expect((await browser.get("/me")).status).toBe(200);
    }
    clock.pass(ports.rules.sessionIdle);
    expect((await browser.get("/me")).status).toBe(401);
  });

  test("ends after half a day however much it is used", async () => {
    const { clock, ports } = opened();
    const browser = await newcomer(opened());
    const until = Date.parse(clock.now()) + ports.rules.sessionLife;
    while (Date.parse(clock.now()) + 600_000 < until) {
      clock.pass(600_000);
      expect((await browser.get("/me")).status).toBe(200);
    }
    clock.pass(600_000);
    expect((await browser.get("/me")).status).toBe(401);
  });

  test("ends at sign-out, here or everywhere", async () => {
    const [here, there] = [await newcomer(opened()), new Browser(opened())];
    there.passkey = here.passkey;
    await there.signIn();
    const stolen = new Map(here.cookies);
    expect((await here.post("/sign-out", { everywhere: false })).status).toBe(200);
    expect(here.cookies.size).toBe(0);
    const thief = new Browser(opened());
    for (const [name, value] of stolen) thief.cookies.set(name, value);
    expect((await thief.get("/me")).status).toBe(401);
    expect((await there.get("/me")).status).toBe(200);
    await here.signIn();
    await here.post("/sign-out", { everywhere: true });
    expect((await there.get("/me")).status).toBe(401);
  });

  test("has the rights of the moment of each request", async () => {
    const browser = await newcomer(opened());
    expect((await browser.get("/me")).body["roles"]).toEqual([]);
    const id = await grant(opened(), browser.person, "officer");
    expect((await browser.get("/me")).body["roles"]).toEqual(["officer"]);
    const yesterday = new Date(Date.parse(opened().clock.now()) - 86_400_000);
    const lastDay = yesterday.toISOString().slice(0, 10);
    await opened().first.post(`/roles/${id}/end`, { lastDay });
    expect((await browser.get("/me")).body["roles"]).toEqual([]);
  });

  test("that is over is forgotten, and no other", async () => {
    const { clock, ports } = opened();
    await newcomer(opened());
    clock.pass(ports.rules.sessionLife);
    const fresh = await newcomer(opened());
    const before = await sessions();
    await forgetExpired(ports);
    expect(await sessions()).toBeLessThan(before);
    expect((await fresh.get("/me")).status).toBe(200);
  });

  test.each([
    "",
    "x",
    "../../etc/passwd",
    randomBytes(32).toString("base64url"),
    "a".repeat(5_000),
  ])("is nobody's with the secret %s", async (secret) => {
    const browser = new Browser(opened());
    browser.cookies.set(COOKIE, secret);
    expect(await browser.get("/me")).toMatchObject({
      status: 401,
      body: { code: "not-signed-in" },
    });
  });
});

describe("a machine's token", () => {
  const day = 86_400_000;

  async function token(scopes: readonly string[]): Promise<Record<string, string>> {
    const owner = await newcomer(opened());
    const expires = new Date(Date.parse(opened().clock.now()) + day).toISOString();
    const made = await owner.post("/tokens", { machine: "poller", scopes, expires });
    return { authorization: `Bearer ${String(made.body["secret"])}` };
  }

  test("does what its scopes name, and is shown once", async () => {
    const headers = await token(["people:read"]);
    const machine = new Browser(opened());
    expect((await machine.get("/people", { headers })).status).toBe(200);
    const other = await token(["decide"]);
    expect(await machine.get("/people", { headers: other })).toMatchObject({
      status: 403,
      body: { code: "not-in-scope" },
    });
  });

  test.each(["/me", "/tokens", "/roles", "/passkeys", "/compartments"])(
    "does nothing that is for a person: %s",
    async (path) => {
      const headers = await token(["people:read", "cases:write", "decide"]);
      expect(await new Browser(opened()).get(path, { headers })).toMatchObject({
        status: 403,
        body: { code: "person-only" },
      });
    },
  );

  test("makes no other token, and changes nobody's rights", async () => {
    const headers = await token(["cases:write"]);
    const machine = new Browser(opened());
    for (const path of ["/tokens", "/roles", "/people", "/compartments", "/passkeys/options"]) {
      expect(await machine.post(path, {}, { headers }), path).toMatchObject({
        status: 403,
        body: { code: "person-only" },
      });
    }
  });

  test("is over on its day", async () => {
    const headers = await token(["people:read"]);
    opened().clock.pass(day);
    expect((await new Browser(opened()).get("/people", { headers })).status).toBe(401);
  });

  test("is not taken together with a session: which one is meant?", async () => {
    const headers = await token(["people:read"]);
    const browser = await newcomer(opened());
    expect((await browser.get("/people", { headers })).status).toBe(401);
  });

  test("that is bound to a certificate is nothing without it", async () => {
    const owner = await newcomer(opened());
    const expires = new Date(Date.parse(opened().clock.now()) + day).toISOString();
    const certificate = randomBytes(32).toString("hex");
    const given = { machine: "poller", scopes: ["people:read"], expires, certificate };
    const made = await owner.post("/tokens", given);
    const headers = { authorization: `Bearer ${String(made.body["secret"])}` };
    expect((await new Browser(opened()).get("/people", { headers })).status).toBe(401);
  });
});

describe("a page of another site", () => {
  test.each([
    ["says so", { "sec-fetch-site": "cross-site" }],
    ["is on a sister domain", { "sec-fetch-site": "same-site" }],
    [
      "has no fetch metadata but an origin",
      {
        "sec-fetch-site": undefined,
        origin: "https://evil.example",
      },
    ],
    ["hides its origin", { "sec-fetch-site": undefined, origin: "null" }],
    ["was opened by hand", { "sec-fetch-site": "none" }],
  ])("changes nothing when it %s", async (_, headers) => {
    const browser = await newcomer(opened());
    const sent = await browser.post("/sign-out", { everywhere: true }, { headers });
    expect(sent).toMatchObject({ status: 403, body: { code: "cross-site" } });
    expect((await browser.get("/me")).status).toBe(200);
  });

  test("does not read either", async () => {
    const browser = await newcomer(opened());
    const read = await browser.get("/me", { headers: { "sec-fetch-site": "cross-site" } });
    expect(read.status).toBe(403);
    expect(read.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("cannot send a form: it lacks a header that a form has not", async () => {
    const browser = await newcomer(opened());
    const headers = { "caveat-request": undefined };
    const sent = await browser.post("/sign-out", { everywhere: true }, { headers });
    expect(sent).toMatchObject({ status: 400, body: { code: "no-request-id" } });
  });

  test("gets no answer to a question about what it may do", async () => {
    const asked = await new Browser(opened()).send("OPTIONS", "/people", undefined, {
      headers: {
        origin: "https://evil.example",
        "access-control-request-method": "POST",
        "sec-fetch-site": "cross-site",
      },
    });
    expect(asked.status).toBe(403);
    expect([...asked.headers.keys()].filter((name) => name.startsWith("access-"))).toEqual([]);
  });
});

test("no GET changes anything", async () => {
  const document = await new Browser(opened()).get("/openapi.json");
  const paths = document.body["paths"] as Record<string, Record<string, unknown>>;
  const browser = await newcomer(opened());
  const counted = async (): Promise<unknown> =>
    opened().store.asAdministrator(async (client) => {
      const tables = ["person", "role_grant", "session", "challenge", "api_token", "pending"];
      const counts: string[] = [];
      for (const table of tables) {
        const { rows } = await client.query(`select count(*) as many from ${table}`);
        counts.push(`${table} ${String(rows[0]?.many)}`);
      }
      return counts;
    });
  const before = await counted();
  for (const path of Object.keys(paths)) {
    const filled = path.replaceAll(/\{\w+\}/g, randomUUID());
    const isOurs = filled.startsWith("/api/v1");
    await browser.get(isOurs ? filled.slice("/api/v1".length) : `/${filled}`);
  }
  expect(await counted()).toEqual(before);
});
