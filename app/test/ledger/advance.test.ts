import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseCheckpoint, parseEntry, parseNote, type Json } from "caveat-verifier";
import { advance } from "../../src/ledger/advance.ts";
import { advanceAll, type SiteLogs } from "../../src/ledger/advance-all.ts";
import { headId } from "../../src/ledger/head-entry.ts";
import { LedgerError } from "../../src/ledger/ledger-error.ts";
import { append } from "../../src/ledger/log/append.ts";
import type { LedgerTables } from "../../src/ledger/log/ports.ts";
import type { Extension } from "../../src/ledger/log/extend.ts";
import type { Publisher } from "../../src/ledger/publish.ts";
import { HEAD } from "../../src/ledger/receipt.ts";
import { Signer } from "../../src/ledger/signer/signer.ts";
import { TileDirectory } from "../../src/ledger/tiles/tile-directory.ts";
import { expectWholeLog } from "./support/check-log.ts";
import { LOG, entry, numbers, uuid } from "./support/entries.ts";
import { folder } from "./support/folder.ts";
import { leavesOf, stepOf } from "./support/history.ts";
import { Crash, MemoryStore } from "./support/memory-store.ts";
import { makeLog, publicSize, type TestLog } from "./support/published-log.ts";
import { quorumOf, startWitness } from "./support/witness.ts";

const ALDER = { origin: "service.example/receipts/alder", id: uuid(900) };
const BIRCH = { origin: "service.example/receipts/birch", id: uuid(901) };
const LOGS = [LOG, ALDER.origin, BIRCH.origin];

interface TestSite extends SiteLogs {
  readonly store: MemoryStore;
  readonly logs: ReadonlyMap<string, TestLog>;
}

/** A site of a root log and two partners'; of the entries every third goes to each of them. */
async function site(): Promise<TestSite> {
  const path = await folder();
  const store = new MemoryStore();
  const logs = new Map<string, TestLog>();
  for (const origin of LOGS) logs.set(origin, await makeLog(path, store, origin));
  return {
    store,
    logs,
    root: LOG,
    partners: [ALDER, BIRCH],
    publisherOf: (origin) => logOf(logs, origin),
    also: enterForPartners,
  };
}

function logOf(logs: ReadonlyMap<string, TestLog>, origin: string): TestLog {
  const log = logs.get(origin);
  if (log === undefined) throw new Error(`no log ${origin}`);
  return log;
}

async function enterForPartners(tables: LedgerTables, { entries }: Extension): Promise<void> {
  for (const one of entries) {
    const { kind, body } = parseEntry(one.bytes);
    const partner = kind === HEAD ? undefined : [ALDER, BIRCH][Number(body["number"]) % 3];
    if (partner !== undefined) await append(tables, partner.origin, one);
  }
}

async function addEntries(store: MemoryStore, from: number, to: number): Promise<void> {
  await store.transact(async (tables) => {
    for (const number of numbers(to - from, from)) await append(tables, LOG, entry(number));
  });
}

/** The ids of every log's entries, in their order. */
function idsOf(store: MemoryStore): readonly (readonly string[])[] {
  return LOGS.map((log) => store.log(log).entries.map(({ id }) => id));
}

/** The heads that the root log carries, by opaque id. */
function headsIn(store: MemoryStore): readonly string[] {
  return store.log(LOG).entries.flatMap(({ bytes }) => {
    const { kind, body } = parseEntry(bytes);
    return kind === HEAD ? [`${idIn(body["log"])} ${Number(body["size"])}`] : [];
  });
}

function idIn(value: Json | undefined): string {
  return typeof value === "string" ? value : "none";
}

/** Same site, with every point of every part going through one function. */
function withPoint(all: TestSite, point: (name: string) => void): SiteLogs {
  return { ...all, point, publisherOf: (origin) => ({ ...logOf(all.logs, origin), point }) };
}

