import { randomBytes } from "node:crypto";
import { appendAll } from "../../ledger/log/append.ts";
import { sealEntry, type EntryDraft, type SealedEntry } from "../../ledger/seal/seal-entry.ts";
import type { SubjectKey, SubjectKeys } from "../../ledger/seal/subject-keys.ts";
import { SqlLedgerTables } from "../../store/log/ledger-tables.ts";
import type { Store } from "../../store/open-store.ts";
import { putSealed } from "../../store/log/sealed-values.ts";
import { together } from "../../store/transaction/together.ts";
import type { Transactor } from "../../store/transaction/transaction.ts";
import type { Site } from "../site.ts";

/** Makes entries with what is sealed of them; the key of each subject is made, or found, once. */
export async function sealEntries(
  drafts: readonly EntryDraft[],
  { keys }: Pick<Site, "keys">,
): Promise<readonly SealedEntry[]> {
  const known = new Map<string, Promise<SubjectKey>>();
  const make = (subject: string): Promise<SubjectKey> => {
    const key = known.get(subject) ?? keys.make(subject);
    known.set(subject, key);
    return key;
  };
  const sealed: SealedEntry[] = [];
  for (const draft of drafts)
    sealed.push(await sealEntry(draft, withMake(keys, make), randomBytes));
  return sealed;
}

/** Under which id each log is kept: it never changes. */
const LOG_IDS: WeakMap<Store, Map<string, string>> = new WeakMap();

/**
 * Hands entries and what is sealed of them in, within the transaction of what they are about. They get
 * their places in this order, a step before what follows from it.
 */
export async function enterAll(
  transactor: Transactor,
  entries: readonly SealedEntry[],
  at: string,
  { origin, store }: Pick<Site, "origin" | "store">,
): Promise<void> {
  const ids = LOG_IDS.get(store) ?? new Map<string, string>();
  LOG_IDS.set(store, ids);
  const tables = new SqlLedgerTables(transactor, at, ids);
  const sealed = entries.flatMap((one) => one.sealed);
  const putting = putSealed(transactor, sealed);
  if (transactor.mayAssume) transactor.assume([putting]);
  const appending = appendAll(tables, origin, entries);
  await (transactor.mayAssume ? appending : together([putting, appending]));
}

function withMake(keys: SubjectKeys, make: SubjectKeys["make"]): SubjectKeys {
  return {
    make,
    find: (subject) => keys.find(subject),
    announce: (subject, request) => keys.announce(subject, request),
    destroy: (subject) => keys.destroy(subject),
    settle: (subject) => keys.settle(subject),
    erasures: () => keys.erasures(),
  };
}
