import { BlockList, isIP, isIPv4 } from "node:net";
import type { Database } from "../../store/database.ts";
import { findDoor } from "../../store/release/credentials.ts";
import type { Credential, Door } from "../../usecases/release/outbox.ts";

/** Bytes of a SHA-256. */
const HASH = 32;

/**
 * Whose credential it is, and where that leads. Undefined for one that is unknown, has ended, does not
 * count now, or is bound to networks the address is not in. `address`: of whoever asks, as the socket has
 * it; without one only a credential that is bound to none counts.
 */
export async function doorOf(
  { kind, hash }: Credential,
  address: string | undefined,
  now: string,
  reader: Database,
): Promise<Door | undefined> {
  if (hash.length !== HASH) return undefined;
  const row = await reader.read((found) => findDoor(found, kind, hash, now));
  if (row === undefined || !isInside(address, row.addresses)) return undefined;
  const { partner, root, credential } = row;
  return { partner, root, credential };
}

/** `networks`: "192.0.2.0/24 2001:db8::1", with a space between them; none for any. */
function isInside(address: string | undefined, networks: string): boolean {
  if (networks === "") return true;
  if (address === undefined || isIP(address) === 0) return false;
  const list = new BlockList();
  for (const network of networks.split(" ")) {
    const [first = "", prefix] = network.split("/");
    if (isIP(first) === 0) continue;
    const family = isIPv4(first) ? "ipv4" : "ipv6";
    if (prefix === undefined) list.addAddress(first, family);
    else if (/^\d{1,3}$/.test(prefix)) list.addSubnet(first, Number(prefix), family);
  }
  return list.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}
