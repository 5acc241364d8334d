import { VerificationError } from "../error.ts";
import { decodeUtf8, encodeUtf8 } from "../text/utf8.ts";

/** The JSON of the ledger: a subset of RFC 8785 in which a value has exactly one form in bytes. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Keys are names we chose: ASCII, never digits first, so no engine reorders them. */
const KEY = /^[A-Za-z][A-Za-z0-9_.:/-]*$/;
const MOST_DEPTH = 16;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Reads canonical JSON (RFC 8785); the bytes are hostile. Narrower than that: whole numbers up to
 * 2^53 - 1 only, keys of `KEY`, 16 levels.
 *
 * Throws "bad-json" for anything that `formatJson` would not write exactly so: white space, key
 * order, repeated keys, other number forms or escapes, lone surrogates, bytes that are not UTF-8.
 */
export function parseJson(bytes: Uint8Array, place = "JSON"): Json {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw bad(place, "it is not UTF-8 text");
  const value = read(text, place);
  requireSubset(value, 0, place);
  // The platform's writer agrees with RFC 8785 on this subset: escapes, numbers, no white space. So
  // equal text means canonical text, and a repeated key or another order of keys shows up here.
  if (JSON.stringify(value) !== text) throw bad(place, "it is not in canonical form (RFC 8785)");
  return value;
}

/**
 * The canonical bytes of a value, keys in order.
 *
 * Throws "bad-json" for a value outside the subset.
 */
export function formatJson(value: Json, place = "JSON"): Uint8Array {
  const ordered = inOrder(value, 0, place);
  requireSubset(ordered, 0, place);
  return encodeUtf8(JSON.stringify(ordered));
}

/** Whether a value is an object, and neither null nor a list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

/** Whether a value is a list. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function read(text: string, place: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    throw bad(place, "it is not JSON");
  }
}

function requireSubset(value: Json, depth: number, place: string): void {
  if (typeof value === "string") return requireWellFormed(value, place);
  if (typeof value === "number") return requireWhole(value, place);
  if (typeof value !== "object" || value === null) return;
  if (depth === MOST_DEPTH) throw bad(place, `it is more than ${MOST_DEPTH} levels deep`);
  if (isList(value)) return value.forEach((item) => requireSubset(item, depth + 1, place));
  let before = "";
  for (const [key, item] of Object.entries(value)) {
    if (key <= before || !KEY.test(key)) {
      throw bad(place, `its key ${JSON.stringify(key)} is out of order or not a plain name`);
    }
    requireSubset(item, depth + 1, place);
    before = key;
  }
}

function requireWellFormed(text: string, place: string): void {
  if (LONE_SURROGATE.test(text)) throw bad(place, "it has half of a surrogate pair in a string");
}

function requireWhole(value: number, place: string): void {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
    throw bad(place, "it has a number that is not a whole number up to 2^53 - 1");
  }
}

/** A copy with the keys of every object in order of their UTF-16 code units (RFC 8785 §3.2.3). */
function inOrder(value: Json, depth: number, place: string): Json {
  if (typeof value !== "object" || value === null) return value;
  if (depth === MOST_DEPTH) throw bad(place, `it is more than ${MOST_DEPTH} levels deep`);
  if (isList(value)) return value.map((item) => inOrder(item, depth + 1, place));
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item, depth + 1, place)]));
}

function bad(place: string, problem: string): VerificationError {
  return new VerificationError("bad-json", place, problem);
}