describe("advancing a log", () => {
  test("sequences what waits and publishes it, again and again", async () => {
    const log = await makeLog(await folder(), new MemoryStore());
    expect(await advance(log, LOG)).toBeUndefined();
    await addEntries(log.store, 0, 5);
    expect(await advance(log, LOG)).toMatchObject({ size: 5, isPublic: true, silent: [] });
    expect(await advance(log, LOG)).toMatchObject({ size: 5 });
    expect(await publicSize(log.tiles)).toBe(5);
    expectWholeLog(log.store, numbers(5).map(uuid));
  });

  test("publishes although writers never pause", async () => {
    const log = await makeLog(await folder(), new MemoryStore());
    let written = 0;
    const point = async (name: string) => {
      if (name !== "head locked" || written >= 500) return;
      written += 1;
      await addEntries(log.store, written - 1, written);
    };
    await addEntries(log.store, 1000, 1001);
    const published = await advance(log, LOG, { point });
    expect(published?.size).toBeGreaterThan(0);
    expect(written).toBeLessThan(500);
  });

  test("by several processes at once gives one history, and the newest checkpoint is public", async () => {
    const path = await folder();
    const log = await makeLog(path, new MemoryStore());
    const a = await startWitness("oversight.example/a", log.vkey);
    const quorum = await quorumOf(1, [a], log.vkey);
    const worker = async (first: number): Promise<void> => {
      const tiles = await TileDirectory.open(log.tiles.path);
      const own: Publisher = { ...log, tiles, witnesses: [a], quorum };
      for (const step of numbers(12)) {
        const from = first + step * 40;
        await addEntries(log.store, from, from + 40);
        // All five races lost is allowed: the next turn makes it good.
        await advance(own, LOG).catch(lostRace);
      }
    };
    await Promise.all([worker(0), worker(1000), worker(2000)]);
    const last = { ...log, witnesses: [a], quorum };
    expect(await advance(last, LOG)).toMatchObject({ size: 1440, isPublic: true, silent: [] });
    expect(await publicSize(log.tiles)).toBe(1440);
    expectWholeLog(log.store);
  });
});

