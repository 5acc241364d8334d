import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  parsePolicy,
  rootOf,
  verifyCheckpoint,
  verifyInclusion,
  type Policy,
} from "caveat-verifier";
import { append } from "../../src/ledger/log/append.ts";
import { createLog } from "../../src/ledger/log/create-log.ts";
import { sequenceAll } from "../../src/ledger/log/sequence.ts";
import { publish, requireCurrent, type Publisher } from "../../src/ledger/publish.ts";
import { rollForward } from "../../src/ledger/roll-forward.ts";
import { Signer } from "../../src/ledger/signer/signer.ts";
import { checkTiles } from "../../src/ledger/tiles/check-tiles.ts";
import { inclusionOf } from "../../src/ledger/tiles/prove.ts";
import { TileDirectory } from "../../src/ledger/tiles/tile-directory.ts";
import { writeTiles } from "../../src/ledger/tiles/write-tiles.ts";
import { TREE } from "../../src/ledger/tree.ts";
import { expectWholeLog } from "./support/check-log.ts";
import { LOG, entry, numbers } from "./support/entries.ts";
import { folder } from "./support/folder.ts";
import { policyText } from "./support/history.ts";
import { Crash, MemoryStore } from "./support/memory-store.ts";

interface Setting extends Publisher {
  readonly store: MemoryStore;
  readonly signer: Signer;
  readonly policy: Policy;
  readonly path: string;
}

async function setting(): Promise<Setting> {
  const path = await folder();
  const store = new MemoryStore();
  await createLog(store, LOG);
  const signer = await Signer.create(join(path, "signer"), LOG);
  const [key = ""] = (await signer.state()).keys;
  const tiles = await TileDirectory.open(join(path, "tiles"));
  return { path, store, signer, tiles, policy: parsePolicy(policyText(key)) };
}

/** Adds entries up to a count and sequences them. */
async function grow(store: MemoryStore, to: number): Promise<void> {
  const { size } = store.log(LOG).head;
  await store.transact(async (tables) => {
    for (const number of numbers(to - size, size)) await append(tables, LOG, entry(number));
  });
  await sequenceAll(store, LOG);
}

/** The published files alone: the checkpoint is good and the tiles lead to it. */
async function expectPublished({ tiles, policy }: Setting, size: number): Promise<void> {
  const note = (await tiles.checkpoint()) ?? new Uint8Array();
  const checkpoint = await verifyCheckpoint(note, policy, LOG);
  expect(checkpoint.size).toBe(size);
  await expect(checkTiles(tiles, checkpoint)).resolves.toBeUndefined();
}

describe("publishing", () => {
  test("writes tiles and a signed checkpoint, from any size to any other", async () => {
    const all = await setting();
    expect(await publish(all, LOG)).toBeUndefined();
    for (const size of [1, 3, 255, 256, 257, 700]) {
      await grow(all.store, size);
      await publish(all, LOG);
      await expectPublished(all, size);
    }
    const leaves = all.store.log(LOG).entries.map(({ leaf }) => leaf);
    const root = rootOf(leaves, TREE);
    for (const index of [0, 255, 256, 511, 699]) {
      const proof = await inclusionOf(all.tiles, index, 700);
      const leaf = leaves[index] ?? new Uint8Array();
      const check = () => verifyInclusion({ index, size: 700, leaf, root, proof }, TREE);
      expect(check).not.toThrow();
    }
  });

  test.each(["bundle written", "tile written", "tiles written", "signed", "checkpoint stored"])(
    "stopped when %s is completed by the next",
    async (stop) => {
      const all = await setting();
      await grow(all.store, 300);
      const point = (name: string) => {
        if (name === stop) throw new Crash(name);
      };
      await expect(publish({ ...all, point }, LOG)).rejects.toThrow(Crash);
      await grow(all.store, 310);
      await publish(all, LOG);
      await expectPublished(all, 310);
    },
  );

  test("rebuilds lost tiles from the entries, and notices one that was changed", async () => {
    const all = await setting();
    await grow(all.store, 520);
    await publish(all, LOG);
    await rm(join(all.path, "tiles", "tile"), { recursive: true });
    const read = (from: number, to: number) =>
      all.store.transact((tables) => tables.readEntries(LOG, from, to));
    await writeTiles(all.tiles, 0, 520, read);
    await expectPublished(all, 520);
    await writeFile(join(all.path, "tiles", "tile", "0", "001"), new Uint8Array(8192));
    await expect(writeTiles(all.tiles, 0, 520, read)).rejects.toMatchObject({ code: "fork" });
    const { root } = all.store.log(LOG).head;
    const check = checkTiles(all.tiles, { size: 520, root });
    await expect(check).rejects.toMatchObject({ code: "broken-file" });
  });
});

describe("a database restored from an older backup", () => {
  test("is refused by every later state of the signer, and rolled forward from the bundles", async () => {
    const all = await setting();
    const backups: MemoryStore[] = [];
    for (const size of [2, 200, 256, 300]) {
      await grow(all.store, size);
      await publish(all, LOG);
      backups.push(all.store.snapshot());
    }
    await grow(all.store, 301);
    await publish(all, LOG);
    for (const store of backups) {
      await expect(requireCurrent(store, all.signer, LOG)).rejects.toMatchObject({
        code: "rollback",
      });
      await expect(publish({ ...all, store }, LOG)).rejects.toMatchObject({ code: "rollback" });
      const missing = 301 - store.log(LOG).head.size;
      expect(await rollForward(store, LOG, all.tiles, all.policy)).toBe(missing);
      expectWholeLog(store);
      expect(store.log(LOG).entries).toEqual(all.store.log(LOG).entries);
      await requireCurrent(store, all.signer, LOG);
    }
  });

  test("and written to before anybody looked is a fork: refused, also by rolling forward", async () => {
    const all = await setting();
    await grow(all.store, 5);
    const backup = all.store.snapshot();
    await grow(all.store, 9);
    await publish(all, LOG);
    await backup.transact((tables) => append(tables, LOG, entry(1000)));
    await sequenceAll(backup, LOG);
    const before = backup.log(LOG).head;
    await expect(rollForward(backup, LOG, all.tiles, all.policy)).rejects.toMatchObject({
      code: "fork",
    });
    expect(backup.log(LOG).head).toEqual(before);
    for (const number of numbers(5, 2000)) {
      await backup.transact((tables) => append(tables, LOG, entry(number)));
    }
    await sequenceAll(backup, LOG);
    await expect(publish({ ...all, store: backup }, LOG)).rejects.toMatchObject({ code: "fork" });
    await expectPublished(all, 9);
  });
});
