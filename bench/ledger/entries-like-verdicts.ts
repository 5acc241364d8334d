import { randomBytes, randomUUID } from "node:crypto";
import { formatEntry } from "caveat-verifier";
import type { PendingEntry } from "../../app/src/ledger/log/ports.ts";

/**
 * New entries of the size that verdicts have: 450 bytes or so, one sealed field. Their bytes lie in one
 * piece of memory, so that holding many of them costs what is measured nothing.
 */
export function entriesLikeVerdicts(count: number): readonly PendingEntry[] {
  const made = Array.from({ length: count }, newEntry);
  const all = Buffer.allocUnsafeSlow(made.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let end = 0;
  return made.map(({ id, bytes }) => {
    const start = end;
    end += bytes.length;
    all.set(bytes, start);
    return { id, bytes: new Uint8Array(all.buffer, start, bytes.length) };
  });
}

function newEntry(): PendingEntry {
  const id = randomUUID();
  const body = {
    facts: randomBytes(32).toString("hex"),
    item: `report--${randomUUID()}`,
    outcome: "release",
    packs: ["nl-wiv", "cti-community"],
    partner: "alder",
    standing: randomBytes(32).toString("hex"),
  };
  const sealed = { reason: randomBytes(32).toString("base64") };
  const at = new Date().toISOString();
  return { id, bytes: formatEntry({ v: 1, id, kind: "verdict", at, body, sealed }) };
}
