import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { endPerson } from "../../src/usecases/people/authority/end-person.ts";
import type { Link } from "../../src/usecases/people/authority/link.ts";
import { Browser, type Answer } from "./support/browser.ts";
import { ORIGIN, SERVICE, useDesk, openDesk, type Desk } from "./support/desk.ts";
import { IdentityProvider, type IdToken } from "./support/identity-provider.ts";

const CALLBACK = `${ORIGIN}/sign-in/provider`;
const REFUSED = { status: 401, body: { code: "sign-in-refused" } };
const FLOW = "__Host-caveat-way";

const staffed = useDesk();
let house: IdentityProvider;
let other: IdentityProvider;
let desk: Desk;

beforeAll(async () => {
  house = await IdentityProvider.start("house", `${CALLBACK}/house`);
  other = await IdentityProvider.start("other", `${CALLBACK}/other`);
  const signers = { acr: ["two-factor"], amr: ["hwk"], maxAge: 600 };
  const away = { ...other.settings, id: "away", issuer: "http://127.0.0.1:1" };
  const providers = [{ ...house.settings, signers }, other.settings, away];
  const opened = await openDesk(staffed().store, { settings: { providers } });
  // The same people and sessions as those of the desk that has the administrators.
  desk = { ...opened, ports: { ...opened.ports, store: staffed().ports.store } };
});

beforeEach(() => {
  for (const one of [house, other]) {
    one.tamper = (token) => token;
    one.account = "subject-1";
    one.login = {};
  }
});

afterAll(async () => {
  await house.stop();
  await other.stop();
});

/** A link for somebody new, not opened yet. */
async function link(): Promise<string> {
  const { first } = staffed();
  await first.signIn();
  const { body } = await first.post("/people", { service: SERVICE, name: "E", administers: false });
  return (body as unknown as Link).secret;
}

async function begin(browser: Browser, provider = "house", body = {}): Promise<string> {
  return String((await browser.post(`/sign-in/providers/${provider}`, body)).body["url"]);
}

async function finish(browser: Browser, query: string, body = {}): Promise<Answer> {
  const answer = await browser.post("/sign-in/callback", { query, ...body });
  const { person } = answer.body;
  if (typeof person === "string") browser.person = person;
  return answer;
}

/** Goes there and back again. */
async function signIn(browser: Browser, provider = house, body = {}): Promise<Answer> {
  const url = await begin(browser, provider.settings.id, body);
  return finish(browser, await provider.visit(url), body);
}

let accounts = 0;

/** Somebody whose account at the house's provider is linked. */
async function linked(): Promise<{ readonly browser: Browser; readonly account: string }> {
  accounts += 1;
  const account = `account-${accounts}`;
  house.account = account;
  const browser = new Browser(desk);
  const answer = await signIn(browser, house, { link: await link() });
  expect(answer).toMatchObject({ status: 200 });
  return { browser, account };
}

