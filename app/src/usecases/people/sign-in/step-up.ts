import { Denied } from "../denied.ts";
import { newSecret, toHex, toBase64url } from "../secret.ts";
import { ask, refused, take, toChallenge } from "./challenge.ts";
import type { Assertion, AssertionAnswer, SignInPorts } from "./ports.ts";
import { renewSession, type StartedSession } from "./session.ts";
import { checkSignature, type PasskeyRequest } from "./sign-in-with-passkey.ts";
import type { BySession, SignedIn } from "./signed-in.ts";
import { moveOn, raiseAlarm, useOnce } from "./use-passkey.ts";

/** Somebody at a browser: a machine signs nothing. */
export type Signer = Pick<SignedIn, "person"> & { readonly by: BySession };

/** A signature, and the session it renewed: its secret is the browser's from now on. */
export interface SteppedUp {
  readonly assertion: Assertion;
  readonly session: StartedSession;
}

/**
 * Asks somebody to sign exactly one thing with a key of theirs: the WebAuthn challenge is `payload`, the
 * SHA-256 of what is signed, 32 bytes, so that nobody can use the signature for anything else (ASVS
 * 4.1.5, 7.5.3). `purpose`: what the signature is for, such as "approve"; the answer is good for that only.
 *
 * Rejects with "sign-in-again" where the session is not one to sign in, "not-allowed" without a key.
 */
export async function challengeFor(
  { person, by }: Signer,
  purpose: string,
  payload: Uint8Array,
  ports: SignInPorts,
): Promise<PasskeyRequest> {
  if (payload.length !== 32) throw new Error("what is signed is named by its SHA-256");
  if (!by.strong) {
    const remedy = "sign in with a key, or with the provider in the way it asks of those who sign";
    throw new Denied("sign-in-again", "session", "it was not begun for signing", remedy);
  }
  const known = await ports.store.read((people) => people.passkeys(person));
  if (known.length === 0) {
    throw new Denied("not-allowed", "passkey", "there is none to sign with", "register one first");
  }
  const body = { challenge: toBase64url(payload), session: toHex(by.hash) };
  const ticket = await ask({ purpose: `sign ${purpose}`, person, body }, ports);
  const ids = known.map(({ id }) => id);
  return { ticket, options: await ports.passkeys.requestOptions(payload, ids) };
}

/**
 * Reads the answer: the signature as it is to be stored with the act, and the session under a new
 * secret. The ticket is used up whatever comes of it. Rejects with "sign-in-refused" for a signature by
 * another person's key, over anything else, for another purpose, in another session, or used before.
 */
export async function verifyStepUp(
  signer: Signer,
  purpose: string,
  payload: Uint8Array,
  given: { readonly ticket: string; readonly answer: AssertionAnswer },
  ports: SignInPorts,
): Promise<SteppedUp> {
  const { store, now, newId } = ports;
  const { person, by } = signer;
  const body = await take(given.ticket, { purpose: `sign ${purpose}`, person }, ports);
  const challenge = toChallenge(body["challenge"]);
  if (toHex(challenge) !== toHex(payload) || body["session"] !== toHex(by.hash)) throw refused();
  const passkey = await store.read((people) => people.findPasskey(given.answer.id));
  const own = passkey?.person === person ? passkey : undefined;
  const good = await checkSignature(given.answer, challenge, own, ports);
  const [id, at, secret] = [newId(), now(), newSecret(ports)];
  const session = await store.transact(id, async (people) => {
    if (!(await moveOn(people, good, id, at))) return "alarm";
    if (!(await useOnce(people, good, id, at, ports))) return "alarm";
    return renewSession(people, by.hash, secret, at);
  });
  if (session === "alarm") return raiseAlarm(good, ports);
  if (session === undefined) throw refused();
  return { assertion: good.assertion, session };
}
