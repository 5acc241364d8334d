import { randomBytes, randomUUID } from "node:crypto";
import type { JsonObject } from "caveat-verifier";
import { readRecord } from "../ledger/read-log.ts";
import type { Store } from "../store/open-store.ts";
import { noteReads } from "../store/log/read-log-tables.ts";

/** Notes that somebody reads something sensitive; durable before anything is handed out. */
export async function noteRead(read: JsonObject, store: Store): Promise<void> {
  const id = randomUUID();
  const at = new Date().toISOString();
  const bytes = readRecord({ at, ...read }, randomBytes);
  await store.as("app").transact(id, (transactor) => noteReads(transactor, [{ id, at, bytes }]));
}
