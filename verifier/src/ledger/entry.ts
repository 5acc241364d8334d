import { VerificationError } from "../error.ts";
import { MOST_ENTRY_BYTES } from "../tile.ts";
import { isCommitment } from "./commitment.ts";
import { formatJson, isObject, parseJson } from "./json.ts";
import type { Json, JsonObject } from "./json.ts";

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

const KEYS = "at,body,id,kind,sealed,v";
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
  if (bytes.length > MOST_ENTRY_BYTES) {
    const what = `it has ${bytes.length} bytes, and an entry has at most ${MOST_ENTRY_BYTES}`;
    throw new VerificationError("too-large", place, what);
  }
  return entryOf(parseJson(bytes, place), place);
}

/** The bytes of an entry, which `parseEntry` reads. Throws as `parseEntry` does. */
export function formatEntry(entry: Entry, place = "entry"): Uint8Array {
  const { v, id, kind, at, body, sealed } = entry;
  const bytes = formatJson({ v, id, kind, at, body, sealed }, place);
  parseEntry(bytes, place);
  return bytes;
}

function entryOf(value: Json, place: string): Entry {
  if (!isObject(value) || Object.keys(value).join() !== KEYS || value["v"] !== 1) {
    throw bad(place, "it is not an object of at, body, id, kind, sealed and v = 1");
  }
  const { at, body, id, kind, sealed } = value;
  if (!matches(AT, at)) throw bad(place, "its at is not a time in UTC with milliseconds");
  if (!matches(ID, id)) throw bad(place, "its id is not a UUID in lower case");
  if (!matches(NAME, kind)) throw bad(place, "its kind is not a name in lower case");
  if (!isObject(body)) throw bad(place, "its body is not an object");
  if (!isSealed(sealed)) throw bad(place, "its sealed is not field names with commitments");
  return { v: 1, id, kind, at, body, sealed };
}

function isSealed(value: Json | undefined): value is Record<string, string> {
  if (!isObject(value)) return false;
  return Object.entries(value).every(([name, item]) => NAME.test(name) && isCommitment(item));
}

function matches(pattern: RegExp, value: Json | undefined): value is string {
  return typeof value === "string" && pattern.test(value);
}

function bad(place: string, problem: string): VerificationError {
  return new VerificationError("bad-entry", place, problem);
}
