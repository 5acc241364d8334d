import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { useHome, type Home } from "./support/home.ts";
import { keepVerdict, openedIn } from "./support/verdicts.ts";

const opened = useHome();
const PURPOSE = "warn Kasimir Dobrowolski of what is planned";

/** Bytes as they are, and as base64 and hex write them. */
function spellings(bytes: Uint8Array): Buffer[] {
  const raw = Buffer.from(bytes);
  return [raw, Buffer.from(raw.toString("hex"))];
}

/** Every row of every table as text, which shows bytes in hex, also those stored compressed. */
async function allRows(home: Home): Promise<string> {
  return home.asSuperuser(async (client) => {
    const { rows } = await client.query<{ readonly name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    const texts: string[] = [];
    for (const { name } of rows) {
      const found = await client.query<{ readonly row: string }>(
        `select one::text as row from ${name} as one`,
      );
      texts.push(...found.rows.map(({ row }) => row));
    }
    return texts.join("\n");
  });
}

test("a verdict is kept, exported, proven, read, erased, and then nowhere to be found", async () => {
  const home = opened();
  const [kept, erased] = [await keepVerdict(home, "warn"), await keepVerdict(home, PURPOSE)];
  const all = home.file("all.export");
  expect(await home.run("ledger", "export", all)).toMatchObject({ code: 0, err: "" });
  expect(await home.run("ledger", "verify", all)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^good: the whole ledger of \S+, 2 entries\.\n/),
  });
  expect(await home.run("ledger", "export", home.file("open"), "--open")).toMatchObject({
    code: 0,
  });
  const shown = await readFile(home.file("open"), "utf8");
  const { nonce, value } = openedIn(shown, erased);
  expect(value.toString()).toContain(PURPOSE);
  const replayed = await home.run("replay", erased);
  expect(replayed).toMatchObject({ code: 0, out: expect.stringContaining("byte for byte") });

  const key = await readFile(join(home.path, "keys", `${erased}.key`));
  const gone = await home.run("ledger", "erase", erased, "--basis", "wiv:20", "--by", "officer-7");
  expect(gone).toMatchObject({ code: 0, err: "" });
  const [, entry = "", by = ""] = /entry (\d+), record: erased by entry (\d+)/.exec(gone.out) ?? [];
  expect(Number(by)).toBeGreaterThan(Number(entry));
  expect(await home.run("replay", erased)).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringContaining("erased"),
  });
  expect(await home.run("replay", kept)).toMatchObject({ code: 0 });

  for (const args of [[], ["--open"]]) {
    expect(await home.run("ledger", "export", all, "--force", ...args)).toMatchObject({ code: 0 });
    const verified = await home.run("ledger", "verify", all);
    expect(verified).toMatchObject({
      code: 0,
      out: expect.stringContaining(`entry ${entry}, record: erased by entry ${by}`),
    });
    expect(verified.out).toMatch(/^good, with values erased: /);
  }
  const text = await readFile(all, "utf8");
  expect(text).toContain(`"basis":"wiv:20","by":"officer-7"`);
  // Both exports with shown values and all replays, in batches under entries of their own.
  expect(text).toContain(`"kind":"reads"`);

  await home.asSuperuser(async (client) => {
    for (const sql of ["vacuum full", "select pg_switch_wal()", "checkpoint"])
      await client.query(sql);
  });
  const secrets = [Buffer.from("Kasimir"), Buffer.from(PURPOSE), nonce, key].flatMap(spellings);
  secrets.push(Buffer.from(nonce.toString("base64")), Buffer.from(value.toString("base64")));
  expect(await home.filesWith(secrets)).toEqual([]);
  const rows = await allRows(home);
  expect(rows).toContain(kept);
  expect(secrets.filter((secret) => rows.includes(secret.toString("latin1")))).toEqual([]);
});
