import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  nodesOf,
  parseEntry,
  parseEntryBundle,
  proveInclusion,
  verifyInclusion,
} from "caveat-verifier";
import { createLog } from "../../src/ledger/log/create-log.ts";
import type { LedgerStore } from "../../src/ledger/log/ports.ts";
import { sequenceAll } from "../../src/ledger/log/sequence.ts";
import {
  enterReads,
  readRecord,
  type ReadBatch,
  type ReadLogTables,
  type ReadRecord,
} from "../../src/ledger/read-log.ts";
import { TREE } from "../../src/ledger/tree.ts";
import { LOG, numbers, uuid } from "./support/entries.ts";
import { MemoryStore } from "./support/memory-store.ts";

const AT = "2026-01-01T00:00:00.000Z";

/** The read log's tables beside those of a memory store. */
function withReads(store: MemoryStore, pending: ReadRecord[], batches: ReadBatch[]) {
  const reads: LedgerStore<ReadLogTables> = {
    transact: (work) =>
      store.transact((tables) =>
        work(
          Object.assign(tables, {
            readPendingReads: (most: number) => Promise.resolve(pending.slice(0, most)),
            insertReadBatch: async (batch: ReadBatch) => void batches.push(batch),
            deletePendingReads: async (ids: readonly string[]) =>
              void pending.splice(
                0,
                pending.length,
                ...pending.filter(({ id }) => !ids.includes(id)),
              ),
          }),
        ),
      ),
  };
  return reads;
}

function record(number: number): ReadRecord {
  const at = new Date(Date.UTC(2026, 0, 1) + number).toISOString();
  const bytes = readRecord({ by: "officer-1", item: `item-${number}` }, randomBytes);
  return { id: uuid(number), at, bytes };
}

describe("the read log", () => {
  test("puts any number of reads under one entry that names nobody, and proves each of them", async () => {
    const store = new MemoryStore();
    await createLog(store, LOG);
    const pending = numbers(300).map(record);
    const records = [...pending];
    const batches: ReadBatch[] = [];
    const reads = withReads(store, pending, batches);
    expect(await enterReads(reads, LOG, uuid(9000), AT)).toBe(300);
    expect(await enterReads(reads, LOG, uuid(9001), AT)).toBe(0);
    expect(await sequenceAll(store, LOG)).toBe(1);
    const bytes = store.log(LOG).entries[0]?.bytes ?? new Uint8Array();
    expect(Buffer.from(bytes).includes("officer")).toBe(false);
    const { kind, body } = parseEntry(bytes);
    expect({ kind, reads: body["reads"] }).toEqual({ kind: "reads", reads: 300 });
    const root = new Uint8Array(Buffer.from(JSON.stringify(body["root"]).slice(1, -1), "base64"));
    const leaves = records.map((one) => TREE.leaf(one.bytes));
    for (const index of [0, 255, 299]) {
      const proof = proveInclusion(index, 300, nodesOf(leaves, TREE), TREE);
      const leaf = leaves[index] ?? new Uint8Array();
      expect(() => verifyInclusion({ index, size: 300, leaf, root, proof }, TREE)).not.toThrow();
    }
    const first = records.slice(0, 256).reduce((sum, one) => sum + 2 + one.bytes.length, 0);
    const content = batches[0]?.content ?? new Uint8Array();
    expect(parseEntryBundle(content.subarray(first), 44).at(-1)).toEqual(records[299]?.bytes);
  });

  test("hides equal reads behind different hashes", () => {
    const one = readRecord({ by: "officer-1" }, randomBytes);
    expect(TREE.leaf(one)).not.toEqual(TREE.leaf(readRecord({ by: "officer-1" }, randomBytes)));
  });
});
