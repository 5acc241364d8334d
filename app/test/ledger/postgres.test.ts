import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { rootOf } from "caveat-verifier";
import { append } from "../../src/ledger/log/append.ts";
import { createLog, requireHead } from "../../src/ledger/log/create-log.ts";
import type { Head, LedgerStore } from "../../src/ledger/log/ports.ts";
import { sequence } from "../../src/ledger/log/sequence.ts";
import { LedgerError } from "../../src/ledger/ledger-error.ts";
import { publish } from "../../src/ledger/publish.ts";
import { Signer } from "../../src/ledger/signer/signer.ts";
import { checkTiles } from "../../src/ledger/tiles/check-tiles.ts";
import { TileDirectory } from "../../src/ledger/tiles/tile-directory.ts";
import { TREE } from "../../src/ledger/tree.ts";
import { SqlLedgerStore, registerLog } from "../../src/store/log/ledger-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { LOG, entry, numbers, uuid } from "./support/entries.ts";
import { folder } from "./support/folder.ts";

const WRITERS = 8;
const SEQUENCERS = 3;
const ENTRIES = Number(process.env["CAVEAT_ENTRIES"] ?? 600);

describe("the ledger on PostgreSQL", () => {
  test("with many writers and sequencers has every entry once, no gap, and one history", async () => {
    const path = await folder();
    const store = await openStore({ home: join(path, "home") });
    onTestFinished(() => store.close());
    const now = () => new Date().toISOString();
    await registerLog(store.as("app"), randomUUID(), LOG, undefined);
    const app: LedgerStore = new SqlLedgerStore(store.as("app"), now, randomUUID);
    const own: LedgerStore = new SqlLedgerStore(store.as("sequencer"), now, randomUUID);
    await createLog(own, LOG);
    let writing = WRITERS;
    const writer = async (first: number): Promise<void> => {
      for (let number = first; number < ENTRIES; number += WRITERS) {
        await app.transact((tables) => append(tables, LOG, entry(number)));
        // Every tenth is sent again, as by a client that never got its answer.
        if (number % 10 === 0) await app.transact((tables) => append(tables, LOG, entry(number)));
      }
      writing -= 1;
    };
    const heads: Head[] = [];
    const sequencer = async (): Promise<void> => {
      for (;;) {
        const isLast = writing === 0;
        const added = await sequence(own, LOG, { most: 50 }).catch(lostRace);
        if (added === undefined && isLast) return;
        if (added !== undefined && added !== "lost") heads.push(added.head);
      }
    };
    await Promise.all([...numbers(WRITERS).map(writer), ...numbers(SEQUENCERS).map(sequencer)]);
    const entries = await own.transact((tables) => tables.readEntries(LOG, 0, ENTRIES + 1));
    expect(entries.map(({ index }) => index)).toEqual(numbers(ENTRIES));
    expect(entries.map(({ id }) => id).toSorted()).toEqual(numbers(ENTRIES).map(uuid));
    const leaves = entries.map(({ bytes }) => TREE.leaf(bytes));
    const head = await own.transact((tables) => requireHead(tables, LOG));
    expect(new Uint8Array(head.root)).toEqual(rootOf(leaves, TREE));
    for (const { size, root } of heads) expect(root).toEqual(rootOf(leaves.slice(0, size), TREE));
    const signer = await Signer.create(join(path, "signer"), LOG);
    const tiles = await TileDirectory.open(join(path, "tiles"));
    expect((await publish({ store: own, tiles, signer }, LOG))?.size).toBe(ENTRIES);
    await expect(checkTiles(tiles, head)).resolves.toBeUndefined();
  });
});

function lostRace(error: unknown): "lost" {
  if (error instanceof LedgerError && error.code === "lost-race") return "lost";
  throw error;
}
