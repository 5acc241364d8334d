import { randomUUID } from "node:crypto";
import { formatEntry } from "caveat-verifier";
import { append } from "../../app/src/ledger/log/append.ts";
import { requireHead } from "../../app/src/ledger/log/create-log.ts";
import type { LedgerStore } from "../../app/src/ledger/log/ports.ts";
import { sequenceAll } from "../../app/src/ledger/log/sequence.ts";
import { SqlLedgerStore } from "../../app/src/store/log/ledger-store.ts";
import type { Store } from "../../app/src/store/open-store.ts";

const BATCH = 500;

/** The ledger's tables with the rights of whoever writes, and of the sequencer. */
export function storesOf(store: Store): {
  readonly app: SqlLedgerStore;
  readonly ledger: SqlLedgerStore;
} {
  const now = (): string => new Date().toISOString();
  return {
    app: new SqlLedgerStore(store.as("app"), now, randomUUID),
    ledger: new SqlLedgerStore(store.as("sequencer"), now, randomUUID),
  };
}

/** Has new entries written and sequenced until there are `to` in all; what waited comes first. */
export async function writeOthers(
  app: LedgerStore,
  ledger: LedgerStore,
  origin: string,
  to: number,
): Promise<void> {
  await sequenceAll(ledger, origin);
  for (;;) {
    const { size } = await ledger.transact((tables) => requireHead(tables, origin));
    if (size >= to) return;
    const entries = Array.from({ length: Math.min(BATCH, to - size) }, () => {
      const id = randomUUID();
      const at = new Date().toISOString();
      const bytes = formatEntry({ v: 1, id, kind: "other", at, body: {}, sealed: {} });
      return { id, bytes };
    });
    await app.transact(async (tables) => {
      for (const entry of entries) await append(tables, origin, entry);
    });
    await sequenceAll(ledger, origin);
  }
}
