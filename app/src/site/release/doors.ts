import { BlockList, isIP, isIPv4 } from "node:net";
import type { Database } from "../../store/transaction/database.ts";
import { findDoors, type DoorRow } from "../../store/release/outbox-doors.ts";
import type { Collection, Credential, Door } from "../../usecases/release/outbox.ts";
import { UUID } from "../cases/colleagues.ts";
import { batched } from "./batched.ts";
import { toShortest } from "./moments.ts";
import { toCollection } from "./to-collection.ts";

/** Bytes of a SHA-256. */
const HASH = 32;
/** Looked up at a time. */
const MOST = 100;

interface Shown {
  readonly credential: Credential;
  readonly place: string | undefined;
}

/**
 * Whose credential it is, where that leads, and the place that is asked for. Undefined for a credential that
 * is unknown, has ended, does not count now, or is bound to networks the address is not in. `address`: of
 * whoever asks, as the socket has it; without one only a credential that is bound to none counts. Those who
 * ask at the same time are looked up together.
 */
export function doorsOf(
  reader: Database,
  now: () => string,
): (
  credential: Credential,
  address: string | undefined,
  place: string | undefined,
) => Promise<Door | undefined> {
  const find = batched((shown: readonly Shown[]) => findAll(shown, now(), reader), MOST);
  return async (credential, address, place) => {
    if (credential.hash.length !== HASH) return undefined;
    const row = await find({ credential, place });
    if (row === undefined || !isInside(address, row.addresses)) return undefined;
    return toDoor(row);
  };
}

async function findAll(
  shown: readonly Shown[],
  now: string,
  reader: Database,
): Promise<readonly (DoorRow | undefined)[]> {
  const asked = {
    kinds: shown.map(({ credential }) => credential.kind),
    hashes: shown.map(({ credential }) => credential.hash),
    ids: shown.map(({ place }) => (isId(place) ? place : null)),
    aliases: shown.map(({ place }) => (place === undefined || isId(place) ? null : place)),
    now,
  };
  const rows = await reader.ask(findDoors(asked));
  const found = new Map(rows.map((row) => [row.nth, row]));
  return shown.map((_, at) => found.get(at + 1));
}

function isId(place: string | undefined): place is string {
  return place !== undefined && UUID.test(place);
}

function toDoor({ partner, root, credential, ...row }: DoorRow): Door {
  const { id, alias, title, medium, canWrite, description, state, lastAdded } = row;
  if (id === null || alias === null || title === null || medium === null || canWrite === null) {
    return { partner, root, credential };
  }
  const found = toCollection({ id, partner, alias, title, description, medium, canWrite });
  if (found === undefined) return { partner, root, credential };
  const isShown = state !== null && lastAdded !== null;
  const at = isShown ? { state: { mark: state, lastAdded: toShortest(lastAdded) } } : {};
  const collection: Collection = { ...found, ...at };
  return { partner, root, credential, collection };
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
