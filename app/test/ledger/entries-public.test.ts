import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { formatCheckpoint, formatSignature, parseCheckpoint, parseNote } from "caveat-verifier";
import type { StoredCheckpoint } from "../../src/ledger/log/ports.ts";
import { makePublic } from "../../src/ledger/tiles/make-public.ts";
import { TileDirectory } from "../../src/ledger/tiles/tile-directory.ts";
import { writeTiles } from "../../src/ledger/tiles/write-tiles.ts";
import { TREE } from "../../src/ledger/tree.ts";
import { LOG, entry, numbers } from "./support/entries.ts";
import { folder } from "./support/folder.ts";

function checkpointOf(size: number): StoredCheckpoint {
  const text = formatCheckpoint({ origin: LOG, size, root: TREE.empty() });
  const signature = { name: LOG, keyId: "00000000", signature: new Uint8Array(64) };
  return { size, note: new Uint8Array(Buffer.from(`${text}\n${formatSignature(signature)}`)) };
}

async function publicSize(tiles: TileDirectory): Promise<number> {
  const note = await tiles.checkpoint();
  return note === undefined ? 0 : parseCheckpoint(parseNote(note).text).size;
}

test("the public checkpoint never goes back, however slow the one that publishes an older one", async () => {
  const tiles = await TileDirectory.open(await folder());
  const sizes = [100, 300, 600];
  for (const size of sizes) {
    await writeTiles(tiles, 0, size, async (from, to) =>
      numbers(to - from, from).map((number) => {
        const { bytes } = entry(number);
        return { bytes, leaf: TREE.leaf(bytes) };
      }),
    );
  }
  await makePublic(tiles, checkpointOf(100));
  let newer: Promise<void> | undefined;
  let seen = 0;
  // It has looked at what is public; before it writes, another has the time to publish more.
  await makePublic(tiles, checkpointOf(300), async (name) => {
    if (name !== "partial tiles removed" || newer !== undefined) return;
    newer = makePublic(tiles, checkpointOf(600));
    await Promise.race([newer, pause(300)]);
    seen = await publicSize(tiles);
  });
  const after = await publicSize(tiles);
  await newer;
  expect(newer).toBeDefined();
  expect(after).toBeGreaterThanOrEqual(seen);
  expect(await publicSize(tiles)).toBe(600);
});
