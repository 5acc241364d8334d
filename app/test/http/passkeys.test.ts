import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  assertWith,
  attest,
  makePasskey,
  type Ceremony,
} from "../../src/assertion/software-passkey.ts";
import type { Link } from "../../src/usecases/people/authority/link.ts";
import { Browser, type Answer } from "./support/browser.ts";
import { newcomer, SERVICE, useDesk } from "./support/desk.ts";

const opened = useDesk();

const REFUSED = { status: 401, body: { code: "sign-in-refused" } };

/** A link for somebody new, not opened yet. */
async function link(): Promise<string> {
  await opened().first.signIn();
  const invitation = { service: SERVICE, name: "Dee", administers: false };
  const { body } = await opened().first.post("/people", invitation);
  return (body as unknown as Link).secret;
}

const WRONG: readonly (readonly [string, Partial<Ceremony>])[] = [
  ["at another origin", { origin: "https://desk.example.evil.example" }],
  ["at the same host without TLS", { origin: "http://desk.example" }],
  ["for another relying party", { rpId: "evil.example" }],
  ["over another challenge", { challenge: randomBytes(32).toString("base64url") }],
  ["over no challenge", { challenge: "" }],
  ["with nobody verified", { flags: 0x01 }],
  ["with nobody present", { flags: 0x04 }],
];

describe("a sign-in by key", () => {
  test.each(["ES256", "EdDSA"] as const)("works with a key of the kind %s", async (kind) => {
    const browser = new Browser(opened());
    browser.passkey = makePasskey(kind);
    expect(await browser.enrol(await link())).toMatchObject({ status: 200 });
    browser.cookies.clear();
    expect(await browser.signIn()).toMatchObject({ status: 200, body: { person: browser.person } });
    expect((await browser.get("/me")).body["person"]).toBe(browser.person);
  });

  test("asks everybody for the same: it names no key and no person", async () => {
    const asked = await new Browser(opened()).post("/sign-in/passkey/options");
    expect(asked.body["options"]).toEqual({
      rpId: "desk.example",
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      allowCredentials: [],
      timeout: 300_000,
      userVerification: "required",
    });
  });

  test.each(WRONG)("is refused when it is signed %s", async (_, change) => {
    const browser = await newcomer(opened());
    browser.cookies.clear();
    expect(await browser.signIn(change)).toMatchObject(REFUSED);
    expect(browser.cookies.size).toBe(0);
    expect(await browser.signIn()).toMatchObject({ status: 200 });
  });

  test("is refused with a key nobody registered, in the same words", async () => {
    const stranger = new Browser(opened());
    const known = await newcomer(opened());
    const [one, other] = [await stranger.signIn(), await known.signIn({ flags: 0x01 })];
    const said = ({ body }: Answer): object => ({ ...body, request: undefined });
    expect(one).toMatchObject(REFUSED);
    expect(said(one)).toEqual(said(other));
  });

  test("is refused with another's key under one's own name, and the other way round", async () => {
    const [one, other] = [await newcomer(opened()), await newcomer(opened())];
    const asked = await one.post("/sign-in/passkey/options");
    const signed = assertWith(other.passkey, one.ceremony(asked));
    const swapped = { ...signed, id: one.passkey.id };
    const answer = { ticket: asked.body["ticket"], answer: swapped };
    expect(await one.post("/sign-in/passkey", answer)).toMatchObject(REFUSED);
  });

  test("is refused when the answer comes again, or comes under another ticket", async () => {
    const browser = await newcomer(opened());
    const [first, second] = [
      await browser.post("/sign-in/passkey/options"),
      await browser.post("/sign-in/passkey/options"),
    ];
    const answer = assertWith(browser.passkey, browser.ceremony(first));
    const given = { ticket: first.body["ticket"], answer };
    expect(
      await browser.post("/sign-in/passkey", { ticket: second.body["ticket"], answer }),
    ).toMatchObject(REFUSED);
    expect(await browser.post("/sign-in/passkey", given)).toMatchObject({ status: 200 });
    expect(await browser.post("/sign-in/passkey", given)).toMatchObject(REFUSED);
  });

  test("is refused when it took too long", async () => {
    const browser = await newcomer(opened());
    const asked = await browser.post("/sign-in/passkey/options");
    opened().clock.pass(opened().ports.rules.challengeLife);
    const answer = assertWith(browser.passkey, browser.ceremony(asked));
    const given = { ticket: asked.body["ticket"], answer };
    expect(await browser.post("/sign-in/passkey", given)).toMatchObject(REFUSED);
  });

  test("is refused with a registration in place of a signature", async () => {
    const browser = await newcomer(opened());
    const asked = await browser.post("/sign-in/passkey/options");
    const made = attest(browser.passkey, browser.ceremony(asked));
    const signed = assertWith(browser.passkey, browser.ceremony(asked));
    const answer = { ...signed, clientDataJSON: made.clientDataJSON };
    const given = { ticket: asked.body["ticket"], answer };
    expect(await browser.post("/sign-in/passkey", given)).toMatchObject(REFUSED);
  });

  test("is refused with any byte of the signature or of what was signed changed", async () => {
    const browser = await newcomer(opened());
    for (const field of ["clientDataJSON", "authenticatorData", "signature"] as const) {
      const asked = await browser.post("/sign-in/passkey/options");
      const signed = assertWith(browser.passkey, browser.ceremony(asked));
      const bytes = Buffer.from(signed[field], "base64url");
      const at = bytes.length - 1;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const answer = { ...signed, [field]: bytes.toString("base64url") };
      const given = { ticket: asked.body["ticket"], answer };
      expect(await browser.post("/sign-in/passkey", given), field).toMatchObject(REFUSED);
    }
  });

  test("moves the key's counter on, and one that went back is refused with an alarm", async () => {
    const { alarms, ports } = opened();
    const browser = await newcomer(opened());
    const before = alarms.length;
    expect(await browser.signIn({ counter: 7 })).toMatchObject({ status: 200 });
    for (const counter of [7, 3, 0]) {
      expect(await browser.signIn({ counter }), String(counter)).toMatchObject(REFUSED);
    }
    expect(alarms.slice(before)).toEqual(["passkey", "passkey", "passkey"]);
    expect(await browser.signIn({ counter: 8 })).toMatchObject({ status: 200 });
    const kept = await ports.store.read((people) => people.findPasskey(browser.passkey.id));
    expect(kept?.counter).toBe(8);
  });

  test("raises no alarm over a counter that nobody signed", async () => {
    const browser = await newcomer(opened());
    await browser.signIn({ counter: 7 });
    const { alarms } = opened();
    const before = alarms.length;
    const asked = await browser.post("/sign-in/passkey/options");
    const forged = assertWith(makePasskey(), browser.ceremony(asked, { counter: 3 }));
    const answer = { ...forged, id: browser.passkey.id };
    const given = { ticket: asked.body["ticket"], answer };
    expect(await browser.post("/sign-in/passkey", given)).toMatchObject(REFUSED);
    expect(alarms).toHaveLength(before);
  });
});

