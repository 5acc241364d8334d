import { ERASURE, VerificationError, parseEntry, type SealedField } from "caveat-verifier";
import type { LoggedEntry } from "../log/ports.ts";
import { erasedList } from "../seal/erased-list.ts";
import type { ExportSource } from "./ports.ts";

/** The erasing entry of each field that was erased. */
export interface ErasedFields {
  /** The index of the first entry that says the field of entry `index` was erased. */
  by(index: number, field: string): number | undefined;
}

/** Entries that one call looks through. */
const STRETCH = 65_536;
/** Stands in the bytes of every erasure: they are canonical. */
const MARK: Uint8Array = Buffer.from(`,"kind":"${ERASURE}",`);

/**
 * Reads from the first `size` entries which of their fields were erased, and by which entry. Entries
 * are the truth here: what a database has lost without an entry is not erased. Holds the erased fields
 * only.
 */
export async function readErasedFields(source: ExportSource, size: number): Promise<ErasedFields> {
  const erased = new Map<string, number>();
  for (let from = 0; from < size; from += STRETCH) {
    const found = await source.entriesWith(MARK, from, Math.min(from + STRETCH, size));
    for (const by of found) {
      for (const { entry, field } of fieldsIn(by)) {
        const name = nameOf(entry, field);
        // One of a later entry, or erased before, is not what this one says.
        if (entry < by.index && !erased.has(name)) erased.set(name, by.index);
      }
    }
  }
  return { by: (index, field) => erased.get(nameOf(index, field)) };
}

/** What an entry erases. What is no entry, or no list, is left to the verifier, who says so. */
function fieldsIn({ bytes }: LoggedEntry): readonly SealedField[] {
  try {
    return erasedList(parseEntry(bytes));
  } catch (error) {
    if (error instanceof VerificationError) return [];
    throw error;
  }
}

function nameOf(entry: number, field: string): string {
  return `${entry}/${field}`;
}
