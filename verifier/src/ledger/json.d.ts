import { VerificationError } from "../error.ts";
import { CanonicalScanner } from "./canonical-scanner.ts";
/** The JSON of the ledger: a subset of RFC 8785 in which a value has exactly one form in bytes. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
    readonly [key: string]: Json;
}
/**
 * Reads canonical JSON in the subset of `CanonicalScanner`; the bytes are hostile.
 *
 * Throws "bad-json" for anything that `formatJson` would not write exactly so: white space, key order,
 * repeated keys, other forms of numbers and escapes, bytes that are not UTF-8.
 */
export declare function parseJson(bytes: Uint8Array, place?: string): Json;
/**
 * The canonical bytes of a value, keys in order.
 *
 * Throws "bad-json" for a value outside the subset.
 */
export declare function formatJson(value: Json, place?: string): Uint8Array;
/** The value of a text that a scanner has passed. */
export declare function valueOf(canonical: string): Json;
/** The text of UTF-8 bytes. Throws "bad-json". */
export declare function requireText(bytes: Uint8Array, place: string): string;
/** The error for a text at which a scanner stopped. */
export declare function notCanonical({ at }: CanonicalScanner, place: string): VerificationError;
/** Whether a value is an object, and neither null nor a list. */
export declare function isObject(value: Json | undefined): value is JsonObject;
/** Whether a value is a list. */
export declare function isList(value: Json | undefined): value is readonly Json[];
