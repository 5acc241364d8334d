import { deskObjection } from "../../core/casework/case-rules.ts";
import { rolesOn } from "../../core/measure.ts";
import { requireColleague, requireRole } from "../cases/colleague.ts";
import { Denied, insist as requireAllowed } from "../people/denied.ts";
import { newSecret } from "../people/secret.ts";
import type {
  CollectionToKeep,
  CredentialToKeep,
  PartnerCollection,
  PartnerCredential,
  ReleasePorts,
} from "./ports.ts";

/** How long a credential lasts at most: a year and a day, so that a yearly change has its overlap. */
const MOST_MS = 367 * 86_400_000;

/**
 * Makes a place at a partner, from which it fetches or to which it writes; not both in one (a partner
 * that may write could take away what it fetches). `id`: made by whoever asks.
 *
 * Rejects with Denied "not-allowed", "not-found" for an unknown partner or a group, "conflict" where the
 * partner has one with this alias or title.
 */
export async function createCollection(
  collection: CollectionToKeep,
  { id, by }: { readonly id: string; readonly by: string },
  ports: ReleasePorts,
): Promise<PartnerCollection> {
  const at = ports.now();
  await requireRegister(by, at, ports);
  await requirePartner(collection.partner, at, ports);
  const written = await ports.releases.addCollection(collection, { id, by, at });
  if (written === "done") return { ...collection, id };
  const what = "the partner has a place with this alias or title";
  throw new Denied("conflict", "the collection", what, "take another name");
}

/** The places of a partner, or of all. Rejects with Denied "not-allowed". */
export async function listCollections(
  partner: string | undefined,
  by: string,
  ports: ReleasePorts,
): Promise<readonly PartnerCollection[]> {
  const day = ports.now().slice(0, 10);
  const reader = await requireColleague(by, day, ports);
  const roles = rolesOn(by, [reader.person], day);
  requireAllowed(deskObjection(roles, ports.settings.rules), "the collections");
  return ports.releases.collections(partner);
}

/** A credential that was issued, with its secret: the only time anybody sees that. */
export interface IssuedCredential {
  readonly id: string;
  /** The segment of the partner's own address. */
  readonly root: string;
  /** Absent for a certificate. */
  readonly secret?: string;
}

/** What a partner is to show who it is with. */
export type NewCredential = Omit<CredentialToKeep, "hash" | "kind" | "from"> & {
  /** SHA-256 of the public key of its client certificate; absent for a secret that is made here. */
  readonly certificate?: Uint8Array;
};

/**
 * Makes a secret with which a partner shows who it is, or takes the key of its certificate; only its hash
 * is kept. Rejects with Denied "not-allowed", "not-found" or "bad-input".
 */
export async function issueCredential(
  asked: NewCredential,
  { id, by }: { readonly id: string; readonly by: string },
  ports: ReleasePorts,
): Promise<IssuedCredential> {
  const at = ports.now();
  await requireRegister(by, at, ports);
  await requirePartner(asked.partner, at, ports);
  const { certificate, partner, addresses, until } = asked;
  const lasts = Date.parse(until) - Date.parse(at);
  if (!(lasts > 0 && lasts <= MOST_MS)) {
    const what = "it is over already, or lasts longer than a year";
    throw new Denied("bad-input", "until", what, "give a time within a year");
  }
  const secret = certificate === undefined ? newSecret(ports) : undefined;
  const hash = secret?.hash ?? certificate;
  if (hash?.length !== 32) {
    const what = "it is no SHA-256 of a public key";
    throw new Denied("bad-input", "certificate", what, "give 64 hexadecimal digits");
  }
  const kind = secret === undefined ? "certificate" : "secret";
  const kept = { partner, kind, hash, addresses, from: at, until } as const;
  const { root } = await ports.releases.addCredential(kept, { id, by, at });
  return { id, root, ...(secret === undefined ? {} : { secret: secret.text }) };
}

/** Ends a credential at once. Rejects with Denied "not-allowed" or "not-found". */
export async function endCredential(
  credential: string,
  { id, by }: { readonly id: string; readonly by: string },
  ports: ReleasePorts,
): Promise<void> {
  const at = ports.now();
  await requireRegister(by, at, ports);
  const written = await ports.releases.endCredential(credential, { id, by, at });
  if (written === "done") return;
  const what = "there is none, or it has ended";
  throw new Denied("not-found", `credential ${credential}`, what, "look at those of the partner");
}

/** The credentials of a partner, without what they are. Rejects with Denied "not-allowed". */
export async function listCredentials(
  partner: string,
  by: string,
  ports: ReleasePorts,
): Promise<readonly PartnerCredential[]> {
  await requireRegister(by, ports.now(), ports);
  return ports.releases.credentials(partner);
}

async function requireRegister(by: string, at: string, ports: ReleasePorts): Promise<void> {
  const day = at.slice(0, 10);
  const reader = await requireColleague(by, day, ports);
  requireRole(reader, ports.settings.register, day, "the register");
}

async function requirePartner(partner: string, at: string, ports: ReleasePorts): Promise<void> {
  const [known] = await ports.register.versions(at.slice(0, 10), [partner]);
  if (known?.registered?.kind === "partner") return;
  const what = "no partner is registered under this id; a group has no place of its own";
  throw new Denied("not-found", `partner ${partner}`, what, "name one of the register");
}
