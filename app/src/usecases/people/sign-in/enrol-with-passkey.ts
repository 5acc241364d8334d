import { newSecret, toBase64url } from "../secret.ts";
import { ask, refused, take, toChallenge } from "./challenge.ts";
import { findLink, useLink } from "./enrolment.ts";
import type { CreationAnswer, SignInPorts } from "./ports.ts";
import { startSession, type StartedSession } from "./session.ts";
import type { PasskeyRequest } from "./sign-in-with-passkey.ts";

/** Asks whoever has a link to make a key. Rejects with "sign-in-refused". */
export async function beginEnrolment(link: string, ports: SignInPorts): Promise<PasskeyRequest> {
  const { store, now, random, passkeys } = ports;
  const at = now();
  const challenge = random(32);
  const { person } = await store.read((people) => findLink(link, people, at, ports));
  const body = { challenge: toBase64url(challenge) };
  const ticket = await ask({ purpose: "enrol", person: person.id, body }, ports);
  return { ticket, options: await passkeys.creationOptions(person, challenge, []) };
}

/**
 * Gives somebody the key they made, uses the link up, and signs them in. The link works once, whoever is
 * first. Rejects with "sign-in-refused".
 */
export async function enrolWithPasskey(
  link: string,
  ticket: string,
  answer: CreationAnswer,
  previous: Uint8Array | undefined,
  ports: SignInPorts,
): Promise<StartedSession> {
  const { store, now, newId, passkeys } = ports;
  const [id, at, secret] = [newId(), now(), newSecret(ports)];
  const { person } = await store.read((people) => findLink(link, people, at, ports));
  const body = await take(ticket, { purpose: "enrol", person: person.id }, ports);
  const made = await passkeys.readCreation(answer, toChallenge(body["challenge"]));
  if (made === undefined) throw refused();
  return store.transact(id, async (people) => {
    const usable = await findLink(link, people, at, ports);
    await useLink(usable, people, at);
    await people.addPasskey({ ...made, person: person.id, at });
    const enrolment = usable.enrolment.id;
    await people.enter("passkey", id, at, { person: person.id, passkey: made.id, enrolment });
    const start = { person: person.id, method: "passkey", strong: true } as const;
    return startSession(people, start, secret, previous, at, ports);
  });
}
