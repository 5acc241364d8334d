import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  TILE_WIDTH,
  formatCheckpoint,
  formatSignature,
  parseTilePath,
  tileWidth,
} from "caveat-verifier";
import { makePublic } from "../../src/ledger/tiles/make-public.ts";
import { serveTiles } from "../../src/ledger/tiles/serve.ts";
import { TileDirectory } from "../../src/ledger/tiles/tile-directory.ts";
import { writeTiles, type EntryReader } from "../../src/ledger/tiles/write-tiles.ts";
import { TREE } from "../../src/ledger/tree.ts";
import { LOG, numbers } from "./support/entries.ts";
import { folder } from "./support/folder.ts";
import { Crash } from "./support/memory-store.ts";

const READ: EntryReader = (from, to) =>
  Promise.resolve(
    numbers(to - from, from).map((number) => {
      const bytes = new Uint8Array(Buffer.from(`entry ${number}`));
      return { bytes, leaf: TREE.leaf(bytes) };
    }),
  );

function checkpointOf(size: number) {
  const text = formatCheckpoint({ origin: LOG, size, root: TREE.empty() });
  const signature = { name: LOG, keyId: "00000000", signature: new Uint8Array(64) };
  return { size, note: new Uint8Array(Buffer.from(`${text}\n${formatSignature(signature)}`)) };
}

/** Writes and makes public what a tree of `size` has. */
async function publishTo(tiles: TileDirectory, from: number, size: number): Promise<void> {
  await writeTiles(tiles, from, size, READ);
  await makePublic(tiles, checkpointOf(size));
}

/** Every tile and bundle there is, by its path. */
async function filesOf(tiles: TileDirectory): Promise<readonly string[]> {
  const found = await readdir(join(tiles.path, "tile"), { recursive: true, withFileTypes: true });
  return found
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(tiles.path.length + 1))
    .toSorted();
}

/** Folders of partial tiles beside a full one. */
async function supersededIn(tiles: TileDirectory): Promise<readonly string[]> {
  const files = await filesOf(tiles);
  return files.filter(
    (path) => files.includes(path.replace(/\.p\/.*$/, "")) && path.includes(".p"),
  );
}

describe("partial tiles and bundles", () => {
  test("go once the full one is there and covered by the public checkpoint", async () => {
    const tiles = await TileDirectory.open(await folder());
    const sizes = [1, 100, 255, 300, 520, 1300];
    for (const [at, size] of sizes.entries()) {
      await publishTo(tiles, sizes[at - 1] ?? 0, size);
      expect(await supersededIn(tiles)).toEqual([]);
      const widths = (await filesOf(tiles)).map((path) => parseTilePath(path));
      const covered = widths.filter(({ level, index, width }) => {
        const most = tileWidth(level === "entries" ? 0 : level, index, size);
        return most === width;
      });
      const tilesThere = new Set(covered.map(({ level, index }) => `${level}/${index}`));
      const bundles = Math.ceil(size / TILE_WIDTH);
      const upper = size >= TILE_WIDTH ? 1 : 0;
      expect(tilesThere.size).toBe(bundles * 2 + upper);
    }
  });

  test("stay while only the files, and no public checkpoint, cover the full one", async () => {
    const tiles = await TileDirectory.open(await folder());
    await publishTo(tiles, 0, 200);
    await writeTiles(tiles, 200, 300, READ);
    expect(await supersededIn(tiles)).toEqual(["tile/0/000.p/200", "tile/entries/000.p/200"]);
    await makePublic(tiles, checkpointOf(300));
    expect(await supersededIn(tiles)).toEqual([]);
    // One that is older is not put back, and brings nothing back.
    await makePublic(tiles, checkpointOf(200));
    expect(await tiles.checkpoint()).toEqual(checkpointOf(300).note);
  });

  test("of upper levels go as well", async () => {
    const tiles = await TileDirectory.open(await folder());
    const full = TILE_WIDTH * TILE_WIDTH;
    await publishTo(tiles, 0, full - 300);
    expect(await filesOf(tiles)).toContain("tile/1/000.p/254");
    await publishTo(tiles, full - 300, full + 1);
    const files = await filesOf(tiles);
    expect(files.filter((path) => path.startsWith("tile/1/"))).toEqual(["tile/1/000"]);
    expect(files).toContain("tile/2/000.p/1");
    expect(await supersededIn(tiles)).toEqual([]);
  });

  test("are all gone after a stop at any point and the next publication", async () => {
    for (const stop of numbers(8, 1)) {
      const tiles = await TileDirectory.open(await folder());
      await publishTo(tiles, 0, 100);
      await publishTo(tiles, 100, 400);
      // Sizes that were never signed leave partial tiles too.
      for (const size of [500, 700, 1000, 1030]) await writeTiles(tiles, 400, size, READ);
      let left = stop;
      const point = () => {
        left -= 1;
        if (left === 0) throw new Crash();
      };
      const outcome = makePublic(tiles, checkpointOf(1030), point).catch(() => "stopped");
      expect([undefined, "stopped"]).toContain(await outcome);
      await publishTo(tiles, 1030, 1031);
      expect(await supersededIn(tiles)).toEqual([]);
      expect(await tiles.entries(3, 1031)).toHaveLength(256);
    }
  });

  test("may go while another process still writes some", async () => {
    const tiles = await TileDirectory.open(await folder());
    await publishTo(tiles, 0, 300);
    const bytes = async (width: number) =>
      (await tiles.bytes({ level: 0, index: 0, width })) ?? new Uint8Array();
    let isWriting = true;
    const write = async (first: number): Promise<void> => {
      for (const width of numbers(30, first)) {
        await tiles.write({ level: 0, index: 0, width }, await bytes(width));
      }
    };
    const remove = async (): Promise<void> => {
      while (isWriting) await tiles.removePartial(0, 0);
    };
    const writers = Promise.all(numbers(8).map((at) => write(1 + at * 30)));
    await Promise.all([writers.finally(() => (isWriting = false)), remove()]);
    expect(await tiles.hashes(0, 0, 190)).toHaveLength(190);
    expect(await tiles.hashes(0, 0, 300)).toHaveLength(256);
  });
});

