import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rootOf } from "caveat-verifier";
import { append, outcomeOf } from "../../src/ledger/log/append.ts";
import { createLog } from "../../src/ledger/log/create-log.ts";
import type { Head } from "../../src/ledger/log/ports.ts";
import { sequence, sequenceAll } from "../../src/ledger/log/sequence.ts";
import { LedgerError } from "../../src/ledger/ledger-error.ts";
import { TREE } from "../../src/ledger/tree.ts";
import { expectWholeLog } from "./support/check-log.ts";
import { LOG, entry, numbers, uuid } from "./support/entries.ts";
import { Crash, MemoryStore } from "./support/memory-store.ts";

const RUNS = Number(process.env["CAVEAT_RUNS"] ?? 100);

async function emptyLog(locks = true): Promise<MemoryStore> {
  const store = new MemoryStore(locks);
  await createLog(store, LOG);
  return store;
}

function add(store: MemoryStore, number: number): Promise<void> {
  return store.transact((tables) => append(tables, LOG, entry(number)));
}

describe("a log", () => {
  test("is created once, and not by adding to it", async () => {
    const store = await emptyLog();
    await expect(createLog(store, LOG)).rejects.toMatchObject({ code: "exists" });
    await expect(sequence(store, "other.example/log")).rejects.toMatchObject({ code: "no-log" });
  });

  test("takes at most the batch in one step, in the order of arrival", async () => {
    const store = await emptyLog();
    for (const number of numbers(5)) await add(store, number);
    const step = await sequence(store, LOG, { most: 3 });
    expect(step?.entries.map(({ id }) => id)).toEqual([0, 1, 2].map(uuid));
    expect(step?.wereAll).toBe(false);
    expect(await sequenceAll(store, LOG)).toBe(2);
    expect(await sequence(store, LOG)).toBeUndefined();
    expectWholeLog(store, numbers(5).map(uuid));
  });

  test("says of a step whether anything else waited, also where it held repeats", async () => {
    const store = await emptyLog();
    for (const number of numbers(3)) await add(store, number);
    await sequenceAll(store, LOG);
    for (const number of numbers(4)) await add(store, number);
    const steps = [
      await sequence(store, LOG, { most: 3 }),
      await sequence(store, LOG, { most: 3 }),
    ];
    expect(steps.map((step) => [step?.entries.length, step?.wereAll])).toEqual([
      [0, false],
      [1, true],
    ]);
    expectWholeLog(store, numbers(4).map(uuid));
  });

  test("writes what belongs to the entries in the same transaction, or neither", async () => {
    const store = await emptyLog();
    await add(store, 1);
    const also = () => Promise.reject(new Crash("the outbox is full"));
    await expect(sequence(store, LOG, { also })).rejects.toThrow("the outbox is full");
    expect(store.log(LOG).entries).toEqual([]);
    expectWholeLog(store, [uuid(1)]);
  });
});

