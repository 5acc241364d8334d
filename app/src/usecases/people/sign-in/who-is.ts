import { rolesOn } from "../../../core/casework/may.ts";
import { compartmentsOn, toPerson } from "../held-roles.ts";
import { dayOf, isBefore, later } from "../moment.ts";
import type { PeoplePorts, PeopleReader } from "../ports.ts";
import type { Moment, Session, Token } from "../records.ts";
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
 * Who makes a request. Access, roles and compartments are read again for each (ASVS 8.3.2). Undefined
 * for a secret that is none, is over, or is of somebody whose access has ended, and no word on which.
 */
export async function whoIs(
  credential: Credential,
  ports: PeoplePorts,
): Promise<SignedIn | undefined> {
  const at = ports.now();
  const hash = hashOf(credential.secret, ports);
  const found = await ports.store.read(async (people) => {
    if (credential.kind === "session") {
      const session = await people.findSession(hash);
      if (session === undefined || !isLive(session, at, ports)) return undefined;
      const { strong, proven } = session;
      const by = { kind: "session", hash, strong, proven } as const;
      return { session, who: await describe(session.person, by, people, at) };
    }
    const token = await people.findToken({ hash });
    if (token === undefined || !works(token, credential.certificate, at)) return undefined;
    return { who: await describe(token.person, byToken(token), people, at) };
  });
  if (found?.who === undefined) return undefined;
  if (found.session !== undefined) await noteUse(found.session, hash, at, ports);
  return found.who;
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

async function describe(
  id: string,
  by: SignedIn["by"],
  people: PeopleReader,
  at: Moment,
): Promise<SignedIn | undefined> {
  const record = await people.findPerson(id);
  if (record === undefined || record.ended !== undefined) return undefined;
  const day = dayOf(at);
  const roles = rolesOn(id, [toPerson(record, await people.grants(id))], day);
  const compartments = compartmentsOn(await people.members(id), day);
  const { name, service, administers } = record;
  return { person: id, name, service, administers, roles, compartments, by };
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
