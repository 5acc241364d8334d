import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Database } from "../../src/store/transaction/database.ts";
import { Session } from "../../src/store/connection/session.ts";
import type { Transactor } from "../../src/store/transaction/transaction.ts";
import { useTestStore } from "./support/test-store.ts";

const opened = useTestStore();
const READ_COMMITTED = { isolation: "read committed" } as const;

function app(): Database {
  return opened().store.as("app");
}

/** A session of its own, and how often something was sent on it. */
async function session(): Promise<{ readonly own: Session; readonly sent: () => number }> {
  const { endpoint } = opened().server;
  const client = new pg.Client({
    host: endpoint.socket,
    port: endpoint.port,
    database: opened().database,
    user: "caveat_app",
  });
  await client.connect();
  onTestFinished(async () => await client.end());
  let sent = 0;
  const counting = {
    query: (trip: pg.Submittable) => {
      sent += 1;
      client.query(trip);
    },
  };
  return { own: new Session(counting), sent: () => sent };
}

const SELECT = "select $1::text as said";
const FAIL = "select cast($1::text as int4)";

describe("statements that are asked for at once", () => {
  test("go to the server together with their BEGIN, and their answers come in their order", async () => {
    const { own, sent } = await session();
    for (const round of [1, 2]) {
      const answers = await Promise.all([
        own.begin("begin isolation level read committed"),
        own.run(SELECT, ["one"]),
        own.run(SELECT, ["two"]),
        own.run("select txid_current() <> 0 as two, 1 as one", []),
      ]);
      expect(answers.slice(1)).toEqual([
        { tag: "SELECT 1", rows: [{ said: "one" }] },
        { tag: "SELECT 1", rows: [{ said: "two" }] },
        { tag: "SELECT 1", rows: [{ two: true, one: 1 }] },
      ]);
      expect(await own.commit()).toBe("COMMIT");
      expect(sent()).toBe(2 * round);
    }
  });

  test("are not run after one that failed, which alone says why", async () => {
    const { own, sent } = await session();
    const all = [
      own.begin("begin isolation level read committed"),
      own.run(SELECT, ["one"]),
      own.run(FAIL, ["no number"]),
      own.run(SELECT, ["two"]),
    ];
    const results = await Promise.allSettled(all);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    await expect(all[2]).rejects.toMatchObject({ code: "22P02" });
    await expect(all[3]).rejects.toMatchObject({ code: "25P02" });
    expect(await own.commit()).toBe("ROLLBACK");
    expect(sent()).toBe(2);
  });

  test("are not run at all, and never outside a transaction, where the BEGIN fails", async () => {
    const { own } = await session();
    const id = randomUUID();
    const all = [
      own.begin("begin isolation level none"),
      own.run("insert into log (id, origin) values ($1, $2)", [id, id]),
    ];
    await Promise.allSettled(all);
    await expect(all[0]).rejects.toMatchObject({ code: "42601" });
    await expect(all[1]).rejects.toMatchObject({ code: "25P02" });
    const rows = await app().read(
      async ({ select }) => await select.selectFrom("log").where("id", "=", id).execute(),
    );
    expect(rows).toEqual([]);
  });

  test("see what others committed before each of them, where the isolation is so", async () => {
    const { own } = await session();
    const count = "select count(*)::int4 as n from log";
    await own.begin("begin isolation level read committed");
    const before = await own.run(count, []);
    await app().transact(randomUUID(), async ({ change, id }) => {
      await change.insertInto("log").values({ id, origin: id, partner: null }).execute();
    });
    const after = await own.run(count, []);
    expect(Number(after.rows[0]?.["n"]) - Number(before.rows[0]?.["n"])).toBe(1);
    await own.commit();
  });
});

describe("a transaction that has only read", () => {
  test("is ended along with what is asked for next", async () => {
    const { own, sent } = await session();
    for (const round of [1, 2, 3]) {
      void own.begin("begin isolation level repeatable read read only");
      expect((await own.run(SELECT, ["one"])).rows).toEqual([{ said: "one" }]);
      own.leave();
      expect(sent()).toBe(round);
    }
    await own.begin("begin isolation level read committed");
    await own.run("create temporary table t (id int4)", []);
    expect(await own.commit()).toBe("COMMIT");
  });

  test("is ended by itself where nothing is asked for", async () => {
    const { own, sent } = await session();
    void own.begin("begin isolation level repeatable read read only");
    await own.run(SELECT, ["one"]);
    own.leave();
    await expect.poll(sent).toBe(2);
    const { rows } = await own.alone("select current_setting('transaction_isolation') as now", []);
    expect(rows).toEqual([{ now: "read committed" }]);
    await expect(own.run(SELECT, ["one"])).rejects.toThrow("this transaction is over");
  });
});

describe("a statement", () => {
  test("that failed the first time can be run again on the same connection", async () => {
    const { own } = await session();
    for (const [value, tag] of [
      ["no number", "ROLLBACK"],
      ["again none", "ROLLBACK"],
      ["12", "COMMIT"],
      ["13", "COMMIT"],
    ] as const) {
      await own.begin("begin");
      await own.run(FAIL, [value]).catch(() => undefined);
      expect(await own.commit()).toBe(tag);
    }
  });

  test("that was passed over the first time, too", async () => {
    const { own } = await session();
    for (const value of ["no number", "1"]) {
      await Promise.allSettled([
        own.begin("begin"),
        own.run(FAIL, [value]),
        own.run(SELECT, ["x"]),
      ]);
      await own.commit();
    }
    await own.begin("begin");
    expect((await own.run(SELECT, ["x"])).rows).toEqual([{ said: "x" }]);
    await own.commit();
  });

  test("that nobody waited for is refused when the transaction is over", async () => {
    let late: (() => Promise<unknown>) | undefined;
    const id = randomUUID();
    await app().transact(id, async ({ change }) => {
      const query = change.insertInto("log").values({ id, origin: id, partner: null });
      late = async () => await query.execute();
    });
    await expect(late?.()).rejects.toThrow("this transaction is over");
  });

  test("with a value that no column holds is refused before anything is sent", async () => {
    const { own, sent } = await session();
    await own.begin("begin");
    const before = sent();
    await expect(own.run(SELECT, [{}])).rejects.toThrow(TypeError);
    expect(sent()).toBe(before);
    await own.commit();
  });
});

describe("values", () => {
  const texts = fc.array(fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")));
  const bytes = fc.array(fc.uint8Array({ maxLength: 40 }));

  test("in lists come back as they went, whatever stands in them", async () => {
    const echo = async (
      { change }: Transactor,
      sent: unknown,
      type: string,
    ): Promise<unknown[]> => {
      const list = sql`select one from unnest(${sent}::${sql.raw(type)}[]) as given (one)`;
      const { rows } = await list.execute(change);
      return rows.map((row) => (row as { readonly one: unknown }).one);
    };
    await fc.assert(
      fc.asyncProperty(texts, bytes, fc.array(fc.maxSafeInteger()), async (words, blobs, sizes) => {
        await app().transact(
          "echo",
          async (right) => {
            expect(await echo(right, words, "text")).toEqual(words);
            expect(await echo(right, [...words, null], "text")).toEqual([...words, null]);
            expect(await echo(right, sizes, "bigint")).toEqual(sizes);
            expect(await echo(right, blobs, "bytea")).toEqual(blobs.map((one) => Buffer.from(one)));
          },
          READ_COMMITTED,
        );
      }),
      { numRuns: 40 },
    );
  });
});
