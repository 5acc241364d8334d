import { createHmac } from "node:crypto";
import type { Site } from "../site.ts";

/** The name under which the key directory keeps the key that parts are named with. */
const NAMES = "part-names";

/**
 * What parts of items are called for a partner: HMAC-SHA-256 over partner and part, in the form of a
 * UUIDv4. The same each time; who does not have the key can neither guess one nor tell that two
 * partners were given the same part.
 */
export async function partNames(
  partner: string,
  { keys }: Pick<Site, "keys">,
): Promise<(part: string) => string> {
  const { bytes } = await keys.make(NAMES);
  return (part) => {
    const text = JSON.stringify([partner, part]);
    return toUuid(createHmac("sha256", bytes).update(text).digest());
  };
}

/** RFC 9562 §5.4: 122 bits, with version and variant. */
function toUuid(bytes: Buffer): string {
  const id = Buffer.from(bytes.subarray(0, 16));
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x40, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  return id.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
