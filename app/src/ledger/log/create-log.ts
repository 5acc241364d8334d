import { LedgerError } from "../ledger-error.ts";
import { TREE } from "../tree.ts";
import type { Head, LedgerStore, LedgerTables } from "./ports.ts";

/** The head of a log without entries. */
const EMPTY: Head = { size: 0, edge: [], root: TREE.empty() };

/** Creates an empty log. Rejects with "exists" when it is there: creating and opening are two things. */
export async function createLog(store: LedgerStore, log: string): Promise<void> {
  const isNew = await store.transact((tables) => tables.createHead(log, EMPTY));
  if (isNew) return;
  throw new LedgerError("exists", log, "this log is there already", "open it, or choose a name");
}

/** The head of a log. Rejects with "no-log" when it was never created. */
export async function requireHead(tables: LedgerTables, log: string): Promise<Head> {
  return (await tables.readHead(log)) ?? noLog(log);
}

/** As `requireHead`, and keeps other sequencers out. */
export async function lockHead(tables: LedgerTables, log: string): Promise<Head> {
  return (await tables.lockHead(log)) ?? noLog(log);
}

function noLog(log: string): never {
  throw new LedgerError("no-log", log, "this log was never created here", "create it, or check it");
}
