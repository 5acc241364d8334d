import type { Json } from "../../core/item.ts";
import type { Limits } from "../limits.ts";
import { buildJson } from "./build.ts";
import { Scanner } from "./scanner.ts";
import { byteOrderMark, decodeUtf8, requireUtf8 } from "./utf8.ts";

/**
 * Reads JSON from a stranger. A byte order mark is skipped; then the bytes must be UTF-8, keep to
 * the grammar of RFC 8259 exactly, stay within `limits`, and hold no key twice and no `__proto__`
 * (both compared after unescaping). Only then are values built.
 *
 * @param bytes  inflated bytes
 * @param name   how messages call the input, usually the file name
 * @throws Refusal "bad-utf8", "not-json", "too-deep", "too-many-nodes", "duplicate-key" or
 *   "prototype-key"; its place is "name:line:column (/pointer)".
 */
export function parseJson(bytes: Uint8Array, name: string, limits: Limits): Json {
  const start = byteOrderMark(bytes);
  requireUtf8(bytes, name);
  const { hasEscapedKey } = new Scanner(bytes, start, name, limits).scan();
  if (hasEscapedKey) return buildJson(bytes, start);
  return JSON.parse(decodeUtf8(bytes, start, bytes.length)) as Json;
}
