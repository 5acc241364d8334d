import { open, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeAccounts } from "../../src/store/server/configuration.ts";
import { emptyFolder } from "./support/homes.ts";

// A server reads the file once, when it starts. Of several processes that start it at the same moment
// each writes the file, so none may let it be seen half written: the server would let nobody in.
describe("the file of the accounts that may connect", () => {
  test("is replaced in one step", async () => {
    const folder = emptyFolder();
    const path = join(folder, "pg_ident.conf");
    await writeFile(path, "of another account\n");
    await using reader = await open(path);
    await writeAccounts(folder);
    expect(await reader.readFile("utf8")).toBe("of another account\n");
    expect(await readFile(path, "utf8")).toContain("caveat_app\n");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["pg_ident.conf"]);
  });

  test("is left alone where it says what it should", async () => {
    const folder = emptyFolder();
    await writeAccounts(folder);
    const before = await stat(join(folder, "pg_ident.conf"));
    await writeAccounts(folder);
    const after = await stat(join(folder, "pg_ident.conf"));
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });
});
