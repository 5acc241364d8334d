import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  assertionProblem,
  type Expected,
  type StoredAssertion,
} from "../../src/assertion/check-assertion.ts";
import { assertWith, makePasskey, type Ceremony } from "../../src/assertion/software-passkey.ts";

const payload = createHash("sha256").update("a manifest").digest();
const EXPECTED: Expected = { payload, origin: "https://desk.example", rpId: "desk.example" };

function stored(kind: "ES256" | "EdDSA", change: Partial<Ceremony> = {}): StoredAssertion {
  const passkey = makePasskey(kind);
  const { origin, rpId } = EXPECTED;
  const ceremony = { challenge: payload.toString("base64url"), origin, rpId, ...change };
  const { id, ...fields } = assertWith(passkey, ceremony);
  const key = createPublicKey(createPrivateKey(passkey.privateKey));
  const publicKey = key.export({ type: "spki", format: "der" }).toString("base64url");
  return { credential: id, publicKey, ...fields };
}

describe.each(["ES256", "EdDSA"] as const)("a stored signature of the kind %s", (kind) => {
  const good = stored(kind);

  test("holds for what was signed", () => {
    expect(assertionProblem(good, EXPECTED)).toBeUndefined();
  });

  test.each([
    ["another payload", { payload: createHash("sha256").update("b").digest() }, "something else"],
    ["a longer payload", { payload: Buffer.alloc(33) }, "something else"],
    ["another origin", { origin: "https://desk.example:8443" }, "another origin"],
    ["another relying party", { rpId: "example" }, "another relying party"],
  ])("does not hold for %s", (_, change, says) => {
    expect(assertionProblem(good, { ...EXPECTED, ...change })).toContain(says);
  });

  test.each([
    ["nobody was verified", { flags: 0x01 }, "not verified"],
    ["nobody was present", { flags: 0x04 }, "nobody was present"],
  ])("does not hold when %s", (_, change, says) => {
    expect(assertionProblem(stored(kind, change), EXPECTED)).toContain(says);
  });

  test("does not hold under another's key", () => {
    const other = { ...good, publicKey: stored(kind).publicKey };
    expect(assertionProblem(other, EXPECTED)).toBe("the signature does not hold");
  });

  test("does not hold with a single bit changed anywhere", () => {
    const fields = ["clientDataJSON", "authenticatorData", "signature", "publicKey"] as const;
    const field = fc.constantFrom(...fields);
    fc.assert(
      fc.property(field, fc.nat(), fc.integer({ min: 0, max: 7 }), (name, place, bit) => {
        const bytes = Buffer.from(good[name], "base64url");
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const changed = { ...good, [name]: bytes.toString("base64url") };
        expect(assertionProblem(changed, EXPECTED)).toBeTypeOf("string");
      }),
      { numRuns: 400 },
    );
  });

  test("does not hold cut short, and never throws on anything at all", () => {
    const text = fc.oneof(fc.string(), fc.base64String(), fc.constant(""), fc.constant("e30"));
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(good)), text, (name, value) => {
        fc.pre(name !== "credential" && value !== good[name as keyof StoredAssertion]);
        expect(assertionProblem({ ...good, [name]: value }, EXPECTED)).toBeTypeOf("string");
      }),
    );
  });

  test("has one spelling: padded or written otherwise it does not hold", () => {
    for (const field of ["clientDataJSON", "signature"] as const) {
      const padded = { ...good, [field]: `${good[field]}=` };
      expect(assertionProblem(padded, EXPECTED)).toContain("base64url");
    }
  });
});

describe("a stored signature", () => {
  function withClient(client: string): StoredAssertion {
    const bytes = Buffer.from(client);
    return { ...stored("ES256"), clientDataJSON: bytes.toString("base64url") };
  }
  const challenge = payload.toString("base64url");

  test.each([
    ["no JSON", "{", "not a JSON object"],
    ["a list", "[]", "not a JSON object"],
    ["null", "null", "not a JSON object"],
    ["a registration", '{"type":"webauthn.create"}', "of another kind"],
    [
      "a frame of another site",
      JSON.stringify({
        type: "webauthn.get",
        challenge,
        origin: EXPECTED.origin,
        crossOrigin: true,
      }),
      "in a frame",
    ],
  ])("does not hold over %s", (_, client, says) => {
    expect(assertionProblem(withClient(client), EXPECTED)).toContain(says);
  });

  test.each([
    ["RSA", generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey],
    ["P-384", generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey],
    ["X25519", generateKeyPairSync("x25519").publicKey],
  ])("does not hold under a key of another kind: %s", (_, key) => {
    const publicKey = key.export({ type: "spki", format: "der" }).toString("base64url");
    expect(assertionProblem({ ...stored("ES256"), publicKey }, EXPECTED)).toContain(
      "none of P-256",
    );
  });
});
