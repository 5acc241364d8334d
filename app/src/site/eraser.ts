import { randomUUID } from "node:crypto";
import type { Eraser } from "../ledger/seal/enter-erasure.ts";
import { SqlErasureStore } from "../store/log/erasure-tables.ts";
import type { Site } from "./site.ts";

/** Where the erasures of a site take place: its keys, its database, its root log. */
export function eraserOf({ store, keys, origin }: Pick<Site, "store" | "keys" | "origin">): Eraser {
  const now = (): string => new Date().toISOString();
  const erasures = new SqlErasureStore(store.as("sequencer"), now, randomUUID);
  return { keys, store: erasures, log: origin, newId: randomUUID, now };
}
