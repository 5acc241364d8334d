import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { SqlErasureStore } from "../../src/store/log/erasure-tables.ts";
import { SqlLedgerStore, registerLog } from "../../src/store/log/ledger-store.ts";
import { noteReads, SqlReadLogStore } from "../../src/store/log/read-log-tables.ts";
import { putSealed, sealedAmong, sealedOf } from "../../src/store/log/sealed-values.ts";
import { useTestStore } from "./support/test-store.ts";

const opened = useTestStore();
const AT = "2026-04-02T09:00:00.000000Z";

describe("entries that wait", () => {
  test("get their places in the order in which they were handed in at once, each once", async () => {
    const { store } = opened();
    const [logId, origin] = [randomUUID(), `example.org/${randomUUID()}`];
    await registerLog(store.as("app"), logId, origin, undefined);
    const tables = new SqlLedgerStore(
      store.as("app"),
      () => "2026-04-02T09:00:00.000Z",
      randomUUID,
    );
    const entries = Array.from({ length: 9 }, () => ({ id: randomUUID(), bytes: randomBytes(40) }));
    const first = await tables.transact((one) => one.insertPending(origin, entries.slice(0, 2)));
    const all = await tables.transact((one) => one.insertPending(origin, entries));
    expect(first).toEqual(entries.slice(0, 2).map(() => ({ isNew: true, logged: undefined })));
    expect(all.map(({ isNew }) => isNew)).toEqual(entries.map((_, i) => i > 1));
    const sequencer = new SqlLedgerStore(store.as("sequencer"), () => AT, randomUUID);
    const waiting = await sequencer.transact((one) => one.readPending(origin, 20));
    const ids = entries.map(({ id }) => id);
    expect(waiting.map(({ id }) => id).slice(2)).toEqual(ids.slice(2));
    expect(waiting.map(({ id }) => id)).toEqual(ids);
    const logged = entries.map((entry, index) => ({ ...entry, index, leaf: randomBytes(32) }));
    await sequencer.transact(async (one) => {
      await one.insertEntries(origin, logged);
      await one.deletePending(origin, ids);
    });
    for (const some of [entries, entries.slice(3, 6), entries.slice(8)]) {
      const found = await tables.transact((one) => one.insertPending(origin, some));
      expect(found.map((one) => one.logged?.id)).toEqual(some.map(({ id }) => id));
    }
  });
});

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
    const read = await app.read(async (reader) => ({
      one: await sealedOf(reader, entry),
      several: await sealedAmong(reader, [randomUUID(), entry]),
    }));
    expect(read).toEqual({ one: values, several: expect.arrayContaining(values) });
  });

  test("has the place of its entry once that is sequenced", async () => {
    const { store } = opened();
    const [logId, origin] = [randomUUID(), `example.org/${randomUUID()}`];
    await registerLog(store.as("app"), logId, origin, undefined);
    const erasures = new SqlErasureStore(store.as("sequencer"), () => AT, randomUUID);
    const found = async (most = 9) =>
      await erasures.transact(async (tables) => ({
        all: await tables.readPlaces(subject, most),
        logged: await tables.readLoggedPlaces(origin, subject, most),
        subjects: await tables.findSubjects([randomUUID(), subject]),
      }));
    const places = ["notice", "reason"].map((field) => ({ entry, field }));
    expect(await found()).toEqual({ all: places, logged: [], subjects: [subject] });
    const row = { log_id: logId, idx: 7, id: entry, body: Uint8Array.of(1), leaf: randomBytes(32) };
    await store.as("sequencer").transact(entry, async ({ change }) => {
      await change.insertInto("entry").values(row).execute();
    });
    const logged = places.map((place) => ({ ...place, index: 7 }));
    expect(await found()).toEqual({ all: places, logged, subjects: [subject] });
    expect(await found(1)).toMatchObject({ all: places.slice(0, 1), logged: logged.slice(0, 1) });
  });

  test("is dropped by its place, by the sequencer alone", async () => {
    const { store } = opened();
    const drop = async (role: "app" | "sequencer", field: string): Promise<void> => {
      const erasures = new SqlErasureStore(store.as(role), () => AT, randomUUID);
      await erasures.transact(async (tables) => await tables.dropSealed([{ entry, field }]));
    };
    await expect(drop("app", "notice")).rejects.toMatchObject({ code: "42501" });
    for (const field of ["notice", "notice", "another"]) await drop("sequencer", field);
    const left = await store.as("app").read(async (reader) => await sealedOf(reader, entry));
    expect(left).toEqual(values.slice(1));
  });
});

describe("the entries of a log", () => {
  test("come back as they went in, whatever their length, by index and by id", async () => {
    const { store } = opened();
    const [logId, origin] = [randomUUID(), `example.org/${randomUUID()}`];
    await registerLog(store.as("app"), logId, origin, undefined);
    const ledger = new SqlLedgerStore(store.as("sequencer"), () => AT, randomUUID);
    const entries = [1, 65_535, 2, 300, 299].map((length, index) => ({
      index,
      id: randomUUID(),
      bytes: randomBytes(length),
      leaf: randomBytes(32),
    }));
    const ids = entries.map(({ id }) => id);
    await ledger.transact(async (tables) => await tables.insertEntries(origin, entries));
    const { all, some, one, none } = await ledger.transact(async (tables) => ({
      all: await tables.readEntries(origin, 0, 9),
      some: await tables.findEntries(origin, [...ids.slice(2), randomUUID()]),
      one: await tables.findEntries(origin, ids.slice(1, 2)),
      none: [
        ...(await tables.findEntries(origin, [])),
        ...(await tables.findEntries(origin, [randomUUID()])),
        ...(await tables.findEntries(origin, [randomUUID(), randomUUID()])),
      ],
    }));
    expect(all).toEqual(entries);
    expect(some.toSorted((a, b) => a.index - b.index)).toEqual(entries.slice(2));
    expect([one, none]).toEqual([entries.slice(1, 2), []]);
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
