import { hashOf, toHex } from "../../usecases/people/secret.ts";
import type { SignedIn } from "../../usecases/people/sign-in/signed-in.ts";
import { whoIs, type Credential } from "../../usecases/people/sign-in/who-is.ts";
import { clientKey } from "../client-certificate.ts";
import { sessionSecret } from "../cookie.ts";
import type { Ask } from "../env.ts";
import { Problem } from "../problem.ts";
import { addressOf, tooMany } from "./limit-address.ts";

/**
 * Who asks: by the cookie of a session, or by the token of a machine (RFC 6750 section 2.1). Too many
 * secrets of one address that were none, and others from there are not looked up for a while, unless
 * they were good before. Throws a Problem where nobody is signed in.
 */
export async function authenticate(c: Ask): Promise<SignedIn> {
  const { people, buckets, settings } = c.get("ground");
  const credential = credentialOf(c);
  if (credential === undefined) throw notSignedIn();
  const name = nameOf(credential, c);
  const failures = `failures ${addressOf(c)}`;
  const { limits } = settings;
  const mayLookUp = buckets.knows(name)
    ? buckets.take(name, limits.credential)
    : buckets.has(failures, limits.failures);
  if (!mayLookUp) throw tooMany();
  const signedIn = await whoIs(credential, people);
  if (signedIn === undefined) {
    buckets.take(failures, limits.failures);
    throw notSignedIn();
  }
  if (!buckets.knows(name)) buckets.take(name, limits.credential);
  return signedIn;
}

/** What a credential is called in memory: never the secret. */
export function nameOf({ secret }: Credential, c: Ask): string {
  return `credential ${toHex(hashOf(secret, c.get("ground").people))}`;
}

/** What came with the request. Two at once are none: which one is meant? */
export function credentialOf(c: Ask): Credential | undefined {
  const session = sessionSecret(c);
  const token = /^Bearer ([A-Za-z0-9_-]{1,200})$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (token === undefined) {
    return session === undefined ? undefined : { kind: "session", secret: session };
  }
  if (session !== undefined) return undefined;
  return { kind: "token", secret: token, certificate: keyShownBy(c) };
}

function notSignedIn(): Problem {
  const headers = { "www-authenticate": 'Bearer realm="caveat"' };
  return new Problem(401, "not-signed-in", "Nobody is signed in; sign in first.", { headers });
}

function keyShownBy(c: Ask): Uint8Array | undefined {
  return clientKey(c.env?.incoming?.socket, c.get("ground").clock());
}
