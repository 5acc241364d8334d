import { Denied } from "../denied.ts";
import type { PeopleTables } from "../ports.ts";
import type { Moment } from "../records.ts";
import { hashOf, newSecret, toHex, type Secret } from "../secret.ts";
import { ask, refused, take } from "./challenge.ts";
import { findLink, useLink } from "./enrolment.ts";
import type { ProviderAccount, SignInPorts } from "./ports.ts";
import { startSession, type StartedSession } from "./session.ts";

const PURPOSE = { purpose: "provider", person: undefined };

/** Where to send the browser, and the ticket that it must come back with. */
export interface ProviderRequest {
  readonly ticket: string;
  readonly url: string;
}

/**
 * Sends somebody to an identity provider: to sign in, or with a link to say which account is theirs.
 * Rejects with "not-found" for a provider that is not configured or cannot be reached, and with
 * "sign-in-refused" for a link that does not work.
 */
export async function beginProvider(
  provider: string,
  link: string | undefined,
  ports: SignInPorts,
): Promise<ProviderRequest> {
  const { store, now, providers } = ports;
  const at = now();
  if (link !== undefined) await store.read((people) => findLink(link, people, at, ports));
  const begun = await providers.begin(provider);
  if (begun === undefined) {
    throw new Denied("not-found", "provider", "it is not there", "sign in with a key");
  }
  // Of the link its hash, so that a read of the database gives nobody a link that works.
  const bound = link === undefined ? {} : { link: toHex(hashOf(link, ports)) };
  const ticket = await ask({ ...PURPOSE, body: { ...begun.keep, ...bound } }, ports);
  return { ticket, url: begun.url };
}

/** What a browser comes back with. */
export interface ProviderReturn {
  readonly ticket: string;
  /** The query of the address it was sent to. */
  readonly query: string;
  /** The link, where it was begun with one. */
  readonly link: string | undefined;
}

/**
 * Signs in whoever comes back from an identity provider, known by issuer and subject and never by an
 * e-mail address; with a link, the account becomes theirs first. Rejects with "sign-in-refused".
 */
export async function signInWithProvider(
  { ticket, query, link }: ProviderReturn,
  previous: Uint8Array | undefined,
  ports: SignInPorts,
): Promise<StartedSession> {
  const { store, now, newId, providers } = ports;
  const { link: bound, ...keep } = await take(ticket, PURPOSE, ports);
  const given = link === undefined ? undefined : toHex(hashOf(link, ports));
  if (bound !== given) throw refused();
  const account = await providers.finish(keep, query);
  if (account === undefined) throw refused();
  const [id, at, secret] = [newId(), now(), newSecret(ports)];
  return store.transact(id, async (people) => {
    if (link !== undefined) await claim(link, account, id, people, at, ports);
    return begin(account, { secret, previous, at }, people, ports);
  });
}

interface Beginning {
  readonly secret: Secret;
  readonly previous: Uint8Array | undefined;
  readonly at: Moment;
}

async function begin(
  account: ProviderAccount,
  { secret, previous, at }: Beginning,
  people: PeopleTables,
  ports: SignInPorts,
): Promise<StartedSession> {
  const id = await people.findAccount(account);
  const person = id === undefined ? undefined : await people.findPerson(id);
  if (person === undefined || person.ended !== undefined) throw refused();
  const start = { person: person.id, method: "provider", strong: account.strong } as const;
  return startSession(people, start, secret, previous, at, ports);
}

/** Makes an account that of whoever has the link. One that is somebody's already is nobody else's. */
async function claim(
  link: string,
  account: ProviderAccount,
  id: string,
  people: PeopleTables,
  at: Moment,
  ports: SignInPorts,
): Promise<void> {
  const usable = await findLink(link, people, at, ports);
  if ((await people.findAccount(account)) !== undefined) throw refused();
  await useLink(usable, people, at);
  const { issuer, subject } = account;
  const person = usable.person.id;
  await people.addAccount({ issuer, subject }, person, at);
  const named = toHex(ports.sha256(new TextEncoder().encode(`${issuer} ${subject}`)));
  const enrolment = usable.enrolment.id;
  await people.enter("account", id, at, { person, account: named, enrolment });
}
