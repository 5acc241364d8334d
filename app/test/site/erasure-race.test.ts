import { randomBytes, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { LedgerError } from "../../src/ledger/ledger-error.ts";
import { append } from "../../src/ledger/log/append.ts";
import { sealEntry, type SealedEntry } from "../../src/ledger/seal/seal-entry.ts";
import { checkFile } from "../../src/site/check-file.ts";
import { erase } from "../../src/site/erase.ts";
import { exportLedger } from "../../src/site/export-ledger.ts";
import { ledgerMemory } from "../../src/site/ledger-memory.ts";
import { openSite, type Site } from "../../src/site/site.ts";
import { SqlLedgerTables } from "../../src/store/log/ledger-tables.ts";
import { putSealed } from "../../src/store/log/sealed-values.ts";
import { useHome } from "./support/home.ts";

const opened = useHome();
const AT = "2026-01-01T00:00:00.000Z";
const WRITERS = 3;

/** An entry about two subjects. */
function seal(subject: string, other: string, { keys }: Site): Promise<SealedEntry> {
  const personal = {
    name: { subject, value: "somebody" },
    reason: { subject: other, value: "something" },
  };
  return sealEntry(
    { id: randomUUID(), kind: "note", at: AT, body: {}, personal },
    keys,
    randomBytes,
  );
}

async function store(
  { id, bytes, sealed }: SealedEntry,
  { store: s, origin }: Site,
): Promise<void> {
  await s.as("app").transact(
    id,
    async (transactor) => {
      await putSealed(transactor, sealed);
      await append(new SqlLedgerTables(transactor, AT), origin, { id, bytes });
    },
    { isolation: "read committed" },
  );
}

/** Writes about a subject until it is erased; slow between sealing and storing. Gives what it stored. */
async function write(subject: string, other: string, site: Site): Promise<string[]> {
  const stored: string[] = [];
  for (;;) {
    try {
      const entry = await seal(subject, other, site);
      await pause(stored.length % 7);
      await store(entry, site);
      stored.push(entry.id);
    } catch (error) {
      if (error instanceof LedgerError && error.code === "erased") return stored;
      throw error;
    }
  }
}

async function exportOf(site: Site, path: string): Promise<void> {
  await exportLedger({ path, open: true, replace: true, reader: "auditor" }, site);
}

test("an erasure that races with new values of its subject erases each of them, and every export is good", async () => {
  const home = opened();
  const site = await openSite({ home: home.path });
  onTestFinished(() => site[Symbol.asyncDispose]());
  const [subject, other] = [randomUUID(), randomUUID()];
  // Sealed before the erasure and stored after it, by a writer that is slower than any other.
  const late = await seal(subject, other, site);
  const writing = Array.from({ length: WRITERS }, () => write(subject, other, site));
  await pause(200);
  const path = home.file("race.export");
  const [erased] = await Promise.all([
    erase({ subject, basis: "wiv:20", by: "officer-7" }, site),
    exportOf(site, home.file("during.export")),
  ]);
  expect(erased.values.length).toBeGreaterThan(0);
  const stored = (await Promise.all(writing)).flat();
  await store(late, site);
  await exportOf(site, path);
  const { policy } = await ledgerMemory(site).trusted();
  for (const file of [home.file("during.export"), path]) {
    const answer = await checkFile({ path: file, policy: { text: policy }, pins: [] });
    expect(answer).toMatchObject({ isGood: true });
  }
  const lines = (await readFile(path, "utf8")).split("\n");
  const said = (id: string) => {
    const at = lines.findIndex((line) => line.includes(`"id":"${id}"`));
    return lines.slice(at + 1, at + 3).map((line) => line.split(" ").slice(0, 2).join(" "));
  };
  const ids = [...stored, late.id];
  expect(ids.map(said)).toEqual(ids.map(() => ["erased name", "open reason"]));
});
