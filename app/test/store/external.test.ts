import { describe, expect, onTestFinished, test } from "vitest";
import { describeTarget } from "../../src/store/connection.ts";
import { openStore } from "../../src/store/open-store.ts";
import { useTestStore } from "./support/test-store.ts";

const opened = useTestStore();

describe("a site's own database", () => {
  test("is used under a URL, and each part takes its role there", async () => {
    const { home } = opened();
    const store = await openStore({ home, url: opened().url("caveat") });
    onTestFinished(async () => await store.close());
    const whose = async (role: "app" | "auditor"): Promise<unknown> =>
      await store.as(role).read(async ({ select }) => {
        const row = await select
          .selectFrom("migration")
          .select(({ fn }) => fn<string>("current_setting", [(eb) => eb.val("role")]).as("role"))
          .executeTakeFirst();
        return row?.role;
      });
    expect([await whose("app"), await whose("auditor")]).toEqual(["caveat_app", "caveat_auditor"]);
    const deleting = store.as("app").transact("x", async ({ change }) => {
      await change.deleteFrom("entry").execute();
    });
    await expect(deleting).rejects.toMatchObject({ code: "42501" });
  });

  test("needs a login that may take the role that is asked for", async () => {
    const store = await openStore({ home: opened().home, url: opened().url("caveat_auditor") });
    onTestFinished(async () => await store.close());
    expect(await store.as("auditor").read(async () => "read")).toBe("read");
    await expect(store.as("app").read(async () => "read")).rejects.toMatchObject({ code: "42501" });
  });

  test("that is not there is said without the password", async () => {
    const url = "postgres://caveat:hunter2@localhost:1/caveat";
    const refusal = await openStore({ home: opened().home, url }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "database-down" });
    expect(String(refusal)).toContain("the database at localhost:1/caveat: it cannot be reached");
    expect(JSON.stringify(refusal) + String(refusal)).not.toContain("hunter2");
  });

  test("has no password in its name, whatever its URL looks like", () => {
    const url = "postgres://caveat:hunter2@/db?host=%2Frun%2Fpostgresql";
    expect(describeTarget({ kind: "external", url })).not.toContain("hunter2");
  });
});
