import { createHash, randomBytes } from "node:crypto";
import { createRoute, z } from "@hono/zod-openapi";
import { describe, expect, test } from "vitest";
import { assertionProblem } from "../../src/assertion/check-assertion.ts";
import {
  assertWith,
  attest,
  makePasskey,
  type Ceremony,
} from "../../src/assertion/software-passkey.ts";
import type { Api } from "../../src/http/env.ts";
import { guarded, json, NO_BODY, PERSON } from "../../src/http/guard/guarded.ts";
import { PROBLEMS } from "../../src/http/problem.ts";
import { assertionAnswer } from "../../src/http/routes/passkey-shape.ts";
import { sha256, secret } from "../../src/http/routes/shape.ts";
import { challengeFor, verifyStepUp } from "../../src/http/step-up.ts";
import type { Assertion } from "../../src/usecases/people/sign-in/ports.ts";
import { Browser, type Answer } from "./support/browser.ts";
import { newcomer, ORIGIN, useDesk } from "./support/desk.ts";

const anything = z.record(z.string(), z.unknown());
const OK = {
  200: { description: "", content: { "application/json": { schema: anything } } },
  ...PROBLEMS,
};
const params = z.object({ purpose: z.string(), payload: sha256 });

/** Two routes as another part of the program would add them. */
function signing(api: Api): void {
  const path = "/signing/{purpose}/{payload}";
  const ask = createRoute({
    method: "post",
    path: `${path}/options`,
    ...guarded(PERSON, NO_BODY),
    request: { params },
    responses: OK,
  });
  const schema = z.strictObject({ ticket: secret, answer: assertionAnswer });
  const sign = createRoute({
    method: "post",
    path,
    ...guarded(PERSON, json()),
    request: { params, body: { required: true, content: { "application/json": { schema } } } },
    responses: OK,
  });
  api.openapi(ask, async (c) => {
    const { purpose, payload } = c.req.valid("param");
    return c.json({ ...(await challengeFor(c, purpose, Buffer.from(payload, "hex"))) }, 200);
  });
  api.openapi(sign, async (c) => {
    const { purpose, payload } = c.req.valid("param");
    const given = c.req.valid("json");
    return c.json({ ...(await verifyStepUp(c, purpose, Buffer.from(payload, "hex"), given)) }, 200);
  });
}

const opened = useDesk({ more: [signing] });

const manifest = (text: string): string => createHash("sha256").update(text).digest("hex");
const REFUSED = { status: 401, body: { code: "sign-in-refused" } };

async function asked(browser: Browser, payload: string, purpose = "approve"): Promise<Answer> {
  return browser.post(`/signing/${purpose}/${payload}/options`);
}

async function signed(
  browser: Browser,
  payload: string,
  change: Partial<Ceremony> = {},
): Promise<Answer> {
  const request = await asked(browser, payload);
  const answer = assertWith(browser.passkey, browser.ceremony(request, change));
  return browser.post(`/signing/approve/${payload}`, { ticket: request.body["ticket"], answer });
}

