import { VerificationError, parseEntry, type FieldLine, type FieldState } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import type { LoggedEntry } from "../log/ports.ts";
import type { SealedValue } from "../seal/box.ts";
import type { OpenedField } from "../seal/open-field.ts";
import type { ErasedFields } from "./erased-fields.ts";
import type { ExportSource } from "./ports.ts";

/** Opens a sealed value, or says that it was erased. */
export type Opener = (sealed: SealedValue) => Promise<OpenedField>;

/**
 * What an export says of the sealed fields of each of these entries, in the order of their names.
 * Rejects with "broken-log" and "erased" as `exportLog` says, and as `open` does.
 */
export async function fieldLines(
  entries: readonly LoggedEntry[],
  erased: ErasedFields,
  open: Opener | undefined,
  source: ExportSource,
): Promise<readonly (readonly FieldLine[])[]> {
  const named = entries.map(({ index, bytes }) =>
    sealedIn(bytes).map((field) => {
      const by = erased.by(index, field);
      const state: FieldState = by === undefined ? { kind: "kept" } : { kind: "erased", by };
      return { field, state };
    }),
  );
  if (open === undefined) return named;
  const ids = entries.filter((_, at) => (named[at] ?? []).some(isKept)).map(({ id }) => id);
  const values = new Map<string, SealedValue>();
  for (const one of ids.length === 0 ? [] : await source.sealedAmong(ids)) {
    values.set(`${one.entry}/${one.field}`, one);
  }
  const shown = async (entry: LoggedEntry, line: FieldLine): Promise<FieldLine> =>
    isKept(line) ? show(entry, line.field, values, open) : line;
  return Promise.all(
    entries.map((entry, at) => Promise.all((named[at] ?? []).map((line) => shown(entry, line)))),
  );
}

async function show(
  { id, index }: LoggedEntry,
  field: string,
  values: ReadonlyMap<string, SealedValue>,
  open: Opener,
): Promise<FieldLine> {
  const place = `field ${field} of entry ${index}`;
  const sealed = values.get(`${id}/${field}`);
  if (sealed === undefined) {
    const what = "its sealed value is missing, and no entry says that it was erased";
    throw new LedgerError("broken-log", place, what, "restore it from a backup");
  }
  const opened = await open(sealed);
  if (opened.kind === "open") return { field, state: opened };
  const what = "it was erased while the export was being written";
  throw new LedgerError("erased", place, what, "export again");
}

/** The names of an entry's sealed fields, in order; none for bytes that are no entry. */
function sealedIn(bytes: Uint8Array): string[] {
  try {
    return Object.keys(parseEntry(bytes).sealed);
  } catch (error) {
    if (error instanceof VerificationError) return [];
    throw error;
  }
}

function isKept({ state }: FieldLine): boolean {
  return state.kind === "kept";
}
