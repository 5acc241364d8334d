import type { Json, JsonObject } from "../../core/item.ts";
import type { Copy, CopyObject, Medium } from "../../core/release/copy.ts";
import { parseJson } from "../json/parse.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { isObject } from "../stix/property.ts";
import { correctEvent, recallEvent, uuidsOfEvent } from "./misp-recall.ts";
import { revokedVersion } from "./stix/revoked-version.ts";
import { canonical } from "./stix/take-in.ts";

/** What marks other objects, in other releases too. It has no versions. */
const MARKINGS: ReadonlySet<string> = new Set(["marking-definition", "extension-definition"]);

/**
 * What is served in the place of a copy that is called back, so that consumers who never delete take the
 * recall in: the objects we gave an id of our own as revoked versions, or the event with its parts
 * deleted. With the copy that takes its place: what is not in that one is revoked, and the event that
 * both hold is the newer one, with what it no longer has as deleted. Undefined where the medium needs none
 * (a package, an export), or nothing of it is ours and gone. What was recalled is not to be read in it.
 * Its `ids` are those that are taken back for good: nothing may be called so again.
 *
 * In: the copy as it was released, over which medium; UTC with milliseconds, later than its versions.
 * Throws a Refusal where its bytes are not of its format.
 */
export function insteadOf(
  copy: Copy,
  medium: Medium,
  at: string,
  replacement?: Copy,
): Copy | undefined {
  if (medium === "misp-feed") return recalledEvents(copy, at, replacement);
  return medium === "taxii" ? revokedObjects(copy, at, replacement) : undefined;
}

function recalledEvents(copy: Copy, at: string, replacement?: Copy): Copy {
  const newer = new Map(replacement?.objects.map((one) => [one.id, one.bytes]));
  const objects = copy.objects.map((one): CopyObject => {
    const corrected = newer.get(one.id);
    const bytes =
      corrected === undefined ? recallEvent(one.bytes, at) : correctEvent(one.bytes, corrected, at);
    return { ...one, version: at, bytes, refersTo: [] };
  });
  const recalled = objects.filter(({ id }) => !newer.has(id));
  const ids = recalled
    .flatMap(({ bytes }) => uuidsOfEvent(bytes))
    .map((id) => ({ from: id, to: id }));
  return { ...copy, bytes: joined(objects), objects, ids, removed: [], parted: [], changes: [] };
}

/** One event as it is; several in the wrapper that MISP exports them in. */
function joined(objects: readonly CopyObject[]): Uint8Array {
  const [first, ...others] = objects;
  if (first !== undefined && others.length === 0) return first.bytes;
  const texts = objects.map(({ bytes }) => new TextDecoder().decode(bytes));
  return encode(`{"response":[${texts.join()}]}`);
}

function revokedObjects(copy: Copy, at: string, replacement?: Copy): Copy | undefined {
  const own = new Set(copy.ids.map(({ to }) => to));
  const stays = new Set(replacement?.objects.map(({ id }) => id));
  const revoked = copy.objects
    .filter(({ id, type }) => own.has(id) && !MARKINGS.has(type) && !stays.has(id))
    .flatMap((one) => revoke(one, at, own));
  if (revoked.length === 0) return undefined;
  const gone = new Set(revoked.map(({ id }) => id));
  const others = copy.objects.filter(({ id }) => !gone.has(id));
  const objects = [...neededBy(revoked, others), ...revoked];
  const texts = objects.map(({ bytes }) => new TextDecoder().decode(bytes));
  const bundle = JSON.parse(new TextDecoder().decode(copy.bytes)) as JsonObject;
  const head = { type: "bundle", id: bundle["id"] ?? "" };
  const bytes = encode(`${JSON.stringify(head).slice(0, -1)},"objects":[${texts.join()}]}`);
  const ids = copy.ids.filter(({ to }) => gone.has(to));
  return { ...copy, bytes, objects, ids, removed: [], parted: [], changes: [] };
}

/** The next version of an object, revoked; none of what has no versions. */
function revoke(object: CopyObject, at: string, own: ReadonlySet<string>): readonly CopyObject[] {
  const json: Json = parseJson(object.bytes, object.id, DEFAULT_LIMITS);
  const revoked = isObject(json) ? revokedVersion(json, at, own) : undefined;
  if (revoked === undefined) return [];
  const text = canonical(revoked);
  const refersTo = object.refersTo.filter((id) => text.includes(id));
  return [{ ...object, version: at, bytes: encode(text), refersTo }];
}

/**
 * The markings and the creator to which these refer, and those refer in turn, in the order of the copy: as
 * long as one of these is served its markings are too (connectors.md C09).
 */
function neededBy(
  revoked: readonly CopyObject[],
  others: readonly CopyObject[],
): readonly CopyObject[] {
  const shared = others.filter(({ type }) => MARKINGS.has(type) || type === "identity");
  const byId = new Map(shared.map((one) => [one.id, one]));
  const needed = new Set<string>();
  const open = revoked.flatMap(({ refersTo }) => refersTo);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const found = byId.get(id);
    if (found === undefined || needed.has(id)) continue;
    needed.add(id);
    open.push(...found.refersTo);
  }
  return shared.filter(({ id }) => needed.has(id));
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
