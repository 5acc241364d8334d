import type { Answered } from "../support/world.ts";

/** What a client is told when it is set up, and how it reaches the server. */
export interface Site {
  readonly token: string;
  /** Of the partner's API root: "/r-…/". */
  readonly root: string;
  readonly collection: { readonly id: string; readonly title: string };
  /** The client's own clock, in milliseconds. */
  readonly clock: () => number;
  readonly get: (path: string, headers: Readonly<Record<string, string>>) => Promise<Answered>;
}

/** A client as it behaves in the field, quirk by quirk: connectors.md section 3 has where each was seen. */
export interface Persona {
  /** One run of its schedule. A run that fails is repeated at the next turn, with what it kept. */
  poll(site: Site): Promise<void>;
}

/** Takes in objects, however often. */
export type Keep = (objects: readonly Record<string, unknown>[]) => void;

/** A kind of client: it starts with nothing. */
export interface Kind {
  readonly name: string;
  /** How far its clock is ahead of ours, in milliseconds, where that must not matter. */
  readonly clockAhead?: number;
  readonly start: (keep: Keep) => Persona;
}

export interface Envelope {
  readonly more?: boolean;
  readonly next?: string;
  readonly objects?: readonly Record<string, unknown>[];
}

/** Most requests of one run: a client that asks more often has fallen into a loop. */
const MOST = 400;

/** Counts the requests of one run. Throws when it goes on for ever. */
export function patience(): () => void {
  let left = MOST;
  return () => {
    left -= 1;
    if (left < 0) throw new Error("it goes round in circles");
  };
}

/** The envelope of a page. Throws for anything but 200, as clients end their run there. */
export function envelopeOf({ status, text }: Answered): Envelope {
  if (status !== 200) throw new Error(`answered with ${status}`);
  return JSON.parse(text) as Envelope;
}

/** "?a=b&c=d" of what is given; nothing for undefined. */
export function query(parts: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parts).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  return given.length === 0 ? "" : `?${given.join("&")}`;
}

export function basic(user: string, password: string): string {
  return Buffer.from(`${user}:${password}`).toString("base64");
}
