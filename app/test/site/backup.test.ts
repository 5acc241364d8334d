import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { parsePolicy, sha256, verifyReceipt } from "caveat-verifier";
import { openField } from "../../src/ledger/seal/open-field.ts";
import { advance } from "../../src/site/advance.ts";
import { checkFile } from "../../src/site/check-file.ts";
import { erase } from "../../src/site/erase.ts";
import { ledgerMemory } from "../../src/site/ledger-memory.ts";
import { verdictMemory } from "../../src/site/verdict-memory.ts";
import { sealedOf } from "../../src/store/log/sealed-values.ts";
import { describeSchema } from "../store/support/schema/describe-schema.ts";
import {
  SILENT,
  backupsOf,
  dump,
  inSite,
  keep,
  useBackupSites,
  type Settings,
} from "./support/backup-site.ts";

const sites = useBackupSites();

async function schemaOf({ url }: Settings): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await describeSchema(client);
  } finally {
    await client.end();
  }
}

describe("a backup that is restored", () => {
  test("is the same database, row for row, with the same ledger and receipts", async () => {
    const from = await sites().site();
    const to = await sites().emptyFor(from);
    const [first, proof] = await inSite(from, async (site) => {
      const [id = ""] = await keep(site, "words of a record", "others");
      await verdictMemory(site).find(id, "somebody");
      await advance(site);
      return [id, await ledgerMemory(site).prove(id)] as const;
    });
    const folder = sites().path("round-trip");
    const summary = await backupsOf(from).write(folder, SILENT);
    expect(summary.logs).toEqual([{ origin: proof?.state.origin, entries: 3, signed: 3 }]);
    const before = await dump(from);
    expect(before).toMatchObject({ log: [expect.any(String)], cosignature: [] });
    expect(await backupsOf(to).check(folder, SILENT)).toEqual(summary);

    const { logs } = await backupsOf(to).restore(folder, SILENT);
    expect(logs).toEqual([{ origin: proof?.state.origin, size: 3, vouched: 3, state: "current" }]);
    expect(await dump(to)).toEqual(before);
    expect(await schemaOf(to)).toBe(await schemaOf(from));
    await cp(join(from.home, "keys"), join(to.home, "keys"), { recursive: true });
    await inSite(to, async (site) => {
      expect(await ledgerMemory(site).prove(first)).toEqual(proof);
      const found = await verdictMemory(site).find(first, "somebody");
      expect(found).toMatchObject({ state: "kept", record: "words of a record" });
      expect(found).toHaveProperty("packs", Buffer.from("x".repeat(70_000)));
      await keep(site, "work goes on");
    });
    const { receipt, entry, policy } = proof ?? { receipt: "", entry: "", policy: "" };
    const options = { policy: parsePolicy(Buffer.from(policy)), hash: sha256 };
    await expect(
      verifyReceipt(Buffer.from(receipt), Buffer.from(entry), options),
    ).resolves.toMatchObject({ index: proof?.index });
  });
});

test("a backup that is made while others write is of one moment", async () => {
  const from = await sites().site();
  const to = await sites().emptyFor(from);
  let isOver = false;
  const writing = inSite(from, async (site) => {
    const writer = async (name: string): Promise<void> => {
      for (let round = 0; !isOver; round += 1) await keep(site, `${name} ${round}`, `${name} too`);
    };
    await Promise.all(["a", "b", "c", "d"].map(writer));
  });
  const folders = [1, 2, 3].map((round) => sites().path(`busy-${round}`));
  for (const folder of folders) await backupsOf(from).write(folder, SILENT);
  isOver = true;
  await writing;
  const sizes: number[] = [];
  for (const folder of folders) {
    const { logs } = await backupsOf(to).check(folder, SILENT);
    sizes.push(...logs.map(({ entries }) => entries));
  }
  expect(sizes.toSorted((a, b) => a - b)).toEqual(sizes);
  expect(sizes.at(-1)).toBeGreaterThan(0);
  await backupsOf(to).restore(folders[1] ?? "", SILENT);
  await expect(backupsOf(to).bringForward(join(from.home, "tiles"), SILENT)).resolves.toMatchObject(
    { logs: [{ state: "current" }] },
  );
});

/** All that is in a file, also what stands in it as base64. */
function spelledOut(bytes: Buffer): Buffer {
  const words = bytes.toString("latin1").match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? [];
  return Buffer.concat([bytes, ...words.map((word) => Buffer.from(word, "base64"))]);
}

async function filesWith(folder: string, parts: readonly Buffer[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = spelledOut(await readFile(path));
    if (parts.some((part) => bytes.includes(part))) found.push(path);
  }
  return found;
}

