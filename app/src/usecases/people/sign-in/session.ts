import { later } from "../moment.ts";
import type { PeoplePorts, PeopleTables } from "../ports.ts";
import type { Moment, Session } from "../records.ts";
import type { Secret } from "../secret.ts";

/** A session that was begun, with its secret for the cookie: the only time anybody sees that. */
export interface StartedSession {
  readonly person: string;
  readonly secret: string;
  readonly expires: Moment;
}

type Start = Pick<Session, "person" | "method" | "strong">;

/**
 * Begins a session under a new secret. `previous`: what the browser had until now, which ends, so that
 * nobody can have chosen or known the secret beforehand (session fixation).
 */
export async function startSession(
  people: PeopleTables,
  start: Start,
  secret: Secret,
  previous: Uint8Array | undefined,
  at: Moment,
  { rules }: PeoplePorts,
): Promise<StartedSession> {
  if (previous !== undefined) await people.removeSession(previous);
  const expires = later(at, rules.sessionLife);
  await people.addSession(secret.hash, { ...start, began: at, proven: at, seen: at, expires });
  return { person: start.person, secret: secret.text, expires };
}

/** Puts a session under a new secret, freshly proven. Its longest life stays what it was. */
export async function renewSession(
  people: PeopleTables,
  hash: Uint8Array,
  secret: Secret,
  at: Moment,
): Promise<StartedSession | undefined> {
  const session = await people.findSession(hash);
  if (session === undefined) return undefined;
  await people.removeSession(hash);
  await people.addSession(secret.hash, { ...session, strong: true, proven: at, seen: at });
  return { person: session.person, secret: secret.text, expires: session.expires };
}