describe("a sign-in by identity provider", () => {
  test("works for an account that was linked with a link, and for no other", async () => {
    const { browser, account } = await linked();
    browser.cookies.clear();
    expect(await signIn(browser)).toMatchObject({ status: 200, body: { person: browser.person } });
    expect((await browser.get("/me")).body["person"]).toBe(browser.person);
    house.account = `${account}-twin`;
    expect(await signIn(new Browser(desk))).toMatchObject(REFUSED);
  });

  test("knows an account by issuer and subject: the same subject or e-mail elsewhere is nobody", async () => {
    const { account } = await linked();
    other.account = account;
    expect(await signIn(new Browser(desk), other)).toMatchObject(REFUSED);
  });

  test("asks with a state, a nonce and a challenge of its own each time", async () => {
    const [one, two] = [
      new URL(await begin(new Browser(desk))),
      new URL(await begin(new Browser(desk))),
    ];
    for (const name of ["state", "nonce", "code_challenge"]) {
      expect(one.searchParams.get(name)).toMatch(/^[\w-]{43}$/);
      expect(one.searchParams.get(name)).not.toBe(two.searchParams.get(name));
    }
    expect(one.searchParams.get("code_challenge_method")).toBe("S256");
    expect(one.searchParams.get("response_type")).toBe("code");
    expect(one.searchParams.get("scope")).toBe("openid");
  });

  test("binds the browser to its way: another one cannot come back in its place", async () => {
    const { browser } = await linked();
    browser.cookies.clear();
    const query = await house.visit(await begin(browser));
    expect(await finish(new Browser(desk), query)).toMatchObject(REFUSED);
    const victim = new Browser(desk);
    await begin(victim);
    expect(await finish(victim, query)).toMatchObject(REFUSED);
  });

  test("ends a way with the first answer, good or bad", async () => {
    const { browser } = await linked();
    browser.cookies.clear();
    const query = await house.visit(await begin(browser));
    const way = browser.cookies.get(FLOW) ?? "";
    expect(way).toMatch(/^[\w-]{43}$/);
    expect(await finish(browser, "?code=wrong&state=wrong")).toMatchObject(REFUSED);
    browser.cookies.set(FLOW, way);
    expect(await finish(browser, query)).toMatchObject(REFUSED);
  });

  test("refuses a code that was used: with the same way, and with a new one", async () => {
    const { browser } = await linked();
    browser.cookies.clear();
    const query = await house.visit(await begin(browser));
    const way = browser.cookies.get(FLOW) ?? "";
    expect(await finish(browser, query)).toMatchObject({ status: 200 });
    browser.cookies.set(FLOW, way);
    expect(await finish(browser, query)).toMatchObject(REFUSED);
    await begin(browser);
    expect(await finish(browser, query)).toMatchObject(REFUSED);
  });

  test("refuses a code with another's state put on it (PKCE, and the state)", async () => {
    await linked();
    const [one, two] = [new Browser(desk), new Browser(desk)];
    const stolen = new URLSearchParams(await house.visit(await begin(one)));
    const own = new URLSearchParams(await house.visit(await begin(two)));
    stolen.set("state", own.get("state") ?? "");
    expect(await finish(two, `?${stolen.toString()}`)).toMatchObject(REFUSED);
  });

  test.each([
    ["no state", (query: URLSearchParams) => query.delete("state")],
    ["another state", (query: URLSearchParams) => query.set("state", "x".repeat(43))],
    ["two states", (query: URLSearchParams) => query.append("state", "x")],
    ["no code", (query: URLSearchParams) => query.delete("code")],
    ["another issuer", (query: URLSearchParams) => query.set("iss", other.issuer)],
    ["no issuer", (query: URLSearchParams) => query.delete("iss")],
    ["an error", (query: URLSearchParams) => query.set("error", "access_denied")],
  ])("refuses an answer with %s", async (_, change) => {
    const { browser } = await linked();
    browser.cookies.clear();
    const query = new URLSearchParams(await house.visit(await begin(browser)));
    change(query);
    expect(await finish(browser, `?${query.toString()}`)).toMatchObject(REFUSED);
  });

  test("refuses the answer of another provider than it was begun with (mix-up)", async () => {
    const { browser, account } = await linked();
    browser.cookies.clear();
    other.account = account;
    const theirs = new URLSearchParams(await other.visit(await begin(new Browser(desk), "other")));
    const url = new URL(await begin(browser, "house"));
    theirs.set("state", url.searchParams.get("state") ?? "");
    for (const iss of [other.issuer, house.issuer]) {
      await begin(browser, "house");
      theirs.set("iss", iss);
      expect(await finish(browser, `?${theirs.toString()}`)).toMatchObject(REFUSED);
    }
  });

  test("is refused in the name of whose access has ended", async () => {
    const { browser } = await linked();
    const { first, ports } = staffed();
    await endPerson(browser.person, ports.newId(), first.person, ports);
    browser.cookies.clear();
    expect(await signIn(browser)).toMatchObject(REFUSED);
  });

  test("is refused when it took too long", async () => {
    const { browser } = await linked();
    browser.cookies.clear();
    const query = await house.visit(await begin(browser));
    desk.clock.pass(desk.ports.rules.challengeLife);
    expect(await finish(browser, query)).toMatchObject(REFUSED);
  });
});

const now = (): number => Math.floor(Date.now() / 1000);
const claims =
  (change: Record<string, unknown>) =>
  (token: IdToken): IdToken => ({ ...token, claims: { ...token.claims, ...change } });

