import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ED25519,
  formatSignerKey,
  keyringOf,
  nodesOf,
  parseNote,
  proveConsistency,
  proveInclusion,
  rootOf,
  signerKeyOf,
  tilePath,
  verifyNote,
} from "../src/index.ts";

import { buildGo } from "./support/go.ts";
import { LOG, ORIGIN, TREE, WITNESS } from "./support/sample-ledger.ts";
import { signedCheckpoint } from "./support/sign.ts";

interface Answer {
  readonly checkpoints: number;
  readonly cosignatures: number;
  readonly inclusion: number;
  readonly consistency: number;
  readonly tiles: number;
  readonly failures: readonly string[];
  readonly note: string;
  readonly noteKey: string;
}

const SIZE = 130;
const ENTRIES = Array.from({ length: SIZE }, (_, at) => Buffer.from(`entry ${at}`.repeat(at % 7)));
const LEAVES = ENTRIES.map((entry) => TREE.leaf(entry));
const NODE = nodesOf(LEAVES, TREE);

const go = buildGo();
const without =
  "needs go, and golang.org/x/mod as Debian's golang-golang-x-mod-dev or from the proxy";

describe.skipIf(go === undefined)(`Go's tlog and note (${without})`, () => {
  let answer: Answer;
  let key: Awaited<ReturnType<typeof signerKeyOf>>;

  beforeAll(async () => {
    key = await signerKeyOf("go.example/signer", ED25519, new Uint8Array(32).fill(42));
    const input = {
      logKey: LOG.vkey,
      witnessKey: WITNESS.vkey,
      signerKey: formatSignerKey(key),
      entries: ENTRIES.map(base64),
      checkpoints: sizes(1).map((size) => ({ size, note: checkpointOf(size) })),
      inclusion: sizes(1).flatMap((size) =>
        sizes(0, size - 1).map((index) => inclusion(index, size)),
      ),
      consistency: sizes(1).flatMap((newer) =>
        sizes(1, newer).map((older) => consistency(older, newer)),
      ),
      tiles: TILES.map((tile) => ({ ...tile, path: tilePath(tile) })),
    };
    answer = go?.run(input) ?? answer;
  });

  afterAll(() => go?.remove());

  test("find nothing wrong", () => {
    expect(answer.failures).toEqual([]);
  });

  test("open our checkpoints of every size, and our cosignatures on them", () => {
    expect([answer.checkpoints, answer.cosignatures]).toEqual([SIZE, SIZE]);
  });

  test("accept every proof up to 130 entries, and make the same ones", () => {
    expect([answer.inclusion, answer.consistency]).toEqual([8515, 8515]);
  });

  test("call tiles by the same paths", () => {
    expect(answer.tiles).toBe(TILES.length);
  });

  test("sign with our signer keys what we open with our verifier keys", async () => {
    const note = parseNote(new TextEncoder().encode(answer.note));
    const [signature] = await verifyNote(note, keyringOf([key.verifier]));
    expect(signature?.key.name).toBe("go.example/signer");
    expect(answer.noteKey).toBe(`${key.verifier.name}+${key.verifier.id}`);
  });
});

const TILES = [0, 7, 999, 1000, 1_234_067, 2 ** 40].flatMap((index) =>
  [1, 255, 256].flatMap((width) => [0, 1, 5].map((level) => ({ level, index, width }))),
);

function sizes(from: number, to: number = SIZE): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

function checkpointOf(size: number): string {
  const root = rootOf(LEAVES.slice(0, size), TREE);
  return Buffer.from(signedCheckpoint({ origin: ORIGIN, size, root }, LOG, WITNESS)).toString();
}

function inclusion(index: number, size: number): unknown {
  return { index, size, proof: proveInclusion(index, size, NODE, TREE).map(base64) };
}

function consistency(older: number, newer: number): unknown {
  return { older, newer, proof: proveConsistency(older, newer, NODE, TREE).map(base64) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
