import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { append, appendAll } from "../../src/ledger/log/append.ts";
import { sequenceAll } from "../../src/ledger/log/sequence.ts";
import { createLog } from "../../src/ledger/log/create-log.ts";
import { registerLog, SqlLedgerStore } from "../../src/store/log/ledger-store.ts";
import { SqlLedgerTables } from "../../src/store/log/ledger-tables.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { statement } from "../../src/store/transaction/statement.ts";
import type { Transactor } from "../../src/store/transaction/transaction.ts";
import { entriesLikeVerdicts } from "../../../bench/ledger/entries-like-verdicts.ts";
import { useDroppingStore } from "./support/dropping-store.ts";
import { useTestStore } from "./support/test-store.ts";

const opened = useTestStore();
const AT = "2026-04-02T09:00:00.000Z";
const READ_COMMITTED = { isolation: "read committed" } as const;

let said: string[] = [];
let heard: Store;
beforeAll(async () => {
  const { home } = opened();
  heard = await openStore({
    home,
    url: opened().url("caveat"),
    onStatement: (text) => said.push(text),
  });
});
afterAll(async () => await heard.close());

const newLogRow = statement((query, row: { readonly id: string }) =>
  query
    .insertInto("log")
    .values({ id: row.id, origin: sql`${row.id}::text`, partner: null })
    .compile(),
);

async function insertLog({ change }: Transactor, id: string): Promise<unknown> {
  return await change.executeQuery(newLogRow({ id }));
}

async function isThere(id: string): Promise<boolean> {
  const rows = await opened()
    .store.as("app")
    .read(
      async ({ select }) =>
        await select.selectFrom("log").select("id").where("id", "=", id).execute(),
    );
  return rows.length === 1;
}

const logWithoutName = statement((query, row: { readonly id: string }) =>
  sql`insert into log (id, origin) values (${row.id}::uuid, null)`.compile(query),
);

/** A log with a head, and stores over it for whoever writes and for the sequencer. */
async function newLog(): Promise<{
  readonly log: string;
  readonly app: SqlLedgerStore;
  readonly sequencer: SqlLedgerStore;
}> {
  const { store } = opened();
  const log = `example.org/${randomUUID()}`;
  await registerLog(store.as("app"), randomUUID(), log, undefined);
  const sequencer = new SqlLedgerStore(store.as("sequencer"), () => AT, randomUUID);
  await createLog(sequencer, log);
  return { log, app: new SqlLedgerStore(store.as("app"), () => AT, randomUUID), sequencer };
}

