import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { failureOf, isSurelyUndone, pauseBefore } from "../../src/store/transaction/failure.ts";
import type { Database } from "../../src/store/transaction/database.ts";
import type { Reader, Transactor } from "../../src/store/transaction/transaction.ts";
import { useTestStore } from "./support/test-store.ts";
import fc from "fast-check";

const opened = useTestStore();

function app(): Database {
  return opened().store.as("app");
}

async function insertLog({ change }: Transactor, id: string, origin: string): Promise<void> {
  await change.insertInto("log").values({ id, origin, partner: null }).execute();
}

async function originOf({ select }: Reader, id: string): Promise<string | undefined> {
  const row = await select
    .selectFrom("log")
    .select("origin")
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.origin;
}

describe("a transaction", () => {
  test("is there when it was committed, and gone when its work throws", async () => {
    const [kept, undone] = [randomUUID(), randomUUID()];
    await app().transact(kept, async (right) => await insertLog(right, kept, kept));
    const failing = app().transact(undone, async (right) => {
      await insertLog(right, undone, undone);
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await app().read(async (reader) => await originOf(reader, kept))).toBe(kept);
    expect(await app().read(async (reader) => await originOf(reader, undone))).toBeUndefined();
  });

  test("that only reads cannot write, whatever it was handed", async () => {
    const id = randomUUID();
    const cheating = app().read(async (reader) => await insertLog(reader as Transactor, id, id));
    await expect(cheating).rejects.toThrow(TypeError);
    const direct = app().read(async (reader) => {
      const { select } = reader as unknown as { readonly select: Transactor["change"] };
      await select.insertInto("log").values({ id, origin: id, partner: null }).execute();
    });
    await expect(direct).rejects.toMatchObject({ code: "25006" });
  });

  test("gives no right that outlives it", async () => {
    const id = randomUUID();
    const kept = await app().transact(id, async (right) => right);
    expect(kept.id).toBe(id);
    expect(() => kept.change).toThrow("this transaction is over");
    expect(() => kept.select).toThrow("this transaction is over");
  });

  test("in which a failed statement was passed over is not taken for committed", async () => {
    const id = randomUUID();
    const careless = app().transact(id, async (right) => {
      await insertLog(right, id, id);
      await insertLog(right, id, id).catch(() => undefined);
    });
    await expect(careless).rejects.toThrow("its error was dropped: rolled back");
    expect(await app().read(async (reader) => await originOf(reader, id))).toBeUndefined();
  });

  test("does not begin another inside", async () => {
    const nested = app().transact(randomUUID(), async ({ change }) => {
      await change.transaction().execute(async () => undefined);
    });
    await expect(nested).rejects.toThrow("inside one there is no other");
  });

  test("sees one state from beginning to end when it reads", async () => {
    const id = randomUUID();
    const seen = await app().read(async (reader) => {
      const before = await originOf(reader, id);
      await app().transact(id, async (right) => await insertLog(right, id, id));
      return [before, await originOf(reader, id)];
    });
    expect(seen).toEqual([undefined, undefined]);
  });

  test("gives times in UTC to the microsecond, whole numbers as numbers and bytes as bytes", async () => {
    const id = randomUUID();
    const row = {
      log_id: id,
      id,
      body: Uint8Array.of(0, 255, 10),
      at: "2026-03-01T12:00:00.5+02:00",
    };
    const read = await app().transact(id, async ({ change, select }) => {
      await change.insertInto("pending").values(row).execute();
      return await select.selectFrom("pending").selectAll().where("id", "=", id).executeTakeFirst();
    });
    expect(read?.at).toBe("2026-03-01T10:00:00.500000Z");
    expect(read?.body).toEqual(Buffer.from([0, 255, 10]));
  });
});

describe("transactions that are in each other's way", () => {
  test("are run again as a whole until each has had its turn", async () => {
    const head = randomUUID();
    const empty = { size: 0, edge: new Uint8Array(), root: new Uint8Array(32) };
    await app().transact(head, async (right) => await insertLog(right, head, head));
    const sequencer = opened().store.as("sequencer");
    await sequencer.transact(head, async ({ change }) => {
      await change
        .insertInto("head")
        .values({ log_id: head, ...empty })
        .execute();
    });
    let runs = 0;
    const addOne = async (): Promise<void> =>
      await sequencer.transact(randomUUID(), async ({ change, select }) => {
        runs += 1;
        const { size } = await select
          .selectFrom("head")
          .select("size")
          .where("log_id", "=", head)
          .executeTakeFirstOrThrow();
        await change
          .updateTable("head")
          .set({ size: size + 1 })
          .where("log_id", "=", head)
          .execute();
      });
    for (let round = 0; round < 5; round += 1) await Promise.all([addOne(), addOne(), addOne()]);
    const after = await sequencer.read(
      async ({ select }) =>
        await select
          .selectFrom("head")
          .select("size")
          .where("log_id", "=", head)
          .executeTakeFirst(),
    );
    expect(after?.size).toBe(15);
    expect(runs).toBeGreaterThan(15);
  });

  test("give up in the end, saying that nothing was written", async () => {
    const conflict = Object.assign(new Error("could not serialize access"), { code: "40001" });
    const never = app().transact(randomUUID(), async () => {
      throw conflict;
    });
    await expect(never).rejects.toMatchObject({ code: "busy", cause: conflict });
  });
});

describe("a connection that breaks", () => {
  test("before the commit has the whole transaction run again", async () => {
    const id = randomUUID();
    let runs = 0;
    await app().transact(id, async (right) => {
      runs += 1;
      await insertLog(right, id, id);
      if (runs > 1) return;
      await opened().asAdministrator(async (client) => {
        await client.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'caveat_app'",
        );
      });
    });
    // Once more for each connection of the pool that was ended too, and had not been told of yet.
    expect(runs).toBeGreaterThan(1);
    expect(await app().read(async (reader) => await originOf(reader, id))).toBe(id);
  });

  test("while nothing runs is replaced, and does not end the process", async () => {
    await opened().asAdministrator(async (client) => {
      await client.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'caveat_app'",
      );
    });
    expect(await app().read(async () => "read")).toBe("read");
  });
});

