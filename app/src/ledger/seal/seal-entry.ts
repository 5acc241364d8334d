import { formatEntry, type JsonObject } from "caveat-verifier";
import { commitTo, sealValue, type SealedValue } from "./box.ts";
import type { Random } from "./key-directory.ts";
import type { SubjectKeys } from "./subject-keys.ts";

/** What happened, before it is made into an entry. */
export interface EntryDraft {
  /** A UUID made by whoever reports it: the same one sent twice is one entry. */
  readonly id: string;
  /** "verdict", "release" and so on: a name in lower case. */
  readonly kind: string;
  /** UTC with milliseconds. */
  readonly at: string;
  /** What is not personal: ids, codes, hashes, counts. No free text. */
  readonly body: JsonObject;
  /** Field name → the value and whom it is about. Every free text counts as personal. */
  readonly personal: Readonly<Record<string, PersonalValue>>;
}

export interface PersonalValue {
  /** The subject's opaque id. */
  readonly subject: string;
  readonly value: string;
}

/** An entry's bytes, which become its leaf, and the sealed values to keep beside it. */
export interface SealedEntry {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly sealed: readonly SealedValue[];
}

/**
 * Makes an entry: commits to every personal value, seals it, and writes the canonical bytes. Store
 * both in one transaction. Sealing anew gives other bytes for the same draft (the nonces are fresh),
 * so whoever repeats a request repeats the bytes, not the draft.
 *
 * Rejects with "erased" when a subject was erased, and with the verifier's "bad-entry", "bad-json" or
 * "too-large" for a draft that is no entry.
 */
export async function sealEntry(
  draft: EntryDraft,
  keys: SubjectKeys,
  random: Random,
): Promise<SealedEntry> {
  const { id, kind, at, body, personal } = draft;
  const committed = Object.entries(personal).map(
    ([field, { subject, value }]) =>
      ({ field, subject, ...commitTo(Buffer.from(value), random) }) as const,
  );
  const commitments = Object.fromEntries(
    committed.map(({ field, commitment }) => [field, commitment] as const),
  );
  // Refuses a bad draft before any key is made for it.
  const bytes = formatEntry({ v: 1, id, kind, at, body, sealed: commitments }, `entry ${id}`);
  const sealed: SealedValue[] = [];
  for (const { field, subject, ...value } of committed) {
    sealed.push(sealValue(await keys.make(subject), { entry: id, field }, value, random));
  }
  return { id, bytes, sealed };
}
