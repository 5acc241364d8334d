import { Denied } from "../denied.ts";
import { isBefore, later } from "../moment.ts";
import type { PeoplePorts } from "../ports.ts";
import type { Challenge } from "../records.ts";
import { hashOf, newSecret } from "../secret.ts";

/** What is asked, before it has a time. */
export type Question = Omit<Challenge, "expires">;

/** Keeps what is asked of somebody. Resolves to the ticket under which the answer is to come, once. */
export async function ask(question: Question, ports: PeoplePorts): Promise<string> {
  const { store, now, newId, rules } = ports;
  const ticket = newSecret(ports);
  const expires = later(now(), rules.challengeLife);
  await store.transact(newId(), async (people) => {
    await people.addChallenge(ticket.hash, { ...question, expires });
  });
  return ticket.text;
}

/**
 * Takes what was asked under a ticket: it is gone from then on, whatever the answer is worth. Rejects
 * with "sign-in-refused" for a ticket that is no more, or was for something or somebody else.
 */
export async function take(
  ticket: string,
  wanted: Pick<Challenge, "purpose" | "person">,
  ports: PeoplePorts,
): Promise<Challenge["body"]> {
  const { store, now, newId } = ports;
  const hash = hashOf(ticket, ports);
  const taken = await store.transact(newId(), (people) => people.takeChallenge(hash));
  const isAsked = taken?.purpose === wanted.purpose && taken.person === wanted.person;
  if (taken !== undefined && isAsked && isBefore(now(), taken.expires)) return taken.body;
  throw refused();
}

/** The one answer to whatever does not prove who somebody is. */
export function refused(): Denied {
  return new Denied("sign-in-refused", "sign-in", "it is refused", "begin again");
}

/** A challenge as it is kept. */
export function toChallenge(text: string | undefined): Uint8Array {
  return Buffer.from(text ?? "", "base64url");
}
