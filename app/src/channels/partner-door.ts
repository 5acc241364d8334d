import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import type { Context } from "hono";
import type { Credential, Door, Outbox } from "../usecases/release/outbox.ts";
import { isReadable } from "./readable-name.ts";

/** What stands under a request that came over a connection; absent where none was opened. */
export interface ChannelEnv {
  Bindings: { readonly incoming?: { readonly socket: Socket } };
}

/** What is needed to tell who asks. */
export interface DoorPorts {
  readonly outbox: Pick<Outbox, "doorOf">;
  /**
   * SHA-256 of the public key (SPKI) of the client certificate of this connection, of our own TLS only:
   * no header says what a proxy saw. Undefined where none was shown, or outside its dates.
   */
  readonly certificateOf: (c: Context) => Uint8Array | undefined;
}

/** Of every 401 (RFC 9110 section 11.6.1; TAXII 2.1 section 1.6.9: Basic should be there). */
export const CHALLENGE = 'Basic realm="caveat", charset="UTF-8", Bearer realm="caveat"';

/**
 * The door through which a request comes: by Basic (the secret as user name or as password), `Bearer`,
 * `Token`, or client certificate. All that was shown is looked up, whatever the first look-up says, and
 * must agree: two doors of two partners are none. Undefined: answer 401 with `CHALLENGE`.
 *
 * `place`: the name of a collection, which is looked up along where it can be one.
 */
export async function partnerDoor(
  c: Context,
  ports: DoorPorts,
  place?: string,
): Promise<Door | undefined> {
  const certificate = ports.certificateOf(c);
  const secrets = secretsOf(c.req.header("authorization"));
  if (secrets === undefined) return undefined;
  const shown: Credential[] = secrets.map((secret) => ({ kind: "secret", hash: sha256(secret) }));
  if (certificate !== undefined) shown.push({ kind: "certificate", hash: certificate });
  const address = addressOf(c);
  const named = place !== undefined && isReadable(place) ? place : undefined;
  const looked = await Promise.all(shown.map((one) => ports.outbox.doorOf(one, address, named)));
  const doors = looked.filter((door) => door !== undefined);
  return doors.every(({ partner }) => partner === doors[0]?.partner) ? doors[0] : undefined;
}

/**
 * The secrets of an Authorization header: none without one, and undefined for one that cannot be read.
 * The names of schemes are read without regard to case (RFC 9110 section 11.1).
 */
function secretsOf(header: string | undefined): readonly string[] | undefined {
  if (header === undefined) return [];
  if (header.length > MOST_HEADER) return undefined;
  const [, scheme = "", rest = ""] = /^([A-Za-z]+) +([^ ]+) *$/.exec(header) ?? [];
  switch (scheme.toLowerCase()) {
    case "bearer":
    case "token":
      return SECRET.test(rest) ? [rest] : undefined;
    case "basic":
      return basicSecrets(rest);
    default:
      return undefined;
  }
}

const MOST_HEADER = 1_000;
/** Visible ASCII. No colon: Basic ends the user name there, and consumers cut their settings there. */
const SECRET = /^[!-9;-~]{1,400}$/;

/** Of "user:password" both, the password first: partners are told either (RFC 7617 section 2). */
function basicSecrets(encoded: string): readonly string[] | undefined {
  const text = Buffer.from(encoded, "base64").toString("latin1");
  const colon = text.indexOf(":");
  if (colon < 0) return undefined;
  const both = [text.slice(colon + 1), text.slice(0, colon)];
  const secrets = [...new Set(both)].filter((secret) => SECRET.test(secret));
  return secrets.length === 0 ? undefined : secrets;
}

/** Undefined where the request came over no connection, as in a test: any address list then refuses. */
function addressOf(c: Context<ChannelEnv>): string | undefined {
  return c.env?.incoming?.socket.remoteAddress;
}

function sha256(text: string): Uint8Array {
  return createHash("sha256").update(text, "latin1").digest();
}