describe("what is assumed in a transaction", () => {
  test("is committed with it where it holds, and nobody waits for an answer before", async () => {
    const id = randomUUID();
    said = [];
    const tries: boolean[] = [];
    await heard.as("app").transact(
      id,
      async (right) => {
        tries.push(right.mayAssume);
        right.assume([insertLog(right, id)]);
      },
      READ_COMMITTED,
    );
    expect(tries).toEqual([true]);
    expect(said).toEqual([
      "begin isolation level read committed",
      expect.stringMatching(/^insert into "log"/),
      "commit",
    ]);
    expect(await isThere(id)).toBe(true);
  });

  test("undoes everything where it is wrong, and the work runs once more and may not assume", async () => {
    const [taken, beside] = [randomUUID(), randomUUID()];
    let again: Transactor | undefined;
    await opened()
      .store.as("app")
      .transact(taken, async (right) => await insertLog(right, taken));
    const tries: boolean[] = [];
    const done = await heard.as("app").transact(
      beside,
      async (right) => {
        tries.push(right.mayAssume);
        if (right.mayAssume) right.assume([insertLog(right, taken), insertLog(right, beside)]);
        else again = right;
        return isThere(beside);
      },
      READ_COMMITTED,
    );
    expect(tries).toEqual([true, false]);
    expect(done).toBe(false);
    expect(await isThere(beside)).toBe(false);
    expect(() => again?.assume([])).toThrow("nothing may be assumed here");
  });

  test("counts as wrong also where the work fails over what came after it", async () => {
    const taken = randomUUID();
    await opened()
      .store.as("app")
      .transact(taken, async (right) => await insertLog(right, taken));
    const tries: boolean[] = [];
    const done = await heard.as("app").transact(
      taken,
      async (right) => {
        tries.push(right.mayAssume);
        if (right.mayAssume) right.assume([insertLog(right, taken)]);
        await right.select.selectFrom("log").select("id").limit(1).execute();
        return "careful";
      },
      READ_COMMITTED,
    );
    expect([tries, done]).toEqual([[true, false], "careful"]);
  });

  test("that fails for another reason is that reason, and nothing is there", async () => {
    const id = randomUUID();
    const failing = heard.as("app").transact(
      id,
      async (right) => {
        right.assume([
          insertLog(right, id),
          right.change.executeQuery(logWithoutName({ id: randomUUID() })),
        ]);
      },
      READ_COMMITTED,
    );
    await expect(failing).rejects.toMatchObject({ code: "23502" });
    expect(await isThere(id)).toBe(false);
  });

  test("does not hide an error of the work itself", async () => {
    const id = randomUUID();
    const failing = heard.as("app").transact(id, async (right) => {
      right.assume([insertLog(right, id)]);
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await isThere(id)).toBe(false);
  });
});

describe("a commit that travels with what is assumed", () => {
  const dropping = useDroppingStore(opened);

  test.each([
    ["answer", true],
    ["request", false],
  ] as const)("is unknown when the %s is lost, never taken for undone", async (drop, there) => {
    const { proxy, store } = dropping();
    const id = randomUUID();
    proxy.dropNext(drop);
    const unknown = store.as("app").transact(
      id,
      async (right) => {
        right.assume([insertLog(right, id)]);
      },
      READ_COMMITTED,
    );
    await expect(unknown).rejects.toMatchObject({ code: "commit-unknown", id });
    await expect.poll(async () => await isThere(id)).toBe(there);
  });
});

describe("an entry that is handed in", () => {
  test("again is harmless, while it waits and when it is logged", async () => {
    const { log, app, sequencer } = await newLog();
    const [entry] = entriesLikeVerdicts(1);
    if (entry === undefined) throw new Error("no entry");
    for (const added of [1, 0, 0]) {
      for (let again = 0; again < 2; again += 1) {
        await app.transact(async (tables) => await append(tables, log, entry));
      }
      expect(await sequenceAll(sequencer, log)).toBe(added);
    }
  });

  test("with other bytes is refused, while the first waits and when it is logged", async () => {
    const { log, app, sequencer } = await newLog();
    const [entry] = entriesLikeVerdicts(1);
    if (entry === undefined) throw new Error("no entry");
    const text = Buffer.from(entry.bytes).toString().replace("alder", "birch");
    const other = { id: entry.id, bytes: new Uint8Array(Buffer.from(text)) };
    await app.transact(async (tables) => await append(tables, log, entry));
    for (const added of [1, 0]) {
      const reused = app.transact(async (tables) => await append(tables, log, other));
      await expect(reused).rejects.toMatchObject({ code: "id-reused" });
      expect(await sequenceAll(sequencer, log)).toBe(added);
    }
  });

  test("among others with other bytes is refused with them, whichever of them is logged", async () => {
    const { log, app, sequencer } = await newLog();
    const [first, second, fresh] = entriesLikeVerdicts(3);
    if (first === undefined || second === undefined || fresh === undefined) throw new Error("none");
    const otherOf = ({ id, bytes }: typeof first) => {
      const text = Buffer.from(bytes)
        .toString()
        .replace(/"partner":"[a-z]+"/, '"partner":"else"');
      return { id, bytes: new Uint8Array(Buffer.from(text)) };
    };
    await app.transact(async (tables) => await appendAll(tables, log, [first, second]));
    expect(await sequenceAll(sequencer, log)).toBe(2);
    for (const entries of [
      [fresh, otherOf(first)],
      [otherOf(second), fresh],
    ]) {
      const refused = app.transact(async (tables) => await appendAll(tables, log, entries));
      await expect(refused).rejects.toMatchObject({ code: "id-reused" });
      expect(await sequenceAll(sequencer, log)).toBe(0);
    }
    await app.transact(async (tables) => await appendAll(tables, log, [fresh, first]));
    expect(await sequenceAll(sequencer, log)).toBe(1);
  });

  test("with the rows it is about leaves neither where it is not new and they are", async () => {
    const { log, app } = await newLog();
    const [entry] = entriesLikeVerdicts(1);
    if (entry === undefined) throw new Error("no entry");
    const text = Buffer.from(entry.bytes).toString().replace("alder", "birch");
    await app.transact(async (tables) => await append(tables, log, entry));
    const id = randomUUID();
    const failing = opened()
      .store.as("app")
      .transact(
        id,
        async (right) => {
          await insertLog(right, id);
          const tables = new SqlLedgerTables(right, AT);
          await append(tables, log, { id: entry.id, bytes: new Uint8Array(Buffer.from(text)) });
        },
        READ_COMMITTED,
      );
    await expect(failing).rejects.toMatchObject({ code: "id-reused" });
    expect(await isThere(id)).toBe(false);
  });
});