describe("somebody who was erased", () => {
  const WORDS = "Kasimir Dobrowolski was warned";

  test("is in no fresh backup, nor is a key of anybody ever", async () => {
    const from = await sites().site();
    const folder = sites().path("erased");
    const secrets = await inSite(from, async (site) => {
      const [id = "", other = ""] = await keep(site, WORDS, "others");
      const [sealed] = await site.store.as("app").read((reader) => sealedOf(reader, id));
      const key = await site.keys.find(id);
      const opened = await openField(sealed ?? missing(), site.keys);
      const nonce = opened.kind === "open" ? opened.opening.nonce : missing();
      await erase({ subject: id, basis: "gdpr:17", by: "officer" }, site);
      const kept = await site.keys.find(other);
      return [WORDS, nonce, sealed?.box, key?.bytes, kept?.bytes].map((part) =>
        Buffer.from(part ?? missing()),
      );
    });
    expect(secrets.map(({ length }) => length > 20)).toEqual([true, true, true, true, true]);
    const { logs } = await backupsOf(from).write(folder, SILENT);
    expect(logs).toMatchObject([{ entries: 3 }]);
    expect(await filesWith(folder, secrets)).toEqual([]);
    // The same search finds what is there: a box whose key lives.
    const [box] = await inSite(from, async (site) =>
      site.store
        .as("auditor")
        .read(async ({ select }) => select.selectFrom("sealed_value").select("box").execute()),
    );
    expect(await filesWith(folder, [Buffer.from(box?.box ?? missing())])).toEqual([
      join(folder, "tables", "sealed_value.jsonl"),
    ]);
  });

  test("is erased again when an older backup comes back, even with an older copy of the keys", async () => {
    const from = await sites().site();
    const to = await sites().emptyFor(from);
    const folder = sites().path("erased-after");
    const [id = ""] = await inSite(from, (site) => keep(site, WORDS, "others"));
    await backupsOf(from).write(folder, SILENT);
    await cp(join(from.home, "keys"), join(to.home, "keys"), { recursive: true });
    await inSite(from, (site) => erase({ subject: id, basis: "gdpr:17", by: "officer" }, site));

    await backupsOf(to).restore(folder, SILENT);
    await expect(readFile(join(to.home, "keys", `${id}.key`))).resolves.toHaveLength(32);
    await backupsOf(to).bringForward(join(from.home, "tiles"), SILENT);
    await expect(readFile(join(to.home, "keys", `${id}.key`))).rejects.toMatchObject({
      code: "ENOENT",
    });
    await inSite(to, async (site) => {
      const sealed = await site.store.as("app").read((reader) => sealedOf(reader, id));
      expect(sealed).toEqual([]);
      expect(await verdictMemory(site).find(id, "somebody")).toEqual({ state: "erased" });
      const path = sites().path("erased-after.export");
      const { checkpoint } = await ledgerMemory(site).exportTo({
        path,
        open: false,
        log: undefined,
        replace: false,
        reader: "somebody",
      });
      const { policy } = (await ledgerMemory(site).prove(id)) ?? missing();
      const verdict = await checkFile({ path, policy: { text: policy }, pins: [] });
      expect(verdict.text).toMatch(
        /^good, with values erased: the whole ledger of \S+, 4 entries; 1 value /,
      );
      expect(verdict.text).toContain(", record: erased by entry 2");
      expect(checkpoint).toContain("caveat.invalid/");
    });
  });
});

function missing(): never {
  throw new Error("what the test rests on is not there");
}

describe("a backup is refused, and nothing is left of it", () => {
  test("under a name that is taken, or below a folder that is not there", async () => {
    const from = await sites().site();
    await inSite(from, (site) => keep(site, "one"));
    const folder = sites().path("taken");
    await mkdir(folder);
    await expect(backupsOf(from).write(folder, SILENT)).rejects.toMatchObject({
      code: "bad-usage",
      message: expect.stringContaining(
        "a backup never replaces another; name a folder that is not",
      ),
    });
    const deep = sites().path("not/there");
    await expect(backupsOf(from).write(deep, SILENT)).rejects.toMatchObject({
      message: expect.stringMatching(/there is no folder \S+not to put there in; make that folder/),
    });
    expect(await readdir(folder)).toEqual([]);
    const file = sites().path("file");
    await writeFile(file, "");
    await expect(backupsOf(from).write(join(file, "below"), SILENT)).rejects.toMatchObject({
      code: "unwritable-file",
      message: expect.stringMatching(
        /below\S+: it cannot be read or written \(ENOTDIR\); check its/,
      ),
    });
  });

  test("where content is damaged, or the ledger is not what was signed", async () => {
    const from = await sites().site();
    await inSite(from, (site) => keep(site, "one", "two"));
    const folder = sites().path("broken");
    const write = () => backupsOf(from).write(folder, SILENT);
    const [first = ""] = (await readdir(join(from.home, "content"))).filter((n) => n.length === 2);
    const [rest = ""] = await readdir(join(from.home, "content", first));
    const large = join(from.home, "content", first, rest);
    const good = await readFile(large);
    await writeFile(large, good.with(100, 0));
    await expect(write()).rejects.toMatchObject({
      code: "damaged-content",
      message: expect.stringMatching(/its bytes are not those that were kept; no backup was made/),
    });
    await rm(large);
    await expect(write()).rejects.toMatchObject({ code: "damaged-content" });
    await writeFile(large, good);
    const client = new pg.Client({ connectionString: from.url });
    await client.connect();
    await client.query("update entry set leaf = sha256(leaf) where idx = 1");
    await client.end();
    await expect(write()).rejects.toMatchObject({
      code: "broken-log",
      message: expect.stringMatching(/entry 1 is not what its leaf or its id says; no backup was/),
    });
    const left = (await readdir(sites().folder)).filter((name) => name.startsWith("broken"));
    expect(left).toEqual([]);
  });
});
