import { ERASURE, type Entry, type Json, type SealedField } from "caveat-verifier";
import { isList, isObject } from "../signer/wire.ts";

/** The fields that an entry erases; none for another kind, nor for what is no list of fields. */
export function erasedList({ kind, body }: Entry): readonly SealedField[] {
  const list = kind === ERASURE ? body["erased"] : undefined;
  return isList(list) ? list.flatMap(fieldIn) : [];
}

function fieldIn(item: Json): SealedField[] {
  if (!isObject(item)) return [];
  const { entry, field } = item;
  return typeof entry === "number" && typeof field === "string" ? [{ entry, field }] : [];
}
