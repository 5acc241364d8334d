import { formatEntry, type JsonObject } from "caveat-verifier";
import type { PendingEntry } from "../../../src/ledger/log/ports.ts";

export const LOG = "service.example/ledger";

/** A UUID that follows from a number. */
export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** An entry that follows from a number. */
export function entry(number: number, body: JsonObject = { number }): PendingEntry {
  const id = uuid(number);
  const at = new Date(Date.UTC(2026, 0, 1) + number).toISOString();
  return { id, bytes: formatEntry({ v: 1, id, kind: "verdict", at, body, sealed: {} }) };
}

export function numbers(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, at) => from + at);
}
