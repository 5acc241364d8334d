import { Denied } from "../denied.ts";
import { isBefore, later } from "../moment.ts";
import type { PeoplePorts } from "../ports.ts";
import type { Moment } from "../records.ts";
import { isScope } from "../scope.ts";
import { newSecret, toHex } from "../secret.ts";
import { readActor } from "./read-actor.ts";

export interface NewToken {
  /** Which machine it is for. */
  readonly machine: string;
  readonly scopes: readonly string[];
  readonly expires: Moment;
  /** SHA-256 of the public key of the only client certificate it shall work with. */
  readonly certificate: Uint8Array | undefined;
}

/** A token that was made, with its secret: the only time anybody sees that. */
export interface IssuedToken {
  readonly id: string;
  readonly secret: string;
  readonly expires: Moment;
}

const DAY = 86_400_000;

/**
 * Makes a secret for a machine that works for `by`, who answers for it: nobody makes one for another. It
 * can do what its scopes name and its person may. `id`: of the token, made by whoever asks. Rejects with
 * "bad-input".
 */
export async function issueToken(
  token: NewToken,
  id: string,
  by: string,
  ports: PeoplePorts,
): Promise<IssuedToken> {
  const { store, now } = ports;
  const at = now();
  check(token, at, ports);
  const secret = newSecret(ports);
  const scopes = [...new Set(token.scopes)].toSorted();
  const { machine, expires, certificate } = token;
  await store.transact(id, async (people) => {
    const { id: person } = await readActor(by, people, at);
    await people.addToken(secret.hash, { id, person, machine, scopes, expires, certificate }, at);
    const pin = certificate === undefined ? null : toHex(certificate);
    await people.enter("token", id, at, { person, scopes, expires, certificate: pin, by });
  });
  return { id, secret: secret.text, expires };
}

function check({ scopes, expires }: NewToken, at: Moment, { rules }: PeoplePorts): void {
  const wrong = scopes.find((scope) => !isScope(scope));
  if (scopes.length === 0 || wrong !== undefined) {
    throw new Denied("bad-input", "scopes", "it names no scope there is", "name at least one");
  }
  const last = later(at, rules.tokenDays * DAY);
  if (isBefore(at, expires) && !isBefore(last, expires)) return;
  const remedy = `give a time before ${last}`;
  throw new Denied("bad-input", "expires", "it is over already, or too far away", remedy);
}
