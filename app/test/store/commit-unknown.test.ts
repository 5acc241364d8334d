import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Database } from "../../src/store/transaction/database.ts";
import { CommitUnknown } from "../../src/store/store-error.ts";
import type { Reader, Transactor } from "../../src/store/transaction/transaction.ts";
import type { Drop } from "./support/dropping-proxy.ts";
import { useDroppingStore } from "./support/dropping-store.ts";
import { useTestStore } from "./support/test-store.ts";

/** How many commits are dropped on either side; a campaign sets more. */
const DROPS = Number(process.env["CAVEAT_DROPS"] ?? 50);

const opened = useTestStore();
const dropping = useDroppingStore(opened);

const body = Uint8Array.of(1);
const log = randomUUID();

async function enter({ change, id }: Transactor): Promise<"entered"> {
  const at = "2026-01-01T00:00:00Z";
  await change.insertInto("pending").values({ log_id: log, id, body, at }).execute();
  return "entered";
}

async function isEntered({ select }: Reader, id: string): Promise<boolean> {
  const rows = await select.selectFrom("pending").select("id").where("id", "=", id).execute();
  return rows.length === 1;
}

async function count(database: Database): Promise<number> {
  return await database.read(
    async ({ select }) => (await select.selectFrom("pending").select("id").execute()).length,
  );
}

describe("a commit whose outcome is not known", () => {
  test.each([
    ["answer", true],
    ["request", false],
  ] as const)("is told as such when the %s is lost; looking tells whether", async (drop, there) => {
    const { proxy, store } = dropping();
    const id = randomUUID();
    proxy.dropNext(drop);
    const unknown = store.as("app").transact(id, enter, { isolation: "read committed" });
    await expect(unknown).rejects.toMatchObject({ code: "commit-unknown", id });
    await expect(unknown).rejects.toBeInstanceOf(CommitUnknown);
    await expect
      .poll(async () => await store.as("app").read(async (reader) => await isEntered(reader, id)))
      .toBe(there);
  });

  test(`is settled ${2 * DROPS} times without a loss or a duplicate`, async () => {
    const { proxy, store } = dropping();
    const before = await count(store.as("app"));
    const [dropped, ids] = [proxy.dropped, new Set<string>()];
    for (let round = 0; round < 2 * DROPS; round += 1) {
      const id = randomUUID();
      ids.add(id);
      const drop: Drop = round % 2 === 0 ? "answer" : "request";
      proxy.dropNext(drop);
      const settled = async (reader: Reader): Promise<"entered" | undefined> =>
        (await isEntered(reader, id)) ? "entered" : undefined;
      const done = await store.as("app").transact(id, enter, { settled });
      expect(done, `${drop} of round ${round}`).toBe("entered");
    }
    expect(proxy.dropped - dropped).toBe(2 * DROPS);
    expect((await count(store.as("app"))) - before).toBe(ids.size);
  });
});
