import type { PeoplePorts, PeopleTables } from "../ports.ts";
import type { Moment, Passkey } from "../records.ts";
import { toHex } from "../secret.ts";
import { refused } from "./challenge.ts";
import type { Assertion } from "./ports.ts";

/** A signature that is good in itself, and the key as it was before. */
export interface GoodSignature {
  readonly passkey: Passkey;
  readonly counter: number;
  readonly assertion: Assertion;
}

/**
 * Moves a key's counter on. False where it has not grown, which is what a copied key looks like (WebAuthn
 * level 2, section 7.2 step 21); then an alarm is in the ledger under `id`, and nothing else may be done
 * in this transaction. Throws "sign-in-refused" where the key is no longer in use.
 */
export async function moveOn(
  people: PeopleTables,
  good: GoodSignature,
  id: string,
  at: Moment,
): Promise<boolean> {
  const { passkey, counter } = good;
  const now = await people.findPasskey(passkey.id);
  if (now === undefined || now.person !== passkey.person) throw refused();
  const hasGrown = counter > now.counter || (counter === 0 && now.counter === 0);
  if (!hasGrown) return enterAlarm("passkey-counter", people, good, id, at);
  return people.moveCounter(passkey.id, now.counter, counter);
}

/**
 * Remembers a signature over something that may be signed again, such as a manifest after its approval
 * was taken back. False where this very signature was accepted before; then as above.
 */
export async function useOnce(
  people: PeopleTables,
  good: GoodSignature,
  id: string,
  at: Moment,
  ports: PeoplePorts,
): Promise<boolean> {
  if (await people.useSignature(nameOf(good.assertion, ports), at)) return true;
  return enterAlarm("signature-used-again", people, good, id, at);
}

async function enterAlarm(
  code: string,
  people: PeopleTables,
  { passkey, counter }: GoodSignature,
  id: string,
  at: Moment,
): Promise<false> {
  const { person } = passkey;
  await people.enter("alarm", id, at, { code, person, passkey: passkey.id, counter });
  return false;
}

/** Told outside the transaction, which may be run twice. */
export function raiseAlarm({ passkey }: GoodSignature, { alarm }: PeoplePorts): never {
  alarm("passkey", { person: passkey.person, passkey: passkey.id });
  throw refused();
}

/**
 * An ECDSA signature (r, s) holds for the same message as (r, n - s), so what is remembered is what was
 * signed and by which key, with r. Two signatures over the same bytes differ in r, unless the key signs
 * deterministically and does not count; then the second is refused.
 */
function nameOf(assertion: Assertion, { sha256 }: PeoplePorts): Uint8Array {
  const { credential, clientDataJSON, authenticatorData, signature } = assertion;
  const bytes = Buffer.from(signature, "base64url");
  const isDer = bytes[0] === 0x30 && bytes[2] === 0x02;
  const r = isDer ? bytes.subarray(4, 4 + (bytes[3] ?? 0)) : bytes.subarray(0, 32);
  const parts = [credential, clientDataJSON, authenticatorData, toHex(r)];
  return sha256(new TextEncoder().encode(parts.join(" ")));
}
