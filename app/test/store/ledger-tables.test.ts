import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { registerLog } from "../../src/store/ledger-tables.ts";
import { noteReads, SqlReadLogStore } from "../../src/store/read-log-tables.ts";
import { dropSealed, putSealed, sealedOf, sealedPlaces } from "../../src/store/sealed-values.ts";
import { useTestStore } from "./support/test-store.ts";

const opened = useTestStore();
const AT = "2026-04-02T09:00:00.000000Z";

describe("a sealed value", () => {
  const entry = randomUUID();
  const subject = randomUUID();
  const value = (field: string) => ({
    entry,
    field,
    subject,
    commitment: randomBytes(32).toString("base64"),
    box: randomBytes(90),
  });
  const values = [value("notice"), value("reason")];

  test("comes back with its entry; the same again changes nothing", async () => {
    const app = opened().store.as("app");
    for (const list of [values, [value("reason")], []]) {
      await app.transact(entry, async (right) => await putSealed(right, list));
    }
    expect(await app.read(async (reader) => await sealedOf(reader, entry))).toEqual(values);
  });

  test("has the index of its entry once that is sequenced", async () => {
    const [app, sequencer] = [opened().store.as("app"), opened().store.as("sequencer")];
    const [logId, origin] = [randomUUID(), `example.org/${randomUUID()}`];
    await registerLog(app, logId, origin, undefined);
    const places = async () =>
      await app.read(async (reader) => await sealedPlaces(reader, origin, subject));
    expect(await places()).toEqual([
      { field: "notice", index: undefined },
      { field: "reason", index: undefined },
    ]);
    const row = { log_id: logId, idx: 7, id: entry, body: Uint8Array.of(1), leaf: randomBytes(32) };
    await sequencer.transact(entry, async ({ change }) => {
      await change.insertInto("entry").values(row).execute();
    });
    expect(await places()).toEqual([
      { field: "notice", index: 7 },
      { field: "reason", index: 7 },
    ]);
  });

  test("is dropped with the others of its subject, by the sequencer alone", async () => {
    const [app, sequencer] = [opened().store.as("app"), opened().store.as("sequencer")];
    const drop = async (database: typeof app): Promise<number> =>
      await database.transact(subject, async (right) => await dropSealed(right, subject));
    await expect(drop(app)).rejects.toMatchObject({ code: "42501" });
    expect([await drop(sequencer), await drop(sequencer)]).toEqual([2, 0]);
    expect(await app.read(async (reader) => await sealedOf(reader, entry))).toEqual([]);
  });
});

describe("the read log", () => {
  const read = (at: string) => ({ id: randomUUID(), at, bytes: randomBytes(40) });
  const reads = ["03", "01", "02"].map((second) => read(`2026-04-02T09:00:${second}.000000Z`));

  test("gives the reads that were noted, the earliest first, and each to one batch", async () => {
    const { store } = opened();
    await store.as("app").transact("x", async (right) => {
      await noteReads(right, reads);
      await noteReads(right, reads);
    });
    const log = new SqlReadLogStore(store.as("sequencer"), store.content, () => AT, randomUUID);
    const batch = async (): Promise<number> =>
      await log.transact(async (tables) => {
        const taken = await tables.readPendingReads(10);
        const [first, last] = [taken[0], taken.at(-1)];
        if (first === undefined || last === undefined) return 0;
        const content = Buffer.concat(taken.map(({ bytes }) => bytes));
        const span = { since: first.at, until: last.at, reads: taken.length };
        await tables.insertReadBatch({ id: randomUUID(), ...span, content });
        await tables.deletePendingReads(taken.map(({ id }) => id));
        return taken.length;
      });
    const batches = await Promise.all([batch(), batch(), batch()]);
    expect(batches.toSorted((a, b) => a - b)).toEqual([0, 0, 3]);
    const kept = await store.as("auditor").read(async (reader) => {
      const row = await reader.select
        .selectFrom("read_batch")
        .selectAll()
        .executeTakeFirstOrThrow();
      return { ...row, content: await store.content.get(reader, row.content) };
    });
    expect(kept).toMatchObject({ since: reads[1]?.at, until: reads[0]?.at, reads: 3 });
    const inOrder = [reads[1], reads[2], reads[0]].flatMap((one) => [...(one?.bytes ?? [])]);
    expect([...(kept.content ?? [])]).toEqual(inOrder);
  });
});
