import { createHmac } from "node:crypto";
import type { FeedPlace } from "./read-feed.ts";

/**
 * A strong ETag (RFC 9110 section 8.8.3), keyed for the partner: of equal bytes two partners see
 * different ones, and nobody tells from one what the bytes may be.
 */
export function entityTag(
  key: Uint8Array,
  { partner, collection }: FeedPlace,
  file: string,
  state: string | Uint8Array,
): string {
  const about = JSON.stringify([RENDERING, partner, collection, file]);
  const hmac = createHmac("sha256", key).update(`${about}\n`).update(state);
  return `"${hmac.digest("base64url")}"`;
}

/** Another one when the same rows are written as other bytes. */
const RENDERING = 1;

/**
 * Whether the client has this already (RFC 9110 section 13.1.2, compared weakly). What proxies that
 * compress make of a tag counts as the tag: Apache puts "-gzip" into it.
 */
export function isKnown(header: string | undefined, tag: string): boolean {
  if (header === undefined || header.length > MOST_HEADER) return false;
  return header.split(",").some((one) => {
    const text = one.trim();
    return text === "*" || text.replace(/^W\//, "").replace(/-gzip"$/, '"') === tag;
  });
}

const MOST_HEADER = 2_000;
