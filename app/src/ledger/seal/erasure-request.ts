import { ERASURE, formatEntry, parseEntry, type Entry } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";

/** An erasure, asked for by somebody who may. Holds no value and no free text. */
export interface ErasureRequest {
  /** A UUID: the id of the entry. */
  readonly id: string;
  /** UTC with milliseconds. */
  readonly at: string;
  readonly subject: string;
  /** The code of what it rests on: an article, an order. */
  readonly basis: string;
  /** The id of who decided it. */
  readonly by: string;
}

const CODE = /^[a-z0-9][a-z0-9.:/_-]{0,63}$/;
const RULE = "up to 64 lower-case letters, digits and .:/_-";

/**
 * A request as it is kept from its announcement on: its entry, without the list of what is erased.
 *
 * Throws "bad-request" for a basis or a name that is more than a code: what stands in an entry can
 * never be taken back. Throws "bad-entry" for an id or a time that no entry has.
 */
export function formatRequest({ id, at, subject, basis, by }: ErasureRequest): Uint8Array {
  requireCode(basis, "basis", "a code for what it rests on, such as an article");
  requireCode(by, "by", "the id of who decided it");
  const body = { basis, by };
  const entry: Entry = { v: 1, id, kind: ERASURE, at, body, sealed: {} };
  return formatEntry(entry, `the erasure of ${subject}`);
}

/** Reads what `formatRequest` wrote. Throws as `parseEntry` does. */
export function parseRequest(bytes: Uint8Array, subject: string): Entry {
  return parseEntry(bytes, `the announced erasure of ${subject}`);
}

function requireCode(text: string, place: string, meant: string): void {
  if (CODE.test(text)) return;
  const what = "it is not a code, and free text may say something of a person";
  throw new LedgerError("bad-request", place, what, `give ${meant}: ${RULE}`);
}