const LIES: readonly (readonly [string, (token: IdToken) => IdToken | undefined])[] = [
  ["of another issuer", claims({ iss: "https://evil.example" })],
  ["for another client", claims({ aud: "another" })],
  ["for several clients, of which another asked", claims({ aud: ["caveat", "b"], azp: "b" })],
  ["with another nonce", claims({ nonce: "x".repeat(43) })],
  ["without a nonce", claims({ nonce: undefined })],
  ["that has expired", claims({ exp: now() - 600, iat: now() - 1200 })],
  ["that does not say when it expires", claims({ exp: undefined })],
  ["that is not valid yet", claims({ nbf: now() + 3600 })],
  ["about nobody", claims({ sub: undefined })],
  ["about something that is no name", claims({ sub: 42 })],
  ["without a signature", (token) => ({ ...token, header: { alg: "none" }, key: undefined })],
  ["whose signature was cut off", (token) => ({ ...token, key: undefined })],
  ["by another algorithm", (token) => ({ ...token, header: { ...token.header, alg: "HS256" } })],
  [
    "by another key",
    (token) => ({
      ...token,
      key: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
    }),
  ],
  ["under the name of another key", (token) => ({ ...token, header: { alg: "ES256", kid: "b" } })],
  ["that is missing", () => undefined],
  ["without the time of the sign-in that was asked for", claims({ auth_time: undefined })],
  ["with a sign-in too long ago", claims({ auth_time: now() - 4000 })],
];

describe("an identity token", () => {
  test.each(LIES)("%s is refused", async (_, tamper) => {
    const { browser } = await linked();
    browser.cookies.clear();
    house.tamper = tamper;
    const before = desk.lines.length;
    expect(await signIn(browser)).toMatchObject(REFUSED);
    const said = desk.lines.slice(before).filter((line) => line.includes('"provider":"house"'));
    expect(said.map((line) => (JSON.parse(line) as { code: string }).code)).toEqual([
      expect.stringMatching(/^[A-Z_]+$/),
    ]);
    expect(browser.cookies.size).toBe(0);
  });

  test("in order is accepted after all of these", async () => {
    const { browser } = await linked();
    expect(await signIn(browser)).toMatchObject({ status: 200 });
  });
});

describe("a sign-in of the kind that signing asks for", () => {
  const strong = async (browser: Browser): Promise<boolean> =>
    staffed().store.asAdministrator(async (client) => {
      const { rows } = await client.query(
        "select strong from session where person = $1 order by proven desc, began desc limit 1",
        [browser.person],
      );
      return rows[0]?.strong === true;
    });

  test.each([
    [{}, false],
    [{ acr: "two-factor" }, false],
    [{ amr: ["hwk"] }, false],
    [{ acr: "one-factor", amr: ["hwk"] }, false],
    [{ acr: "two-factor", amr: ["pwd", "hwk"] }, true],
  ])("is known by context and methods: %o is %s", async (login, expected) => {
    const { browser } = await linked();
    await browser.post("/sign-out", { everywhere: true });
    house.login = login;
    expect(await signIn(browser)).toMatchObject({ status: 200 });
    expect(await strong(browser)).toBe(expected);
  });

  test("is none at a provider of which nothing is asked", async () => {
    accounts += 1;
    other.account = `account-${accounts}`;
    other.login = { acr: "two-factor", amr: ["hwk"] };
    const browser = new Browser(desk);
    await signIn(browser, other, { link: await link() });
    expect(await strong(browser)).toBe(false);
  });
});

describe("a link for an account", () => {
  test("is used up, and must come back with the browser that went away with it", async () => {
    const secret = await link();
    accounts += 1;
    house.account = `account-${accounts}`;
    const browser = new Browser(desk);
    const query = await house.visit(await begin(browser, "house", { link: secret }));
    expect(await finish(browser, query)).toMatchObject(REFUSED);
    const without = await house.visit(await begin(browser));
    expect(await finish(browser, without, { link: secret })).toMatchObject(REFUSED);
    expect(await signIn(browser, house, { link: secret })).toMatchObject({ status: 200 });
    expect((await browser.post("/sign-in/providers/house", { link: secret })).status).toBe(401);
  });

  test("does not take an account away from whose it is", async () => {
    const { browser, account } = await linked();
    house.account = account;
    const taking = await signIn(new Browser(desk), house, { link: await link() });
    expect(taking).toMatchObject(REFUSED);
    browser.cookies.clear();
    expect(await signIn(browser)).toMatchObject({ body: { person: browser.person } });
  });
});

describe("a provider", () => {
  test("that is not configured, or cannot be reached, is not there", async () => {
    for (const name of ["nobody", "away"]) {
      const answer = await new Browser(desk).post(`/sign-in/providers/${name}`, {});
      expect(answer, name).toMatchObject({ status: 404, body: { code: "not-found" } });
    }
  });

  test("is listed by the name routes call it", async () => {
    const answer = await new Browser(desk).get("/sign-in/providers");
    expect(answer.body["providers"]).toEqual(["house", "other", "away"]);
  });
});
