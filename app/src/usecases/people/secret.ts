import type { PeoplePorts } from "./ports.ts";

/** Bits enough that nobody guesses it and a plain hash hides it: 256. */
const BYTES = 32;

/** A secret for somebody to keep, as base64url text, and what we keep of it. */
export interface Secret {
  readonly text: string;
  readonly hash: Uint8Array;
}

type Chance = Pick<PeoplePorts, "random" | "sha256">;

export function newSecret(ports: Chance): Secret {
  const text = toBase64url(ports.random(BYTES));
  return { text, hash: hashOf(text, ports) };
}

/** What a secret is found by. Any text has one; the hash of a text that was no secret finds nothing. */
export function hashOf(text: string, { sha256 }: Pick<PeoplePorts, "sha256">): Uint8Array {
  return sha256(new TextEncoder().encode(text));
}

export function toBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
