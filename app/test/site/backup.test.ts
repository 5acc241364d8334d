import { cp } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { parsePolicy, sha256, verifyReceipt } from "caveat-verifier";
import { advance } from "../../src/site/advance.ts";
import { ledgerMemory } from "../../src/site/ledger-memory.ts";
import { verdictMemory } from "../../src/site/verdict-memory.ts";
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
    const [first = "", proof] = await inSite(from, async (site) => {
      const [id = ""] = await keep(site, "words of a record", "others");
      await verdictMemory(site).find(id, "somebody");
      await advance(site);
      return [id, await ledgerMemory(site).prove(id)];
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
    ).resolves.toMatchObject({ index: 0 });
  });
});