describe("what a failure means", () => {
  test.each([
    ["40001", false, "conflict"],
    ["40P01", false, "conflict"],
    ["57P01", false, "connection"],
    ["08006", false, "connection"],
    ["ECONNREFUSED", false, "connection"],
    ["ENOENT", false, "connection"],
    ["", true, "connection"],
    ["", false, "final"],
    ["23505", false, "final"],
    ["42501", false, "final"],
    ["28000", false, "final"],
  ] as const)("%s, connection lost %s: %s", (code, isLost, failure) => {
    expect(failureOf(Object.assign(new Error("x"), { code }), isLost)).toBe(failure);
  });

  test.each([
    ["40001", true],
    ["23503", true],
    ["40003", false],
    ["57P01", false],
    ["53100", false],
    ["XX000", false],
    ["", false],
  ])("an answer %s to a commit means surely undone: %s", (code, undone) => {
    expect(isSurelyUndone(Object.assign(new Error("x"), { code }))).toBe(undone);
  });

  test("the pauses grow, stay bounded and differ", () => {
    const random = fc.double({ min: 0, max: 1, noNaN: true });
    const failure = fc.constantFrom("conflict", "connection");
    fc.assert(
      fc.property(failure, fc.nat({ max: 1_000 }), random, (kind, attempt, part) => {
        const pause = pauseBefore(kind, attempt, part);
        expect(pause).toBeGreaterThanOrEqual(2.5);
        expect(pause).toBeLessThanOrEqual(kind === "conflict" ? 100 : 1_000);
        expect(pauseBefore(kind, attempt + 1, part)).toBeGreaterThanOrEqual(pause);
      }),
    );
    expect(pauseBefore("conflict", 3, 0)).not.toBe(pauseBefore("conflict", 3, 0.9));
  });
});
