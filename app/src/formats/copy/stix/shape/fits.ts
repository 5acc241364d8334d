import { isIPv6 } from "node:net";
import type { Json, JsonObject } from "../../../../core/item.ts";
import { isObject } from "../../../stix/property.ts";
import { isTimestamp } from "../../../stix/timestamp.ts";
import type { Kind, Shape } from "./shape.ts";
import { textOf } from "../object.ts";

/** Least and most of numbers that have bounds. Source: STIX 2.1 sections 3.2, 4.11, 4.14, 5.2, 6.12. */
const BOUNDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  confidence: [0, 100],
  latitude: [-90, 90],
  longitude: [-180, 180],
  number_observed: [1, 999_999_999],
  count: [0, 999_999_999],
  src_port: [0, 65_535],
  dst_port: [0, 65_535],
};

/** Source: STIX 2.1 sections 2.4 and 2.7. */
const DICTIONARY_KEY = /^[A-Za-z0-9_-]{1,250}$/;
const HASH_NAME = /^[A-Za-z0-9_-]{3,250}$/;
/** What is named so refers to objects, as everywhere in STIX 2.1; none of its dictionaries holds any. */
const REFERENCE = /_refs?$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const HEX = /^(?:[0-9a-fA-F]{2})+$/;
const LANGUAGE = /^[a-z]{2}(?:-[A-Z]{2})?$/;
const CHARACTER_SET = /^[A-Za-z0-9_()-]{2,40}$/;
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
const IPV4 =
  /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$|\/)|(?=$|\/))){4}(?:\/(?:3[0-2]|[12]?\d))?$/;

/** The form of values and words, by their property, or by their type where that is `value`. */
const FORMS: Readonly<Record<string, RegExp>> = {
  lang: LANGUAGE,
  languages: LANGUAGE,
  mime_type:
    /^(?:application|audio|font|image|message|model|multipart|text|video)\/[a-zA-Z0-9][\w.+-]{0,120}$/,
  path_enc: CHARACTER_SET,
  name_enc: CHARACTER_SET,
  relationship_type: /^[a-z0-9-]{1,250}$/,
  cpe: /^cpe:2\.3:[aho*-](?::(?:[\w\-.*?]|\\[^\w\s]){1,200}){10}$/,
  url: URI,
  "ipv4-addr": IPV4,
  "mac-addr": /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/,
  "email-addr": /^[^\s@]{1,256}@[^\s@]{1,256}$/,
  "domain-name": /^[^\s/:@?#]{1,253}$/,
  MD5: /^[0-9a-fA-F]{32}$/,
  "SHA-1": /^[0-9a-fA-F]{40}$/,
  "SHA-256": /^[0-9a-fA-F]{64}$/,
  "SHA-512": /^[0-9a-fA-F]{128}$/,
  "SHA3-256": /^[0-9a-fA-F]{64}$/,
  "SHA3-512": /^[0-9a-fA-F]{128}$/,
  SSDEEP: /^[a-zA-Z0-9/+:.]{1,128}$/,
  TLSH: /^[a-zA-Z0-9]{70,72}$/,
  opinion: /^(?:strongly-disagree|disagree|neutral|agree|strongly-agree)$/,
  data_type:
    /^REG_(?:NONE|SZ|EXPAND_SZ|BINARY|DWORD|DWORD_BIG_ENDIAN|DWORD_LITTLE_ENDIAN|LINK|MULTI_SZ|RESOURCE_LIST|FULL_RESOURCE_DESCRIPTION|RESOURCE_REQUIREMENTS_LIST|QWORD|INVALID_TYPE)$/,
  encryption_algorithm: /^(?:AES-256-GCM|ChaCha20-Poly1305|mime-type-indicated)$/,
};

/** May this value stand in a place of this shape, looked at by itself? What is below it is not looked at. */
export function fits(value: Json, shape: Shape, key: string): boolean {
  switch (shape.kind) {
    case "list":
      return Array.isArray(value) && value.length > 0;
    case "object":
      return isObject(value);
    case "dictionary":
      return isObject(value);
    case "field":
      return typeof value === "string" || (Array.isArray(value) && value.length > 0);
    case "single":
      return fitsKind(value, shape.of, key);
  }
}

/** May this be a key of what has that shape? */
export function fitsKey(key: string, above: Shape | undefined): boolean {
  if (above?.kind !== "dictionary") return true;
  if (REFERENCE.test(key)) return false;
  const isHashes = above.of.kind === "single" && above.of.of === "word";
  return (isHashes ? HASH_NAME : DICTIONARY_KEY).test(key);
}

/** Does an object inside another hold all that it must? */
export function isWhole(value: JsonObject, shape: Shape): boolean {
  if (shape.kind !== "object") return true;
  if (!shape.required.every((key) => value[key] !== undefined)) return false;
  const has = (key: string): boolean => value[key] !== undefined;
  // Source: STIX 2.1 section 6.6.2.
  if (shape.properties.has("body_raw_ref")) return has("body") || has("body_raw_ref");
  // Source: STIX 2.1 section 6.7.5.
  if (shape.properties.has("pe_type")) return Object.keys(value).length > 1;
  if (!shape.properties.has("external_id")) return true;
  // Source: STIX 2.1 section 2.2: a source, and where in it.
  const { source_name: source, external_id: id } = value;
  const isCve = /^CVE-\d{4}-(?:0\d{3}|[1-9]\d{3,})$/.test(textOf(id));
  if (source === "cve" || isCve) return source === "cve" && isCve;
  if (source === "capec") return /^CAPEC-\d+$/.test(textOf(id));
  return has("description") || has("url") || has("external_id");
}

function fitsKind(value: Json, kind: Kind, key: string): boolean {
  // Half a character is no text that every reader takes (RFC 7493).
  if (typeof value === "string" && SURROGATE.test(value) && /\p{Cs}/u.test(value)) return false;
  switch (kind) {
    case "boolean":
      return typeof value === "boolean";
    case "number":
      return typeof value === "number" && Number.isFinite(value) && isWithin(value, key);
    case "integer":
      return typeof value === "number" && Number.isSafeInteger(value) && isWithin(value, key);
    case "time":
      return typeof value === "string" && isTimestamp(value) && isPrecise(value, key);
    case "bytes":
      return typeof value === "string" && (key === "payload_bin" ? BASE64 : HEX).test(value);
    case "word":
    case "value":
      return typeof value === "string" && value !== "" && hasForm(value, key);
    default:
      return typeof value === "string" && (kind === "text" || value !== "");
  }
}

/** A search for units, which ends at once in a text of Latin letters. */
const SURROGATE = /[\ud800-\udfff]/;

function hasForm(value: string, key: string): boolean {
  if (key === "ipv6-addr") {
    const [address = "", prefix = "0", ...more] = value.split("/");
    return isIPv6(address) && /^(?:12[0-8]|1[01]\d|[1-9]?\d)$/.test(prefix) && more.length === 0;
  }
  const form = Object.hasOwn(FORMS, key) ? FORMS[key] : undefined;
  return form === undefined || form.test(value);
}

/** Source: STIX 2.1 section 6.7.5: a header's time has whole seconds. */
function isPrecise(time: string, key: string): boolean {
  return key !== "time_date_stamp" || !time.includes(".");
}

function isWithin(value: number, key: string): boolean {
  const bounds = Object.hasOwn(BOUNDS, key) ? BOUNDS[key] : undefined;
  return bounds === undefined || (value >= bounds[0] && value <= bounds[1]);
}