describe("advancing all logs of a site", () => {
  test("brings a new entry the whole way: partner's log, its head, root log", async () => {
    const all = await site();
    expect(await advanceAll(all)).toEqual({ root: undefined, partners: new Map(), failed: [] });
    await addEntries(all.store, 0, 9);
    const advanced = await advanceAll(all);
    expect(advanced.root).toMatchObject({ size: 11, isPublic: true });
    expect([...advanced.partners].map(([log, { size }]) => [log, size])).toEqual([
      [ALDER.origin, 3],
      [BIRCH.origin, 3],
    ]);
    expect(headsIn(all.store)).toEqual([`${ALDER.id} 3`, `${BIRCH.id} 3`]);
    const text = all.store.log(LOG).entries.map(({ bytes }) => Buffer.from(bytes).toString());
    expect(text.join("\n")).not.toMatch(/alder|birch|receipts/);
    for (const [origin, { tiles }] of all.logs) {
      expect(await publicSize(tiles)).toBe(all.store.log(origin).head.size);
    }
  });

  test("enters no head twice, and nothing where nothing happened", async () => {
    const all = await site();
    await addEntries(all.store, 0, 9);
    await advanceAll(all);
    const before = idsOf(all.store);
    for (let turn = 0; turn < 3; turn += 1) await advanceAll(all);
    expect(idsOf(all.store)).toEqual(before);
    // 12 is for the first partner alone.
    await addEntries(all.store, 12, 13);
    await advanceAll(all);
    expect(headsIn(all.store)).toEqual([`${ALDER.id} 3`, `${BIRCH.id} 3`, `${ALDER.id} 4`]);
  });

  test("enters a head that was signed and never entered, before the log gets its next", async () => {
    const all = await site();
    await addEntries(all.store, 0, 9);
    await advanceAll(all);
    await all.store.transact((tables) => append(tables, ALDER.origin, entry(100)));
    await advance(logOf(all.logs, ALDER.origin), ALDER.origin);
    await all.store.transact((tables) => append(tables, ALDER.origin, entry(101)));
    await advanceAll(all);
    expect(headsIn(all.store).slice(2)).toEqual([`${ALDER.id} 4`, `${ALDER.id} 5`]);
  });

  test("stopped at every named point, and run again, gives the same logs", async () => {
    const run = async (all: TestSite, point: (name: string) => void): Promise<void> => {
      for (const [from, to] of [
        [0, 6],
        [6, 9],
      ] as const) {
        await addEntries(all.store, from, to);
        await advanceAll(withPoint(all, point)).catch(async (error: unknown) => {
          if (!(error instanceof Crash)) throw error;
          await advanceAll(all);
        });
      }
    };
    const expected = await site();
    const names: string[] = [];
    await run(expected, (name) => void names.push(name));
    expect(new Set(names)).toEqual(
      new Set([
        "head locked",
        "pending read",
        "head moved",
        "entries inserted",
        "pending deleted",
        "before commit",
        "bundle written",
        "tile written",
        "tiles written",
        "signed",
        "checkpoint stored",
        "cosigned",
        "checkpoint public",
        "partner published",
        "head entered",
      ]),
    );
    for (const at of numbers(names.length)) {
      const all = await site();
      let made = -1;
      await run(all, (name) => {
        made += 1;
        if (made === at) throw new Crash(name);
      });
      const bytes = ({ store }: TestSite) => LOGS.map((log) => store.log(log).entries);
      expect({ at: names[at], logs: bytes(all) }).toEqual({
        at: names[at],
        logs: bytes(expected),
      });
      for (const [origin, { tiles }] of all.logs) {
        expect(await publicSize(tiles)).toBe(all.store.log(origin).head.size);
      }
    }
  });

  test("goes on without a partner's log that is broken, and says which and why", async () => {
    const all = await site();
    await addEntries(all.store, 0, 9);
    const broken = join(await folder(), "signer");
    const publisherOf = async (origin: string): Promise<Publisher> => {
      const log = logOf(all.logs, origin);
      if (origin !== ALDER.origin) return log;
      const { signer } = log;
      const lost = {
        ...signer,
        state: () => Signer.load(broken, origin).then((one) => one.state()),
      };
      return { ...log, signer: lost };
    };
    const advanced = await advanceAll({ ...all, publisherOf });
    expect(advanced.failed).toMatchObject([{ origin: ALDER.origin, reason: { code: "no-log" } }]);
    expect(headsIn(all.store)).toEqual([`${BIRCH.id} 3`]);
    expect(advanced.root).toMatchObject({ size: 10 });
    await advanceAll(all);
    expect(headsIn(all.store)).toEqual([`${BIRCH.id} 3`, `${ALDER.id} 3`]);
  });

  test("stops at a partner's log that was rewritten, before anything else is public", async () => {
    const all = await site();
    const alder = logOf(all.logs, ALDER.origin);
    await alder.signer.sign(stepOf(leavesOf("other", 2), 0, 2));
    await addEntries(all.store, 0, 9);
    for (let turn = 0; turn < 2; turn += 1) {
      await expect(advanceAll(all)).rejects.toMatchObject({ code: "fork", place: ALDER.origin });
    }
    for (const { tiles } of all.logs.values()) expect(await tiles.checkpoint()).toBeUndefined();
  });

  test("has the partners' heads witnessed by way of the root log", async () => {
    const all = await site();
    const root = logOf(all.logs, LOG);
    const a = await startWitness("oversight.example/a", root.vkey);
    const quorum = await quorumOf(1, [a], root.vkey);
    const publisherOf = (origin: string): Publisher => {
      const log = logOf(all.logs, origin);
      return origin === LOG ? { ...log, witnesses: [a], quorum } : log;
    };
    await addEntries(all.store, 0, 9);
    const { root: published, partners } = await advanceAll({ ...all, publisherOf });
    expect(published).toMatchObject({ size: 11, isPublic: true, silent: [] });
    const note = partners.get(ALDER.origin)?.note ?? new Uint8Array();
    const head = parseCheckpoint(parseNote(note).text);
    const ids = all.store.log(LOG).entries.map(({ id }) => id);
    expect(ids).toContain(headId(ALDER.id, head));
  });
});

function lostRace(error: unknown): void {
  if (!(error instanceof LedgerError && error.code === "lost-race")) throw error;
}