describe("an entry", () => {
  test("sent again, before and after it has its index, is one entry", async () => {
    const store = await emptyLog();
    await add(store, 1);
    await add(store, 1);
    await sequenceAll(store, LOG);
    await add(store, 1);
    expect(await sequenceAll(store, LOG)).toBe(0);
    expect(store.log(LOG).entries).toHaveLength(1);
    expect(store.log(LOG).pending.size).toBe(0);
  });

  test("sequenced by another between any two statements of its repeat is accepted", async () => {
    for (const moment of ["findPending", "findEntries", "commit"]) {
      const store = await emptyLog();
      await add(store, 1);
      const waiting = store.snapshot();
      await sequenceAll(store, LOG);
      // READ COMMITTED: what a statement sees is what was committed before it.
      let current = waiting;
      const seen = (call: string) => {
        if (call === moment) current = store;
        return current;
      };
      const repeat = waiting.transact((tables) =>
        append(
          Object.assign(tables, {
            findPending: (log: string, id: string) =>
              seen("findPending").transact((now) => now.findPending(log, id)),
            findEntries: (log: string, ids: readonly string[]) =>
              seen("findEntries").transact((now) => now.findEntries(log, ids)),
          }),
          LOG,
          entry(1),
        ),
      );
      await expect(repeat).resolves.toBeUndefined();
    }
  });

  test("under an id that stands for other bytes is refused", async () => {
    const store = await emptyLog();
    const other = { ...entry(1, { other: true }), id: uuid(1) };
    await add(store, 1);
    const again = () => store.transact((tables) => append(tables, LOG, other));
    await expect(again()).rejects.toMatchObject({ code: "id-reused" });
    await sequenceAll(store, LOG);
    await expect(again()).rejects.toMatchObject({ code: "id-reused" });
    expectWholeLog(store, [uuid(1)]);
  });

  test("whose bytes are no entry, or another one, is refused", async () => {
    const store = await emptyLog();
    const hand = (id: string, bytes: Uint8Array) =>
      store.transact((tables) => append(tables, LOG, { id, bytes }));
    await expect(hand(uuid(1), new TextEncoder().encode("{}"))).rejects.toMatchObject({
      code: "bad-entry",
    });
    await expect(hand(uuid(1), entry(2).bytes)).rejects.toMatchObject({ code: "bad-request" });
    expectWholeLog(store);
  });

  test("has an outcome that its writer can learn", async () => {
    const store = await emptyLog();
    const outcome = () => store.transact((tables) => outcomeOf(tables, LOG, uuid(1)));
    expect(await outcome()).toBeUndefined();
    await add(store, 1);
    expect(await outcome()).toEqual({});
    await sequenceAll(store, LOG);
    expect(await outcome()).toEqual({ index: 0 });
  });
});

describe("whatever happens", () => {
  test("no interleaving and no crash loses, repeats or skips an entry, and all roots are on one history", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.boolean(),
        fc.array(fc.nat(200), { maxLength: 6 }),
        fc.integer({ min: 1, max: 4 }),
        async (scheduler, locks, crashes, most) => {
          const store = await emptyLog(locks);
          const acknowledged = new Set<string>();
          const heads: Head[] = [];
          let calls = 0;
          store.fault = async (call) => {
            await scheduler.schedule(Promise.resolve(), call);
            calls += 1;
            if (crashes.includes(calls)) throw new Crash(call);
          };
          const writer = async (number: number): Promise<void> => {
            // A writer that does not know the outcome repeats the same bytes.
            for (let attempt = 0; attempt < 10; attempt += 1) {
              const isDone = await add(store, number).then(() => true, isFault);
              if (isDone) acknowledged.add(uuid(number));
              if (isDone) return;
            }
          };
          const sequencer = async (): Promise<void> => {
            for (let step = 0; step < 6; step += 1) {
              const added = await sequence(store, LOG, { most }).catch(isFault);
              if (added) heads.push(added.head);
            }
          };
          const work = [...numbers(6).map(writer), writer(0), sequencer(), sequencer()];
          await scheduler.waitFor(Promise.all(work));
          store.fault = () => {};
          expectWholeLog(store, acknowledged);
          await sequenceAll(store, LOG);
          expectWholeLog(store, acknowledged);
          const leaves = store.log(LOG).entries.map(({ leaf }) => leaf);
          expect(heads.map(({ root }) => root)).toEqual(
            heads.map(({ size }) => rootOf(leaves.slice(0, size), TREE)),
          );
          expect(acknowledged.size).toBe(6);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test("a crash at every single call of a step leaves a log that goes on", async () => {
    let calls = 0;
    const count = await emptyLog();
    await add(count, 1);
    count.fault = () => void (calls += 1);
    await sequence(count, LOG);
    expect(calls).toBeGreaterThan(6);
    for (const at of numbers(calls, 1)) {
      const store = await emptyLog();
      for (const number of numbers(3)) await add(store, number);
      let made = 0;
      store.fault = (call) => {
        made += 1;
        if (made === at) throw new Crash(call);
      };
      await expect(sequence(store, LOG)).rejects.toThrow(Crash);
      store.fault = () => {};
      expectWholeLog(store, numbers(3).map(uuid));
      await sequenceAll(store, LOG);
      expectWholeLog(store, numbers(3).map(uuid));
      expect(store.log(LOG).entries).toHaveLength(3);
    }
  });
});

/** Undefined for a crash and for a lost race; anything else is a failure of the test. */
function isFault(error: unknown): undefined {
  if (error instanceof Crash) return undefined;
  if (error instanceof LedgerError && error.code === "lost-race") return undefined;
  throw error;
}
