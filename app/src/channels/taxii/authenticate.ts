import type { Door } from "../../usecases/release/outbox.ts";
import { knownDoor, TOO_OFTEN } from "../known-door.ts";
import { CHALLENGE, partnerDoor } from "../partner-door.ts";
import type { Ask, Ground } from "./ports.ts";
import { TaxiiError } from "./taxii-error.ts";

const BEARER = 'Bearer realm="caveat"';

/**
 * The door through which a request comes, with the collection of this name if it is the partner's own.
 * Throws a TaxiiError 401, the same whatever was shown, or 429: for an address from which too much came that
 * was no credential, and for a credential used too often.
 */
export async function authenticate(
  c: Ask,
  collection: string | undefined,
  ground: Ground,
): Promise<Door> {
  const { settings } = ground;
  const look = async (): Promise<Door | undefined> =>
    isTaken(c, ground) ? partnerDoor(c, ground, collection) : undefined;
  const door = await knownDoor(c, { channel: "taxii", allowances: settings, look }, ground);
  if (door === "too-often") throw new TaxiiError(429, TOO_OFTEN.says, TOO_OFTEN.headers);
  if (door !== undefined) return door;
  const challenge = settings.basic ? CHALLENGE : BEARER;
  const headers = { "www-authenticate": challenge };
  throw new TaxiiError(401, "Show a credential that is valid.", headers);
}

/** A site may do without Basic. */
function isTaken(c: Ask, { settings }: Ground): boolean {
  return settings.basic || !/^ *basic /i.test(c.req.header("authorization") ?? "");
}
