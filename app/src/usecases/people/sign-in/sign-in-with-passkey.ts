import type { Passkey } from "../records.ts";
import { newSecret, toBase64url } from "../secret.ts";
import { ask, refused, take, toChallenge } from "./challenge.ts";
import type { AssertionAnswer, PasskeyOptions, SignInPorts } from "./ports.ts";
import { startSession, type StartedSession } from "./session.ts";
import { moveOn, raiseAlarm, type GoodSignature } from "./use-passkey.ts";

const PURPOSE = { purpose: "sign-in", person: undefined };

/** Something to be signed, and the ticket under which the answer comes. */
export interface PasskeyRequest {
  readonly ticket: string;
  readonly options: PasskeyOptions;
}

/** Asks whoever it is for a signature with any key of this site: the same for everybody. */
export async function beginSignIn(ports: SignInPorts): Promise<PasskeyRequest> {
  const challenge = ports.random(32);
  const ticket = await ask({ ...PURPOSE, body: { challenge: toBase64url(challenge) } }, ports);
  return { ticket, options: await ports.passkeys.requestOptions(challenge, []) };
}

/**
 * Signs somebody in by their key. `previous`: the hash of what the browser had until now. Rejects with
 * "sign-in-refused", which never says why; a counter that went back is an alarm besides.
 */
export async function signInWithPasskey(
  ticket: string,
  answer: AssertionAnswer,
  previous: Uint8Array | undefined,
  ports: SignInPorts,
): Promise<StartedSession> {
  const { store, now, newId } = ports;
  const body = await take(ticket, PURPOSE, ports);
  const passkey = await store.read((people) => people.findPasskey(answer.id));
  const good = await checkSignature(answer, toChallenge(body["challenge"]), passkey, ports);
  const [id, at, secret] = [newId(), now(), newSecret(ports)];
  const session = await store.transact(id, async (people) => {
    const person = await people.findPerson(good.passkey.person);
    if (person === undefined || person.ended !== undefined) throw refused();
    if (!(await moveOn(people, good, id, at))) return undefined;
    const start = { person: person.id, method: "passkey", strong: true } as const;
    return startSession(people, start, secret, previous, at, ports);
  });
  return session ?? raiseAlarm(good, ports);
}

/** Whether an answer is a signature of this key over the challenge. Rejects with "sign-in-refused". */
export async function checkSignature(
  answer: AssertionAnswer,
  challenge: Uint8Array,
  passkey: Passkey | undefined,
  { passkeys }: SignInPorts,
): Promise<GoodSignature> {
  const read = await passkeys.readAssertion(answer, challenge, passkey);
  if (read === undefined || passkey === undefined) throw refused();
  return { passkey, ...read };
}
