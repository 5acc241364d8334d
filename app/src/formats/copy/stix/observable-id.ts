import { createHash } from "node:crypto";
import type { Json, JsonObject } from "../../../core/item.ts";
import { isObject } from "../../stix/property.ts";
import { canonical } from "./take-in.ts";
import { typeOf } from "./object.ts";

/** Source: STIX 2.1 section 2.9. */
const NAMESPACE = Buffer.from("00abedb4aa42466c9c01fed23315a9b7", "hex");

/** ID contributing properties by type. Source: STIX 2.1 section 6; standards.md S13. */
const CONTRIBUTING: Readonly<Record<string, readonly string[]>> = {
  artifact: ["hashes", "payload_bin"],
  "autonomous-system": ["number"],
  directory: ["path"],
  "domain-name": ["value"],
  "email-addr": ["value"],
  "email-message": ["from_ref", "subject", "body"],
  file: ["hashes", "name", "extensions", "parent_directory_ref"],
  "ipv4-addr": ["value"],
  "ipv6-addr": ["value"],
  "mac-addr": ["value"],
  mutex: ["name"],
  "network-traffic": [
    "start",
    "end",
    "src_ref",
    "dst_ref",
    "src_port",
    "dst_port",
    "protocols",
    "extensions",
  ],
  software: ["name", "cpe", "swid", "vendor", "version"],
  url: ["value"],
  "user-account": ["account_type", "user_id", "account_login"],
  "windows-registry-key": ["key", "values"],
  "x509-certificate": ["hashes", "serial_number"],
};

const HASHES = ["MD5", "SHA-1", "SHA-256", "SHA-512"] as const;

/** The properties of which the id of an observable of this type is made; [] for a random one. */
export function contributingTo(type: string): readonly string[] {
  return CONTRIBUTING[type] ?? [];
}

/**
 * The id that the standard gives an observable: a UUIDv5 over the canonical JSON (RFC 8785) of its
 * contributing properties; undefined where it has none of them, and the id is any.
 *
 * Source: STIX 2.1 sections 2.9 and 6.
 */
export function observableId(object: JsonObject): string | undefined {
  const type = typeOf(object);
  const parts: [string, Json][] = [];
  for (const key of contributingTo(type)) {
    const value = object[key];
    if (value !== undefined) parts.push([key, key === "hashes" ? oneHash(value) : value]);
  }
  if (parts.length === 0) return undefined;
  const hash = createHash("sha1")
    .update(NAMESPACE)
    .update(canonical(Object.fromEntries(parts)));
  return `${type}--${toUuid(hash.digest())}`;
}

/** The first of them in the order of the standard. */
function oneHash(hashes: Json): Json {
  if (!isObject(hashes)) return hashes;
  const key =
    HASHES.find((name) => hashes[name] !== undefined) ?? Object.keys(hashes).toSorted()[0];
  return key === undefined ? hashes : { [key]: hashes[key] ?? null };
}

/** Source: RFC 4122 section 4.3. */
function toUuid(digest: Buffer): string {
  const bytes = Buffer.from(digest.subarray(0, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
