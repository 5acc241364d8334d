import { VerificationError } from "../error.ts";
import { MOST_ENTRY_BYTES } from "../tile.ts";
import { CanonicalScanner } from "./canonical-scanner.ts";
import { isCommitment } from "./commitment.ts";
import { formatJson, isObject, notCanonical, requireText, valueOf } from "./json.ts";
import type { JsonObject } from "./json.ts";

/**
 * One entry of the ledger: the bytes of a leaf are its canonical JSON. It holds no personal data and
 * no free text; those are sealed, and a commitment stands here for each.
 */
export interface Entry {
  /** The form of the entry; 1. */
  readonly v: 1;
  /** A UUID, given by whoever wrote the entry: the same entry sent twice is one entry. */
  readonly id: string;
  /** What happened: "verdict", "release", "erasure" and so on. */
  readonly kind: string;
  /** When it happened, by the writer's clock: UTC with milliseconds. The order is the index. */
  readonly at: string;
  /** The facts of the event, by kind. */
  readonly body: JsonObject;
  /** Field name → commitment (`commit`), for every personal value. */
  readonly sealed: Readonly<Record<string, string>>;
}

/** An entry whose body is still text. */
export interface EntryText {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  /** Canonical JSON of an object. */
  readonly body: string;
  /** Field names with commitments, in the order of the names. */
  readonly sealed: readonly SealedName[];
}

export interface SealedName {
  readonly field: string;
  readonly commitment: string;
}

const NAME = /^[a-z][a-z0-9-]{0,63}$/;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const AT =
  /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}\.[0-9]{3}Z$/;

/**
 * Reads an entry; the bytes are hostile.
 *
 * Throws "too-large" above 65,535 bytes, "bad-json" or "bad-entry" for anything that `formatEntry`
 * would not write exactly so.
 */
export function parseEntry(bytes: Uint8Array, place = "entry"): Entry {
  const { id, kind, at, body, sealed } = readEntry(bytes, place);
  const value = valueOf(body);
  if (!isObject(value)) throw bad(place, "its body is not an object");
  const commitments = sealed.map(({ field, commitment }) => [field, commitment] as const);
  return { v: 1, id, kind, at, body: value, sealed: Object.fromEntries(commitments) };
}

/** The bytes of an entry, which `parseEntry` reads. Throws as `parseEntry` does. */
export function formatEntry(entry: Entry, place = "entry"): Uint8Array {
  const { v, id, kind, at, body, sealed } = entry;
  const bytes = formatJson({ v, id, kind, at, body, sealed }, place);
  readEntry(bytes, place);
  return bytes;
}

/** As `parseEntry`, without making a value of the body: for reading millions of entries. */
export function readEntry(bytes: Uint8Array, place: string): EntryText {
  if (bytes.length > MOST_ENTRY_BYTES) {
    const what = `it has ${bytes.length} bytes, and an entry has at most ${MOST_ENTRY_BYTES}`;
    throw new VerificationError("too-large", place, what);
  }
  const scanner = new CanonicalScanner(requireText(bytes, place));
  const at = stringAfter(scanner, '{"at":', place);
  const body = bodyAfter(scanner, ',"body":', place);
  const id = stringAfter(scanner, ',"id":', place);
  const kind = stringAfter(scanner, ',"kind":', place);
  const sealed = sealedAfter(scanner, ',"sealed":', place);
  if (!scanner.pass(',"v":1}') || scanner.at < scanner.text.length) {
    throw bad(place, "it does not end with v = 1");
  }
  if (!AT.test(at)) throw bad(place, "its at is not a time in UTC with milliseconds");
  if (!ID.test(id)) throw bad(place, "its id is not a UUID in lower case");
  if (!NAME.test(kind)) throw bad(place, "its kind is not a name in lower case");
  return { at, body, id, kind, sealed };
}

/** The string that follows, without its quotes. The grammars above allow no escape in it. */
function stringAfter(scanner: CanonicalScanner, before: string, place: string): string {
  requireNext(scanner, before, place);
  const start = scanner.at;
  if (!scanner.passString()) throw notCanonical(scanner, place);
  return scanner.text.slice(start + 1, scanner.at - 1);
}

function bodyAfter(scanner: CanonicalScanner, before: string, place: string): string {
  requireNext(scanner, before, place);
  const start = scanner.at;
  if (!scanner.passObject(1)) throw notCanonical(scanner, place);
  return scanner.text.slice(start, scanner.at);
}

function sealedAfter(scanner: CanonicalScanner, before: string, place: string): SealedName[] {
  requireNext(scanner, before, place);
  const sealed: SealedName[] = [];
  const passed = scanner.passObject(1, (field) => {
    const start = scanner.at;
    const isString = scanner.passString();
    const commitment = scanner.text.slice(start + 1, scanner.at - 1);
    sealed.push({ field, commitment });
    return isString && NAME.test(field) && isCommitment(commitment);
  });
  if (!passed) throw bad(place, "its sealed is not field names with commitments");
  return sealed;
}

function requireNext(scanner: CanonicalScanner, expected: string, place: string): void {
  if (!scanner.pass(expected)) {
    throw bad(place, `it is not an object of at, body, id, kind, sealed and v, by ${expected}`);
  }
}

function bad(place: string, problem: string): VerificationError {
  return new VerificationError("bad-entry", place, problem);
}
