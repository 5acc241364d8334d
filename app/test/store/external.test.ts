import { describe, expect, onTestFinished, test } from "vitest";
import { describeTarget } from "../../src/store/connection/connection.ts";
import { openStore } from "../../src/store/open-store.ts";
import { BareServer } from "./support/bare-server.ts";
import { emptyFolder } from "./support/homes.ts";
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

describe("a site's own server on which Caveat never was", () => {
  test("gets its roles from a login that may make them", async () => {
    const server = await BareServer.start();
    await server.ask("postgres", "create role site login createrole");
    await server.ask("postgres", "create database site owner site");
    const home = emptyFolder();
    for (const round of ["made", "opened again"]) {
      const store = await openStore({ home, url: server.url("site", "site") });
      expect(await store.as("app").read(async () => round)).toBe(round);
      const deleting = store.as("app").transact("x", async ({ change }) => {
        await change.deleteFrom("entry").execute();
      });
      await expect(deleting).rejects.toMatchObject({ code: "42501" });
      await store.close();
    }
  });

  test("is refused with the statements to run, where the login may not make roles", async () => {
    const server = await BareServer.start();
    await server.ask("postgres", "create role site login");
    await server.ask("postgres", "create database site owner site");
    const [home, url] = [emptyFolder(), server.url("site", "site")];
    const refusal = await openStore({ home, url }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "missing-role" });
    const statements = /have its administrator run in it: (.*;)$/.exec(
      (refusal as Error).message,
    )?.[1];
    await server.ask("site", statements ?? "");
    const store = await openStore({ home, url });
    expect(await store.as("sequencer").read(async () => "read")).toBe("read");
    await store.close();
  });

  test.each(["fsync", "full_page_writes"])("is refused with %s off", async (name) => {
    const server = await BareServer.start("-c", `${name}=off`);
    const opening = openStore({ home: emptyFolder(), url: server.url("postgres", "postgres") });
    await expect(opening).rejects.toMatchObject({
      code: "unsafe-database",
      message: expect.stringContaining(`runs with ${name}=off`),
    });
  });
});
