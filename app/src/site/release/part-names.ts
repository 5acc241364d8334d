import { createHmac } from "node:crypto";
import type { Site } from "../site.ts";

/** The name under which the key directory keeps the key that parts are named with. */
const NAMES = "part-names";

/**
 * What parts of items are called for a partner: HMAC-SHA-256 over partner and part, in the form of a
 * UUIDv4. The same each time, until a recall takes the name back for good: then the part has the next one.
 * Who does not have the key can neither guess one nor tell that two partners were given the same part.
 *
 * In: the names that were taken back. Source: STIX 2.1 section 3.6.1, what is revoked has no later version.
 */
export async function partNames(
  partner: string,
  { keys }: Pick<Site, "keys">,
  revoked: ReadonlySet<string> = new Set(),
): Promise<(part: string) => string> {
  const { bytes } = await keys.make(NAMES);
  const nameOf = (...about: readonly (string | number)[]): string =>
    toUuid(createHmac("sha256", bytes).update(JSON.stringify(about)).digest());
  return (part) => {
    let name = nameOf(partner, part);
    for (let time = 1; revoked.has(name); time++) name = nameOf(partner, part, time);
    return name;
  };
}

/** RFC 9562 §5.4: 122 bits, with version and variant. */
function toUuid(bytes: Buffer): string {
  const id = Buffer.from(bytes.subarray(0, 16));
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x40, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  return id.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
