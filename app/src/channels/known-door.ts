import { createHash } from "node:crypto";
import type { Door } from "../usecases/release/outbox.ts";
import type { Context } from "hono";
import type { ChannelEnv, DoorPorts } from "./partner-door.ts";

/** So many at once, and so many a second after that. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/** What a channel puts up with. */
export interface Allowances {
  /** Requests of one credential. */
  readonly credential: Allowance;
  /** Credentials of one address that were none. */
  readonly failures: Allowance;
}

/** Token buckets by name. */
export interface RateLimits {
  /** Takes one; false when there is none. */
  take(name: string, allowance: Allowance): boolean;
  has(name: string, allowance: Allowance): boolean;
  /** Whether something was taken under this name not so long ago. */
  knows(name: string): boolean;
}

/** What requests are counted with. */
export interface LimitPorts extends Pick<DoorPorts, "certificateOf"> {
  readonly limits: RateLimits;
}

/** How a request is counted. */
export interface Counting {
  /** Counted apart from other channels: "taxii". */
  readonly channel: string;
  readonly allowances: Allowances;
  /** Finds the door; nothing is looked up before this is called. */
  readonly look: () => Promise<Door | undefined>;
}

/** Of every 429 (RFC 6585 section 4). */
export const TOO_OFTEN: { readonly says: string; readonly headers: { "retry-after": string } } = {
  says: "That was too often; wait a little.",
  headers: { "retry-after": "5" },
};

/**
 * The door through which a request comes; undefined for none: answer 401, the same whatever was shown.
 * "too-often", which is 429 with `TOO_OFTEN`: for an address from which too much came that was no credential,
 * and for a credential used too often, whose door is not looked up again until it may. Whoever was known
 * before is not kept out by what others try from the same address.
 */
export async function knownDoor(
  c: Context<ChannelEnv>,
  { channel, allowances, look }: Counting,
  ports: LimitPorts,
): Promise<Door | "too-often" | undefined> {
  const { limits } = ports;
  const failures = `${channel} failures ${networkOf(c)}`;
  const shown = `${channel} shown ${shownBy(c, ports)}`;
  const wasKnown = limits.knows(shown);
  const mayLookUp = wasKnown
    ? limits.take(shown, allowances.credential)
    : limits.has(failures, allowances.failures);
  if (!mayLookUp) return "too-often";
  const door = await look();
  if (door === undefined) {
    limits.take(failures, allowances.failures);
    return undefined;
  }
  if (!wasKnown) limits.take(shown, allowances.credential);
  // A secret can be shown in several ways, and is counted once.
  const name = `${channel} credential ${door.credential}`;
  return limits.take(name, allowances.credential) ? door : "too-often";
}

/** What this request shows, by a hash: nothing of it stays in memory. */
function shownBy(c: Context<ChannelEnv>, { certificateOf }: LimitPorts): string {
  const certificate = Buffer.from(certificateOf(c) ?? []).toString("hex");
  const header = c.req.header("authorization") ?? "";
  return createHash("sha256").update(`${certificate} ${header}`).digest("hex");
}

/** Of an IPv6 address the network: a host has as many as it likes there. */
function networkOf(c: Context<ChannelEnv>): string {
  const address = c.env?.incoming?.socket.remoteAddress ?? "here";
  return address.includes(":") && !address.startsWith("::ffff:")
    ? address.split(":").slice(0, 4).join(":")
    : address;
}
