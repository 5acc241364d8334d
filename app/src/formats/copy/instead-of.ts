import type { Json, JsonObject } from "../../core/item.ts";
import type { Copy, CopyObject, Medium } from "../../core/release/copy.ts";
import { parseJson } from "../json/parse.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { isObject } from "../stix/property.ts";
import { recallEvent } from "./misp-recall.ts";

/** What identifies or marks other objects, in other releases too. */
const SHARED: ReadonlySet<string> = new Set([
  "identity",
  "marking-definition",
  "extension-definition",
]);

/**
 * What is served in the place of a copy that is called back, so that consumers who never delete take the
 * recall in: the objects we gave an id of our own as revoked versions, or the event with its parts
 * deleted. Undefined where the medium needs none (a package, an export), or nothing of it is ours.
 *
 * In: the copy as it was released, over which medium; UTC with milliseconds, later than its versions.
 * Throws a Refusal where its bytes are not of its format.
 */
export function insteadOf(copy: Copy, medium: Medium, at: string): Copy | undefined {
  if (medium === "misp-feed") return recalledEvent(copy, at);
  return medium === "taxii" ? revokedObjects(copy, at) : undefined;
}

function recalledEvent(copy: Copy, at: string): Copy {
  const bytes = recallEvent(copy.bytes, at);
  const objects = copy.objects.map((one) => ({ ...one, version: at, bytes, refersTo: [] }));
  return { ...copy, bytes, objects };
}

function revokedObjects(copy: Copy, at: string): Copy | undefined {
  const own = new Set(copy.ids.map(({ to }) => to));
  const revoked = copy.objects
    .filter(({ id, type }) => own.has(id) && !SHARED.has(type))
    .flatMap((one) => revoke(one, at));
  if (revoked.length === 0) return undefined;
  const shown = new Set(revoked.map(({ id }) => id));
  const others = copy.objects.filter(({ id }) => !shown.has(id));
  const texts = [...others, ...revoked].map(({ bytes }) => new TextDecoder().decode(bytes));
  const bundle = JSON.parse(new TextDecoder().decode(copy.bytes)) as JsonObject;
  const head = { type: "bundle", id: bundle["id"] ?? "" };
  const bytes = encode(`${JSON.stringify(head).slice(0, -1)},"objects":[${texts.join()}]}`);
  return { ...copy, bytes, objects: revoked };
}

/** The next version of an object, revoked; none of what has no versions. */
function revoke(object: CopyObject, at: string): readonly CopyObject[] {
  const json: Json = parseJson(object.bytes, object.id, DEFAULT_LIMITS);
  if (!isObject(json) || json["modified"] === undefined) return [];
  const bytes = encode(JSON.stringify({ ...json, modified: at, revoked: true }));
  return [{ ...object, version: at, bytes }];
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
