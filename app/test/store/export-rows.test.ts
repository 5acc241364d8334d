import { randomBytes, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { checkpointIn, entriesOf, entriesWith } from "../../src/store/log/export-rows.ts";
import { SqlLedgerStore, registerLog } from "../../src/store/log/ledger-store.ts";
import { countPending, sizesByWitness } from "../../src/store/log/status-rows.ts";
import { useTestStore } from "./support/test-store.ts";

const opened = useTestStore();
const AT = "2026-04-02T09:00:00.000000Z";
const HEAD = { size: 0, edge: [], root: new Uint8Array(32) };

test("a log is read by whoever audits it, and by its own name only", async () => {
  const { store } = opened();
  const [log, other] = [`example.org/${randomUUID()}`, `example.org/${randomUUID()}`];
  const entries = ["one", "a mark", "three"].map((text, index) => ({
    id: randomUUID(),
    index,
    bytes: Buffer.from(text),
    leaf: randomBytes(32),
  }));
  for (const origin of [log, other]) {
    await registerLog(store.as("app"), randomUUID(), origin, randomUUID());
    const ledger = new SqlLedgerStore(store.as("sequencer"), () => AT, randomUUID);
    await ledger.transact(async (tables) => {
      await tables.createHead(origin, HEAD);
      await tables.insertEntries(origin, entries.slice(0, origin === log ? 3 : 1));
      await tables.insertPending(origin, [{ id: randomUUID(), bytes: Buffer.from("waits") }]);
      for (const size of [1, 3]) {
        await tables.putCheckpoint(origin, { size, note: Buffer.from(`${origin} ${size}\n`) });
        await tables.putCosignature(origin, size, "w1", "— w1 AAAA\n");
      }
      await tables.putCosignature(origin, 1, "w2", "— w2 AAAA\n");
    });
  }
  await store.as("auditor").read(async (reader) => {
    expect(await entriesOf(reader, log, 1, 9)).toEqual(entries.slice(1));
    expect(await entriesWith(reader, log, Buffer.from("mark"), 0, 9)).toEqual(entries.slice(1, 2));
    expect(await entriesWith(reader, log, Buffer.from("mark"), 2, 9)).toEqual([]);
    expect(await countPending(reader, log)).toBe(1);
    expect(await sizesByWitness(reader, log)).toEqual(
      new Map([
        ["w1", 3],
        ["w2", 1],
      ]),
    );
    const noteOf = async (above: number, upTo: number): Promise<string | undefined> =>
      (await checkpointIn(reader, log, above, upTo))?.note.toString();
    expect(await noteOf(0, 9)).toBe(`${log} 3\n— w1 AAAA\n`);
    expect(await noteOf(0, 2)).toBe(`${log} 1\n— w1 AAAA\n— w2 AAAA\n`);
    expect([await noteOf(1, 2), await noteOf(3, 9)]).toEqual([undefined, undefined]);
  });
});
