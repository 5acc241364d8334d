import { createHash } from "node:crypto";
import type { Door, Outbox } from "../../usecases/release/outbox.ts";
import { CHALLENGE, partnerDoor } from "../partner-door.ts";
import type { Ask, Ground } from "./ports.ts";
import { TaxiiError } from "./taxii-error.ts";

const BEARER = 'Bearer realm="caveat"';

/**
 * The door through which a request comes, with the collection of this name if it is the partner's own. Throws a TaxiiError 401, the same whatever was shown, or 429:
 * for an address from which too much came that was no credential, and for a credential used too often.
 * Whoever was known before is not kept out by what others try from the same address.
 */
export async function authenticate(
  c: Ask,
  collection: string | undefined,
  ground: Ground,
): Promise<Door> {
  const { limits, settings } = ground;
  const failures = `taxii failures ${networkOf(c)}`;
  const shown = `taxii shown ${shownBy(c, ground)}`;
  if (!limits.knows(shown) && !limits.has(failures, settings.failures)) throw tooOften();
  const door = isTaken(c, ground) ? await doorTo(c, collection, ground) : undefined;
  if (door === undefined) {
    limits.take(failures, settings.failures);
    const challenge = settings.basic ? CHALLENGE : BEARER;
    throw new TaxiiError(401, "Show a credential that is valid.", {
      "www-authenticate": challenge,
    });
  }
  limits.take(shown, settings.credential);
  if (!limits.take(`taxii credential ${door.credential}`, settings.credential)) throw tooOften();
  return door;
}

async function doorTo(
  c: Ask,
  collection: string | undefined,
  { outbox, certificateOf }: Ground,
): Promise<Door | undefined> {
  const doorOf: Outbox["doorOf"] = (credential, address) =>
    outbox.doorOf(credential, address, collection);
  return partnerDoor(c, { certificateOf, outbox: { doorOf } });
}

/** A site may do without Basic. */
function isTaken(c: Ask, { settings }: Ground): boolean {
  return settings.basic || !/^ *basic /i.test(c.req.header("authorization") ?? "");
}

/** What this request shows, by a hash: nothing of it stays in memory. */
function shownBy(c: Ask, { certificateOf }: Ground): string {
  const certificate = Buffer.from(certificateOf(c) ?? []).toString("hex");
  const header = c.req.header("authorization") ?? "";
  return createHash("sha256").update(`${certificate} ${header}`).digest("hex");
}

/** Of an IPv6 address the network: a host has as many as it likes there. */
function networkOf(c: Ask): string {
  const address = c.env?.incoming?.socket.remoteAddress ?? "here";
  return address.includes(":") && !address.startsWith("::ffff:")
    ? address.split(":").slice(0, 4).join(":")
    : address;
}

function tooOften(): TaxiiError {
  return new TaxiiError(429, "That was too often; wait a little.", { "retry-after": "5" });
}
