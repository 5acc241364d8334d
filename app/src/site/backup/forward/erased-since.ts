import { formatEntry, type Entry } from "caveat-verifier";
import { LedgerError } from "../../../ledger/ledger-error.ts";
import { erasedList } from "../../../ledger/seal/erased-list.ts";
import type { SubjectKeys } from "../../../ledger/seal/subject-keys.ts";
import type { SqlLedgerStore } from "../../../store/log/ledger-store.ts";
import type { Store } from "../../../store/open-store.ts";
import { sealedOf } from "../../../store/log/sealed-values.ts";

/**
 * Announces again what was erased after a backup was made: its values came back with the backup, and
 * their keys perhaps with one of the keys. In: the entries that erased, none of them in the database.
 * From here on nothing of it can be read; `resumeErasures` does the rest.
 */
export async function announceAgain(
  entries: readonly Entry[],
  origin: string,
  { store, ledger, keys }: { store: Store; ledger: SqlLedgerStore; keys: SubjectKeys },
): Promise<void> {
  for (const entry of entries) {
    for (const { entry: index, field } of erasedList(entry)) {
      const [about] = await ledger.transact((tables) =>
        tables.readEntries(origin, index, index + 1),
      );
      const sealed = await store
        .as("app")
        .read(async (reader) => (about === undefined ? [] : await sealedOf(reader, about.id)));
      const subject = sealed.find((value) => value.field === field)?.subject;
      if (subject !== undefined) await announce(subject, entry, keys);
    }
  }
}

async function announce(subject: string, entry: Entry, keys: SubjectKeys): Promise<void> {
  const { erased: _, ...body } = entry.body;
  try {
    await keys.announce(subject, formatEntry({ ...entry, body }));
  } catch (error) {
    // It was completed, and the keys know: then every start drops what came back.
    if (!(error instanceof LedgerError && error.code === "erased")) throw error;
  }
}
