import { createHash } from "node:crypto";
import { formatEntry, formatJson, type TreeHead } from "caveat-verifier";
import type { PendingEntry } from "./log/ports.ts";
import { HEAD, headBody } from "./receipt.ts";

/**
 * The id of the entry of the root log that carries a head of another log, by that log's opaque id: a
 * UUID of version 8 (RFC 9562 §5.8) from SHA-256 over the body, so that the same head is one entry.
 */
export function headId(log: string, { size, root }: TreeHead): string {
  const hash = createHash("sha256").update(`${HEAD}\n`);
  const bytes = hash.update(formatJson(headBody(log, size, root))).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...parts, hex.slice(20, 32)].join("-");
}

/**
 * That entry. `at` is the time of the last entry that the head covers, and not that of the clock: all
 * its bytes then follow from the log, and handing it in again is harmless.
 */
export function headEntry(log: string, head: TreeHead, at: string): PendingEntry {
  const id = headId(log, head);
  const body = headBody(log, head.size, head.root);
  const bytes = formatEntry({ v: 1, id, kind: HEAD, at, body, sealed: {} }, `entry ${id}`);
  return { id, bytes };
}
