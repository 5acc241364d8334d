import { generateKeyPairSync, type JsonWebKey } from "node:crypto";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { cose } from "@simplewebauthn/server/helpers";
import { assertionProblem } from "../../assertion/check-assertion.ts";
import type {
  Assertion,
  AssertionAnswer,
  CreationAnswer,
  PasskeyProtocol,
} from "../../usecases/people/sign-in/ports.ts";
import { toSubjectPublicKeyInfo } from "./public-key.ts";

/** The site as its passkeys know it. */
export interface RelyingParty {
  /** "https://desk.example". */
  readonly origin: string;
  /** "desk.example". */
  readonly rpId: string;
  readonly name: string;
  /** Milliseconds a person has to answer. */
  readonly timeout: number;
}

/** What we can check without any library, and what authenticators have. */
const ALGORITHMS = [cose.COSEALG.EdDSA, cose.COSEALG.ES256];

/** WebAuthn by @simplewebauthn/server, bound to one site. */
export function passkeyProtocol(party: RelyingParty): PasskeyProtocol {
  const decoy = decoyKey();
  return {
    creationOptions: async ({ id, name }, challenge, known) => ({
      ...(await generateRegistrationOptions({
        rpName: party.name,
        rpID: party.rpId,
        userID: new Uint8Array(Buffer.from(id)),
        userName: name,
        userDisplayName: name,
        challenge: new Uint8Array(challenge),
        timeout: party.timeout,
        attestationType: "none",
        excludeCredentials: known.map((credential) => ({ id: credential })),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        supportedAlgorithmIDs: ALGORITHMS,
      })),
    }),
    requestOptions: async (challenge, allowed) => ({
      ...(await generateAuthenticationOptions({
        rpID: party.rpId,
        challenge: new Uint8Array(challenge),
        timeout: party.timeout,
        userVerification: "required",
        allowCredentials: allowed.map((id) => ({ id })),
      })),
    }),
    readCreation: (answer, challenge) => orUndefined(() => readCreation(answer, challenge, party)),
    readAssertion: async (answer, challenge, passkey) => {
      const against = passkey ?? { id: answer.id, publicKey: decoy };
      const read = await orUndefined(() => readAssertion(answer, challenge, against, party));
      return passkey === undefined ? undefined : read;
    },
  };
}

/** The library throws on whatever is not right, and on what it does not expect. */
async function orUndefined<T>(work: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}

async function readCreation(
  { id, clientDataJSON, attestationObject }: CreationAnswer,
  challenge: Uint8Array,
  { origin, rpId }: RelyingParty,
): ReturnType<PasskeyProtocol["readCreation"]> {
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: {
      id,
      rawId: id,
      type: "public-key",
      clientExtensionResults: {},
      response: { clientDataJSON, attestationObject },
    },
    expectedChallenge: base64url(challenge),
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  });
  if (!verified || registrationInfo.credential.id !== id) return undefined;
  const { publicKey, counter } = registrationInfo.credential;
  // Throws for a key whose signatures could not be checked later.
  toSubjectPublicKeyInfo(publicKey);
  return { id, publicKey, counter };
}

/**
 * The counter is left to the caller: the library looks at it before the signature, so that a stranger
 * could raise the alarm.
 */
async function readAssertion(
  { id, clientDataJSON, authenticatorData, signature }: AssertionAnswer,
  challenge: Uint8Array,
  passkey: { readonly id: string; readonly publicKey: Uint8Array },
  { origin, rpId }: RelyingParty,
): ReturnType<PasskeyProtocol["readAssertion"]> {
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: {
      id,
      rawId: id,
      type: "public-key",
      clientExtensionResults: {},
      response: { clientDataJSON, authenticatorData, signature },
    },
    expectedChallenge: base64url(challenge),
    expectedOrigin: origin,
    expectedRPID: rpId,
    credential: { id: passkey.id, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
    requireUserVerification: true,
  });
  if (!verified) return undefined;
  const publicKey = base64url(toSubjectPublicKeyInfo(passkey.publicKey));
  const assertion: Assertion = {
    credential: passkey.id,
    publicKey,
    clientDataJSON,
    authenticatorData,
    signature,
  };
  // What is stored must hold for whoever checks it without us, in the one spelling there is.
  const problem = assertionProblem(assertion, { payload: challenge, origin, rpId });
  return problem === undefined ? { counter: authenticationInfo.newCounter, assertion } : undefined;
}

/** A key nobody has, so that an unknown one takes as long to refuse. */
function decoyKey(): Uint8Array {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" }: JsonWebKey = publicKey.export({ format: "jwk" });
  const bytes = (text: string): Buffer => Buffer.from(text, "base64url");
  const start = Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]);
  return Buffer.concat([start, bytes(x), Buffer.from([0x22, 0x58, 32]), bytes(y)]);
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}
