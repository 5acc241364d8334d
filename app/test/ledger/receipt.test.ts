import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  formatEntry,
  parseCheckpoint,
  parseNote,
  parsePolicy,
  verifyReceipt,
} from "caveat-verifier";
import { append } from "../../src/ledger/log/append.ts";
import { createLog } from "../../src/ledger/log/create-log.ts";
import { sequence, sequenceAll } from "../../src/ledger/log/sequence.ts";
import { publish } from "../../src/ledger/publish.ts";
import { HEAD, headBody, receiptOf } from "../../src/ledger/receipt.ts";
import { Signer } from "../../src/ledger/signer/signer.ts";
import { TileDirectory } from "../../src/ledger/tiles/tile-directory.ts";
import { LOG, entry, numbers, uuid } from "./support/entries.ts";
import { folder } from "./support/folder.ts";
import { policyText } from "./support/history.ts";
import { MemoryStore } from "./support/memory-store.ts";

const PARTNER = "service.example/receipts/5f0c";

async function logOf(path: string, store: MemoryStore, origin: string) {
  await createLog(store, origin);
  const signer = await Signer.create(join(path, "signer"), origin);
  const [key = ""] = (await signer.state()).keys;
  const tiles = await TileDirectory.open(join(path, encodeURIComponent(origin)));
  return { publisher: { store, signer, tiles }, policy: parsePolicy(policyText(key)) };
}

describe("a partner's receipt", () => {
  test("proves, offline and from the partner's own log alone, an entry that the ledger has too", async () => {
    const path = await folder();
    const store = new MemoryStore();
    const main = await logOf(path, store, LOG);
    const partner = await logOf(path, store, PARTNER);
    await store.transact(async (tables) => {
      for (const number of numbers(20)) await append(tables, LOG, entry(number));
    });
    // Every fifth is for this partner: entered in both logs, or in neither.
    await sequence(store, LOG, {
      also: async (tables, { entries }) => {
        for (const one of entries.filter(({ index }) => index % 5 === 0)) {
          await append(tables, PARTNER, one);
        }
      },
    });
    await sequenceAll(store, PARTNER);
    const checkpoint = await publish(partner.publisher, PARTNER);
    const stored = checkpoint ?? { size: 0, note: new Uint8Array() };
    expect(stored.size).toBe(4);
    const receipt = await receiptOf(partner.publisher.tiles, 2, stored);
    const { policy } = partner;
    const proven = await verifyReceipt(receipt, entry(10).bytes, { policy, origin: PARTNER });
    expect(proven).toMatchObject({ index: 2, checkpoint: { size: 4 } });
    await expect(verifyReceipt(receipt, entry(11).bytes, { policy })).rejects.toMatchObject({
      code: "wrong-proof",
    });
    await expect(
      verifyReceipt(receipt, entry(10).bytes, { policy: main.policy }),
    ).rejects.toMatchObject({ code: "no-trusted-signature" });
    await expect(receiptOf(partner.publisher.tiles, 4, stored)).rejects.toMatchObject({
      code: "no-log",
    });
    const { size, root } = parseCheckpoint(parseNote(stored.note).text);
    const at = "2026-01-01T00:00:00.000Z";
    const body = headBody(uuid(500), size, root);
    const bytes = formatEntry({ v: 1, id: uuid(501), kind: HEAD, at, body, sealed: {} });
    await store.transact((tables) => append(tables, LOG, { id: uuid(501), bytes }));
    await sequenceAll(store, LOG);
    expect((await publish(main.publisher, LOG))?.size).toBe(21);
  });
});
