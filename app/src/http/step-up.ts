import type { Assertion, AssertionAnswer } from "../usecases/people/sign-in/ports.ts";
import type { PasskeyRequest } from "../usecases/people/sign-in/sign-in-with-passkey.ts";
import * as stepUp from "../usecases/people/sign-in/step-up.ts";
import { handOver } from "./cookie.ts";
import type { Ask } from "./env.ts";
import { atBrowser } from "./guard/guarded.ts";

/**
 * Asks the person at the browser to sign exactly one thing: what goes to `navigator.credentials.get`,
 * whose challenge is `payload`, the SHA-256 of what is signed. `purpose`: "approve" and the like; the
 * answer is good for the same purpose only. For routes that are guarded with PERSON or FRESH.
 */
export async function challengeFor(
  c: Ask,
  purpose: string,
  payload: Uint8Array,
): Promise<PasskeyRequest> {
  return stepUp.challengeFor(atBrowser(c), purpose, payload, c.get("ground").people);
}

/**
 * Reads the answer: the signature, to be stored with the act. Call it last before the act is committed;
 * the ticket is used up whatever comes of it, and the browser gets its session under a new secret.
 * Rejects with a Denied "sign-in-refused", which never says why.
 */
export async function verifyStepUp(
  c: Ask,
  purpose: string,
  payload: Uint8Array,
  given: { readonly ticket: string; readonly answer: AssertionAnswer },
): Promise<Assertion> {
  const { people } = c.get("ground");
  const done = await stepUp.verifyStepUp(atBrowser(c), purpose, payload, given, people);
  handOver(c, done.session);
  return done.assertion;
}
