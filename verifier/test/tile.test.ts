import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatEntryBundle,
  formatHashTile,
  parseEntryBundle,
  parseHashTile,
  parseTilePath,
  tilePath,
  tileWidth,
} from "../src/index.ts";
import type { TileId } from "../src/index.ts";
import { codeOf } from "./support/code.ts";
import { truncations } from "./support/mutate.ts";

const PATHS: readonly [string, TileId][] = [
  ["tile/0/000", { level: 0, index: 0, width: 256 }],
  ["tile/0/x001/x234/067", { level: 0, index: 1_234_067, width: 256 }],
  ["tile/1/x001/000.p/17", { level: 1, index: 1000, width: 17 }],
  ["tile/63/999.p/255", { level: 63, index: 999, width: 255 }],
  ["tile/entries/067", { level: "entries", index: 67, width: 256 }],
  ["tile/entries/x273/000.p/1", { level: "entries", index: 273_000, width: 1 }],
];

describe("paths of tiles", () => {
  test.each(PATHS)("%s", (path, id) => {
    expect(tilePath(id)).toBe(path);
    expect(parseTilePath(path)).toEqual(id);
  });

  test.each([
    "",
    "tile/0",
    "/tile/0/000",
    "tile/0/000/",
    "tile/00/000",
    "tile/64/000",
    "tile/-1/000",
    "tile/0/0",
    "tile/0/0000",
    "tile/0/001/000",
    "tile/0/x000/067",
    "tile/0/x001/x234/x067",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/01",
    "tile/0/000.p/",
    "tile/entry/000",
    "tile/0/../000",
    "tile/0/x009/x007/x199/x254/x740/992",
    "tile/0/000\n",
  ])("refused: %j", (path) => {
    expect(codeOf(() => parseTilePath(path))).toBe("bad-tile");
  });

  test("every index has one path", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 45 }),
        fc.integer({ min: 1, max: 256 }),
        (index, width) => {
          const id = { level: 0, index, width };
          expect(parseTilePath(tilePath(id))).toEqual(id);
        },
      ),
    );
  });

  test("a tree of 70,000 has the tiles that the specification counts", () => {
    expect(tileWidth(0, 272, 70_000)).toBe(256);
    expect([tileWidth(0, 273, 70_000), tileWidth(0, 274, 70_000)]).toEqual([112, 0]);
    expect([tileWidth(1, 0, 70_000), tileWidth(1, 1, 70_000)]).toEqual([256, 17]);
    expect([tileWidth(2, 0, 70_000), tileWidth(3, 0, 70_000)]).toEqual([1, 0]);
    expect([tileWidth(0, 0, 256), tileWidth(1, 0, 256)]).toEqual([256, 1]);
  });
});

describe("tiles of hashes and bundles of entries", () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 256 });

  test("a bundle is read as it was written", () => {
    fc.assert(
      fc.property(entries, (list) => {
        expect(parseEntryBundle(formatEntryBundle(list), list.length)).toEqual(list);
      }),
      { numRuns: 50 },
    );
  });

  test("no beginning of a bundle, no byte more and no other width passes", () => {
    const list = [Uint8Array.of(), Uint8Array.of(1), Uint8Array.of(2, 3)];
    const bundle = formatEntryBundle(list);
    const wrong = [
      ...Array.from(truncations(bundle), ({ bytes }) => bytes),
      Uint8Array.of(...bundle, 0),
      Uint8Array.of(...bundle, 0, 0),
    ];
    expect(new Set(wrong.map((bytes) => codeOf(() => parseEntryBundle(bytes, 3))))).toEqual(
      new Set(["bad-tile"]),
    );
    expect(codeOf(() => parseEntryBundle(bundle, 2))).toBe("bad-tile");
    expect(codeOf(() => parseEntryBundle(bundle, 4))).toBe("bad-tile");
  });

  test("the longest entry fits, and one byte more does not", () => {
    const longest = new Uint8Array(65_535).fill(9);
    expect(parseEntryBundle(formatEntryBundle([longest]), 1)).toEqual([longest]);
    expect(() => formatEntryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });

  test("a tile has exactly its hashes", () => {
    const hashes = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
    const tile = formatHashTile(hashes);
    expect(parseHashTile(tile, 3)).toEqual(hashes);
    expect(codeOf(() => parseHashTile(tile, 2))).toBe("bad-tile");
    expect(codeOf(() => parseHashTile(tile.subarray(1), 3))).toBe("bad-tile");
    expect(() => parseHashTile(tile, 257)).toThrow(RangeError);
  });
});