describe("an enrolment by link", () => {
  test("works once, for whoever is first", async () => {
    const secret = await link();
    const browsers = [0, 1, 2, 3].map(() => new Browser(opened()));
    const answers = await Promise.all(browsers.map((browser) => browser.enrol(secret)));
    expect(
      answers
        .map(({ status }) => String(status))
        .toSorted()
        .join(),
    ).toBe("200,401,401,401");
    expect(await new Browser(opened()).enrol(secret)).toMatchObject(REFUSED);
  });

  test("is refused after three days", async () => {
    const secret = await link();
    opened().clock.pass(opened().ports.rules.linkLife);
    expect(await new Browser(opened()).enrol(secret)).toMatchObject(REFUSED);
  });

  test("is refused with a secret nobody made", async () => {
    const secret = randomBytes(32).toString("base64url");
    expect(await new Browser(opened()).enrol(secret)).toMatchObject(REFUSED);
  });

  test.each(WRONG)("is refused when the key was made %s", async (_, change) => {
    const secret = await link();
    const browser = new Browser(opened());
    const asked = await browser.post("/enrol/passkey/options", { link: secret });
    const answer = attest(browser.passkey, browser.ceremony(asked, change));
    const given = { link: secret, ticket: asked.body["ticket"], answer };
    expect(await browser.post("/enrol/passkey", given)).toMatchObject(REFUSED);
    expect(await browser.enrol(secret)).toMatchObject({ status: 200 });
  });

  test("is refused with a key that is somebody's already", async () => {
    const known = await newcomer(opened());
    const browser = new Browser(opened());
    browser.passkey = known.passkey;
    expect(await browser.enrol(await link())).toMatchObject({ status: 409 });
    expect((await known.get("/me")).body["person"]).toBe(known.person);
  });

  test("asks for a key that its person is verified with", async () => {
    const asked = await new Browser(opened()).post("/enrol/passkey/options", {
      link: await link(),
    });
    expect(asked.body["options"]).toMatchObject({
      rp: { id: "desk.example" },
      attestation: "none",
      authenticatorSelection: { userVerification: "required", residentKey: "required" },
      pubKeyCredParams: [
        { alg: -8, type: "public-key" },
        { alg: -7, type: "public-key" },
      ],
    });
  });
});

describe("another key", () => {
  test("is added by its person, whose other sessions end", async () => {
    const browser = await newcomer(opened());
    const elsewhere = new Browser(opened());
    elsewhere.passkey = browser.passkey;
    await elsewhere.signIn();
    const asked = await browser.post("/passkeys/options");
    expect(asked.body["options"]).toMatchObject({
      excludeCredentials: [{ id: browser.passkey.id }],
    });
    const spare = makePasskey("EdDSA");
    const answer = attest(spare, browser.ceremony(asked));
    const added = await browser.post("/passkeys", { ticket: asked.body["ticket"], answer });
    expect(added.status).toBe(200);
    expect((await browser.get("/passkeys")).body["passkeys"]).toHaveLength(2);
    expect((await elsewhere.get("/me")).status).toBe(401);
    elsewhere.passkey = spare;
    expect(await elsewhere.signIn()).toMatchObject({ body: { person: browser.person } });
  });

  test("is not added under a ticket for another person", async () => {
    const [one, other] = [await newcomer(opened()), await newcomer(opened())];
    const asked = await other.post("/passkeys/options");
    const answer = attest(makePasskey(), one.ceremony(asked));
    const given = { ticket: asked.body["ticket"], answer };
    expect(await one.post("/passkeys", given)).toMatchObject(REFUSED);
  });

  test("is not added by a session that was begun a while ago", async () => {
    const browser = await newcomer(opened());
    opened().clock.pass(opened().ports.rules.fresh);
    const asked = await browser.post("/passkeys/options");
    expect(asked).toMatchObject({ status: 403, body: { code: "sign-in-again" } });
    await browser.signIn();
    expect((await browser.post("/passkeys/options")).status).toBe(200);
  });
});
