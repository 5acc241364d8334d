import { toBase64url } from "../secret.ts";
import { ask, refused, take, toChallenge } from "./challenge.ts";
import type { CreationAnswer, SignInPorts } from "./ports.ts";
import type { PasskeyRequest } from "./sign-in-with-passkey.ts";
import type { BySession, SignedIn } from "./signed-in.ts";

/** Asks somebody who is signed in to make another key. */
export async function beginPasskey(
  { person, name }: Pick<SignedIn, "person" | "name">,
  ports: SignInPorts,
): Promise<PasskeyRequest> {
  const { store, random, passkeys } = ports;
  const challenge = random(32);
  const known = await store.read((people) => people.passkeys(person));
  const body = { challenge: toBase64url(challenge) };
  const ticket = await ask({ purpose: "add-passkey", person, body }, ports);
  const ids = known.map(({ id }) => id);
  return { ticket, options: await passkeys.creationOptions({ id: person, name }, challenge, ids) };
}

/**
 * Gives somebody who is signed in another key; their other sessions end (ASVS 7.4.3). `id`: of this act.
 * Rejects with "sign-in-refused", or "conflict" for a key that is registered.
 */
export async function addPasskey(
  { person, by }: Pick<SignedIn, "person"> & { readonly by: BySession },
  ticket: string,
  answer: CreationAnswer,
  id: string,
  ports: SignInPorts,
): Promise<void> {
  const { store, now, passkeys } = ports;
  const at = now();
  const body = await take(ticket, { purpose: "add-passkey", person }, ports);
  const made = await passkeys.readCreation(answer, toChallenge(body["challenge"]));
  if (made === undefined) throw refused();
  await store.transact(id, async (people) => {
    const session = await people.findSession(by.hash);
    const record = await people.findPerson(person);
    if (session?.person !== person || record?.ended !== undefined) throw refused();
    await people.addPasskey({ ...made, person, at });
    await people.removeSessionsOf(person);
    await people.addSession(by.hash, session);
    await people.enter("passkey", id, at, { person, passkey: made.id, enrolment: null });
  });
}