describe("the files of a log over HTTP", () => {
  test("have the types and the caching of tlog-tiles", async () => {
    const tiles = await TileDirectory.open(await folder());
    expect(await serveTiles(tiles, "GET", "/checkpoint")).toBeUndefined();
    await publishTo(tiles, 0, 300);
    expect(await serveTiles(tiles, "GET", "/checkpoint")).toEqual({
      status: 200,
      headers: {
        "content-type": "text/plain; charset=utf-8",
        "cache-control": "no-cache",
        "x-content-type-options": "nosniff",
      },
      body: checkpointOf(300).note,
    });
    for (const path of await filesOf(tiles)) {
      const answer = await serveTiles(tiles, "GET", `/${path}`);
      expect(answer?.headers).toEqual({
        "content-type": "application/octet-stream",
        "cache-control": "max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
      });
      expect(answer?.body).toEqual(await tiles.bytes(parseTilePath(path)));
    }
  });

  test("are what they were for whoever still has an older checkpoint", async () => {
    const tiles = await TileDirectory.open(await folder());
    await publishTo(tiles, 0, 200);
    const paths = ["/tile/0/000.p/200", "/tile/entries/000.p/200"];
    const before = await Promise.all(paths.map((path) => serveTiles(tiles, "GET", path)));
    expect(before.map((answer) => answer?.status)).toEqual([200, 200]);
    await publishTo(tiles, 200, 600);
    expect(await filesOf(tiles)).not.toContain("tile/0/000.p/200");
    const after = await Promise.all(paths.map((path) => serveTiles(tiles, "GET", path)));
    expect(after).toEqual(before);
  });

  test("are not there beyond the public checkpoint, nor is anything else", async () => {
    const tiles = await TileDirectory.open(await folder());
    await publishTo(tiles, 0, 300);
    await writeTiles(tiles, 300, 700, READ);
    const paths = [
      "/tile/0/001",
      "/tile/0/001.p/188",
      "/tile/entries/001",
      "/tile/0/002.p/188",
      "/tile/1/000.p/2",
      "/tile/2/000.p/1",
      "/tile/64/000",
      "/tile/0/0",
      "/tile/0/000.p/0",
      "/tile/0/000.p/256",
      "/tile/0/../../checkpoint",
      "/tile/0/000/",
      "//tile/0/000",
      "tile/0/000",
      "/checkpoint/",
      "/checkpoint?x",
      "/../checkpoint",
      "/",
      "",
      "/tile/0/000\0",
      `/tile/0/${"x999/".repeat(5000)}999`,
    ];
    for (const path of paths) expect(await serveTiles(tiles, "GET", path)).toBeUndefined();
    for (const method of ["POST", "HEAD", "get", ""]) {
      expect(await serveTiles(tiles, method, "/checkpoint")).toBeUndefined();
    }
    expect(await serveTiles(tiles, "GET", "/tile/0/000")).toMatchObject({ status: 200 });
  });
});
