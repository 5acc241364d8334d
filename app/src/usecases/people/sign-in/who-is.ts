import { rolesOn } from "../../../core/casework/may.ts";
import { compartmentsOn, toPerson } from "../held-roles.ts";
import { dayOf, isBefore, later } from "../moment.ts";
import type { Holder, PeoplePorts } from "../ports.ts";
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
    // Both are asked for at once; what comes of them is looked at in order.
    const holding = people.holder(credential.kind, hash);
    if (credential.kind === "session") {
      const [session, holder] = await Promise.all([people.findSession(hash), holding]);
      if (session === undefined || !isLive(session, at, ports)) return undefined;
      const { strong, proven } = session;
      const by = { kind: "session", hash, strong, proven } as const;
      return { session, who: describe(holder, by, at) };
    }
    const [token, holder] = await Promise.all([people.findToken({ hash }), holding]);
    if (token === undefined || !works(token, credential.certificate, at)) return undefined;
    return { who: describe(holder, byToken(token), at) };
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

function describe(
  holder: Holder | undefined,
  by: SignedIn["by"],
  at: Moment,
): SignedIn | undefined {
  if (holder === undefined || holder.record.ended !== undefined) return undefined;
  const day = dayOf(at);
  const { record, grants, members } = holder;
  const { id, name, service, administers } = record;
  const roles = rolesOn(id, [toPerson(record, grants)], day);
  const compartments = compartmentsOn(members, day);
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
