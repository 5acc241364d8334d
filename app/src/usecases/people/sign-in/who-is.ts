import { isBefore, later } from "../moment.ts";
import type { PeoplePorts } from "../ports.ts";
import type { Moment, PersonRecord, Session, Token } from "../records.ts";
import { isScope } from "../scope.ts";
import { hashOf, toHex } from "../secret.ts";
import type { ByToken, SignedIn } from "./signed-in.ts";

/** What comes with a request. */
export type Credential =
  | { readonly kind: "session"; readonly secret: string }
  | {
      readonly kind: "token";
      readonly secret: string;
      /** SHA-256 of the public key of the client certificate of the connection. */
      readonly certificate: Uint8Array | undefined;
    };

/**
 * Who makes a request. That the access of both has not ended is read again for each (ASVS 8.3.2); roles and
 * compartments are read where they are judged. Undefined for a secret that is none, is over, or is of
 * somebody whose access has ended, and no word on which.
 */
export async function whoIs(
  credential: Credential,
  ports: PeoplePorts,
): Promise<SignedIn | undefined> {
  const at = ports.now();
  const hash = hashOf(credential.secret, ports);
  if (credential.kind === "token") {
    const held = await ports.store.heldToken(hash);
    if (held === undefined || !works(held.credential, credential.certificate, at)) return undefined;
    return describe(held.holder, byToken(held.credential));
  }
  const held = await ports.store.heldSession(hash);
  if (held === undefined || !isLive(held.credential, at, ports)) return undefined;
  const { strong, proven } = held.credential;
  const who = describe(held.holder, { kind: "session", hash, strong, proven });
  if (who !== undefined) await noteUse(held.credential, hash, at, ports);
  return who;
}

function isLive({ seen, expires }: Session, at: Moment, { rules }: PeoplePorts): boolean {
  return isBefore(at, expires) && isBefore(at, later(seen, rules.sessionIdle));
}

function works(token: Token, certificate: Uint8Array | undefined, at: Moment): boolean {
  if (token.ended !== undefined || !isBefore(at, token.expires)) return false;
  if (token.certificate === undefined) return true;
  return certificate !== undefined && toHex(certificate) === toHex(token.certificate);
}

function byToken({ id, scopes }: Token): ByToken {
  return { kind: "token", id, scopes: scopes.filter(isScope) };
}

function describe(holder: PersonRecord, by: SignedIn["by"]): SignedIn | undefined {
  const { id, name, service, administers, ended } = holder;
  return ended === undefined ? { person: id, name, service, administers, by } : undefined;
}

/** Not at every request, which would cost each a write. */
async function noteUse(
  { seen }: Session,
  hash: Uint8Array,
  at: Moment,
  { store, rules }: PeoplePorts,
): Promise<void> {
  if (isBefore(at, later(seen, rules.sessionNote))) return;
  await store.noteUse(hash, at, later(at, -rules.sessionNote));
}
