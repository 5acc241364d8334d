import { createHmac } from "node:crypto";
import type { Site } from "../site.ts";

/** The name under which the key directory keeps the key that persons are indexed with. */
const INDEX = "person-index";

/**
 * The keyed hashes (HMAC-SHA-256) of texts by which persons are found, 32 bytes each, in the same order.
 * Who has the database and not the key directory cannot try names out.
 */
export async function handlesOf(
  texts: readonly string[],
  { keys }: Pick<Site, "keys">,
): Promise<readonly Uint8Array[]> {
  if (texts.length === 0) return [];
  const { bytes } = await keys.make(INDEX);
  return texts.map((text) => createHmac("sha256", bytes).update(text).digest());
}