describe("a signature", () => {
  test.each(["ES256", "EdDSA"] as const)(
    "with a key of the kind %s is over the very hash, and holds without us",
    async (kind) => {
      const browser = await newcomer(opened());
      const spare = makePasskey(kind);
      const request = await browser.post("/passkeys/options");
      const made = attest(spare, browser.ceremony(request));
      await browser.post("/passkeys", { ticket: request.body["ticket"], answer: made });
      browser.passkey = spare;

      const payload = manifest("a manifest");
      const options = (await asked(browser, payload)).body["options"];
      const challenge = Buffer.from(payload, "hex").toString("base64url");
      expect(options).toMatchObject({ challenge, userVerification: "required" });
      const answer = await signed(browser, payload);
      expect(answer.status).toBe(200);
      const assertion = answer.body as unknown as Assertion;
      expect(Object.keys(assertion).toSorted()).toEqual([
        "authenticatorData",
        "clientDataJSON",
        "credential",
        "publicKey",
        "signature",
      ]);
      const expected = {
        payload: Buffer.from(payload, "hex"),
        origin: ORIGIN,
        rpId: "desk.example",
      };
      expect(assertionProblem(assertion, expected)).toBeUndefined();
    },
  );

  test("puts the session under a new secret, and the old one is gone", async () => {
    const browser = await newcomer(opened());
    const before = new Map(browser.cookies);
    expect((await signed(browser, manifest("one"))).status).toBe(200);
    expect(browser.cookies).not.toEqual(before);
    expect((await browser.get("/me")).status).toBe(200);
    const thief = new Browser(opened());
    for (const [name, value] of before) thief.cookies.set(name, value);
    expect((await thief.get("/me")).status).toBe(401);
  });

  test("does not make a session live longer", async () => {
    const { clock, ports } = opened();
    const browser = await newcomer(opened());
    const end = Date.parse(clock.now()) + ports.rules.sessionLife;
    while (Date.parse(clock.now()) < end - 1_200_000) {
      clock.pass(1_200_000);
      await signed(browser, manifest(clock.now()));
    }
    clock.pass(1_200_000);
    expect((await browser.get("/me")).status).toBe(401);
  });

  test.each([
    ["over something else", { challenge: randomBytes(32).toString("base64url") }],
    ["at another origin", { origin: "https://evil.example" }],
    ["for another relying party", { rpId: "evil.example" }],
    ["with nobody verified", { flags: 0x01 }],
  ])("is refused %s", async (_, change) => {
    const browser = await newcomer(opened());
    expect(await signed(browser, manifest("one"), change)).toMatchObject(REFUSED);
  });

  test("is refused for another payload, and for another purpose, than was asked", async () => {
    const browser = await newcomer(opened());
    for (const path of [
      `/signing/approve/${manifest("two")}`,
      `/signing/refuse/${manifest("one")}`,
    ]) {
      const request = await asked(browser, manifest("one"));
      const answer = assertWith(browser.passkey, browser.ceremony(request));
      const given = { ticket: request.body["ticket"], answer };
      expect(await browser.post(path, given)).toMatchObject(REFUSED);
    }
  });

  test("is refused with another person's key, and in another person's session", async () => {
    const [one, other] = [await newcomer(opened()), await newcomer(opened())];
    const payload = manifest("one");
    const request = await asked(one, payload);
    const ticket = request.body["ticket"];
    const answer = assertWith(other.passkey, other.ceremony(request));
    expect(await one.post(`/signing/approve/${payload}`, { ticket, answer })).toMatchObject(
      REFUSED,
    );

    const mine = await asked(one, payload);
    const good = assertWith(one.passkey, one.ceremony(mine));
    const given = { ticket: mine.body["ticket"], answer: good };
    expect(await other.post(`/signing/approve/${payload}`, given)).toMatchObject(REFUSED);
  });

  test("is refused in another session of the same person than it was asked in", async () => {
    const one = await newcomer(opened());
    const there = new Browser(opened());
    there.passkey = one.passkey;
    await there.signIn();
    const request = await asked(one, manifest("one"));
    const answer = assertWith(one.passkey, one.ceremony(request));
    const given = { ticket: request.body["ticket"], answer };
    expect(await there.post(`/signing/approve/${manifest("one")}`, given)).toMatchObject(REFUSED);
  });

  test("is not accepted twice, even when the same is to be signed again", async () => {
    const { alarms } = opened();
    const browser = await newcomer(opened());
    const payload = manifest("taken back and given again");
    const request = await asked(browser, payload);
    const answer = assertWith(browser.passkey, browser.ceremony(request));
    const path = `/signing/approve/${payload}`;
    expect((await browser.post(path, { ticket: request.body["ticket"], answer })).status).toBe(200);
    const again = await asked(browser, payload);
    const before = alarms.length;
    expect(await browser.post(path, { ticket: again.body["ticket"], answer })).toMatchObject(
      REFUSED,
    );
    expect(alarms).toHaveLength(before + 1);
    const mirrored = { ...answer, signature: mirror(answer.signature) };
    const third = await asked(browser, payload);
    expect(
      await browser.post(path, { ticket: third.body["ticket"], answer: mirrored }),
    ).toMatchObject(REFUSED);
    expect((await signed(browser, payload)).status).toBe(200);
  });

  test("with a counter that went back is refused with an alarm", async () => {
    const { alarms } = opened();
    const browser = await newcomer(opened());
    await signed(browser, manifest("one"), { counter: 5 });
    const before = alarms.length;
    expect(await signed(browser, manifest("two"), { counter: 5 })).toMatchObject(REFUSED);
    expect(alarms).toHaveLength(before + 1);
  });

  test("is not asked of somebody without a key", async () => {
    const browser = await newcomer(opened());
    const cookies = new Map(browser.cookies);
    await opened().store.asAdministrator(async (client) => {
      await client.query(
        "insert into passkey_end select id, person, at from passkey where person = $1",
        [browser.person],
      );
    });
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    expect(await asked(browser, manifest("one"))).toMatchObject({
      status: 403,
      body: { code: "not-allowed", field: "passkey" },
    });
  });
});

/** The other signature that an ECDSA key holds to be good: (r, n - s), in DER. */
function mirror(signature: string): string {
  const order = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  const der = Buffer.from(signature, "base64url");
  const r = der.subarray(4, 4 + (der[3] ?? 0));
  const s = BigInt(`0x${der.subarray(6 + r.length).toString("hex")}`);
  const bytes = Buffer.from((order - s).toString(16).padStart(64, "0"), "hex");
  const first = bytes.findIndex((byte) => byte !== 0);
  const plain = bytes.subarray(first);
  const other = (plain[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), plain]) : plain;
  const body = Buffer.concat([Buffer.of(2, r.length), r, Buffer.of(2, other.length), other]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]).toString("base64url");
}
