import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  RightEdge,
  nodesOf,
  proveConsistency,
  proveInclusion,
  requiredNodes,
  rootOf,
  treeHash,
  verifyConsistency,
  verifyInclusion,
} from "../src/index.ts";
import type { NodeReader } from "../src/index.ts";
import { codeOf } from "./support/code.ts";

const hash = treeHash();
const LEAVES = Array.from({ length: 130 }, (_, at) => hash.leaf(Uint8Array.of(at)));
const NODE = nodesOf(LEAVES, hash);
const ROOTS = Array.from({ length: 131 }, (_, size) => rootOf(LEAVES.slice(0, size), hash));

function root(size: number): Uint8Array {
  return ROOTS[size] ?? new Uint8Array(0);
}

function leafAt(index: number): Uint8Array {
  return LEAVES[index] ?? new Uint8Array(0);
}

function inclusionOf(index: number, size: number, proof: readonly Uint8Array[]): string {
  const claim = { index, size, leaf: leafAt(index), root: root(size), proof };
  return codeOf(() => verifyInclusion(claim, hash));
}

function consistencyOf(older: number, newer: number, proof: readonly Uint8Array[]): string {
  const [from, to] = [older, newer].map((size) => ({ size, root: root(size) }));
  if (from === undefined || to === undefined) return "no sizes";
  return codeOf(() => verifyConsistency(from, to, proof, hash));
}

describe("every proof up to 130 leaves", () => {
  test("all 8,515 inclusion proofs hold", () => {
    const answers = LEAVES.flatMap((_, at) =>
      Array.from({ length: at + 1 }, (__, index) =>
        inclusionOf(index, at + 1, proveInclusion(index, at + 1, NODE, hash)),
      ),
    );
    expect(answers.length).toBe(8515);
    expect(new Set(answers)).toEqual(new Set(["believed"]));
  });

  test("all 8,515 consistency proofs hold", () => {
    const answers = LEAVES.flatMap((_, at) =>
      Array.from({ length: at + 1 }, (__, before) =>
        consistencyOf(before + 1, at + 1, proveConsistency(before + 1, at + 1, NODE, hash)),
      ),
    );
    expect(answers.length).toBe(8515);
    expect(new Set(answers)).toEqual(new Set(["believed"]));
  });

  test("the right edge has the root of every size, also when it goes on from a stored edge", () => {
    const edge = new RightEdge(hash);
    for (const [at, leaf] of LEAVES.entries()) {
      edge.append(leaf);
      const resumed = new RightEdge(hash, edge.size, edge.hashes());
      expect(resumed.root()).toEqual(root(at + 1));
    }
  });

  test("the right edge announces each complete subtree once, with the hash a whole tree gives it", () => {
    const heard = new Map<string, Uint8Array>();
    const edge = new RightEdge(hash);
    for (const leaf of LEAVES) {
      edge.append(leaf, (level, index, node) => {
        expect(heard.has(`${level}/${index}`)).toBe(false);
        heard.set(`${level}/${index}`, node);
      });
    }
    const expected = Array.from({ length: 8 }, (_, level) => Math.floor(130 / 2 ** level));
    expect(heard.size).toBe(expected.reduce((sum, count) => sum + count, 0));
    for (const [name, node] of heard) {
      const [level = 0, index = 0] = name.split("/").map(Number);
      expect(node).toEqual(NODE(level, index));
    }
  });

  test("a proof needs complete subtrees only, and those it names are enough", () => {
    const ids = requiredNodes((node) => proveInclusion(77, 130, node, hash));
    const fetched = new Map(
      ids.map(({ level, index }) => [`${level}/${index}`, NODE(level, index)]),
    );
    const stored: NodeReader = (level, index) =>
      fetched.get(`${level}/${index}`) ?? new Uint8Array(0);
    expect(inclusionOf(77, 130, proveInclusion(77, 130, stored, hash))).toBe("believed");
    expect(ids.every(({ level, index }) => (index + 1) * 2 ** level <= 130)).toBe(true);
  });
});

describe("what a proof must not show", () => {
  const pair = fc
    .integer({ min: 2, max: 130 })
    .chain((size) => fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.constant(size)));

  test("no flipped bit, missing, extra or exchanged hash passes in an inclusion proof", () => {
    fc.assert(
      fc.property(pair, fc.nat(), fc.nat(), ([index, size], where, bit) => {
        const proof = proveInclusion(index, size, NODE, hash);
        const at = where % proof.length;
        expect(inclusionOf(index, size, flipped(proof, at, bit))).toBe("wrong-proof");
        expect(inclusionOf(index, size, proof.toSpliced(at, 1))).not.toBe("believed");
        expect(inclusionOf(index, size, [...proof, leafAt(0)])).toBe("bad-proof");
        expect(inclusionOf(index, size, [leafAt(0), ...proof])).not.toBe("believed");
      }),
      { numRuns: 300 },
    );
  });

  test("no flipped bit, missing or extra hash passes in a consistency proof", () => {
    fc.assert(
      fc.property(pair, fc.nat(), fc.nat(), ([before, newer], where, bit) => {
        const older = before + 1;
        fc.pre(older < newer);
        const proof = proveConsistency(older, newer, NODE, hash);
        const at = where % proof.length;
        expect(consistencyOf(older, newer, flipped(proof, at, bit))).toBe("wrong-proof");
        expect(consistencyOf(older, newer, proof.toSpliced(at, 1))).not.toBe("believed");
        expect(consistencyOf(older, newer, [...proof, leafAt(0)])).toBe("bad-proof");
      }),
      { numRuns: 300 },
    );
  });

  test("a proof holds for no other index of the tree, and for no other size with its own root", () => {
    const proof = proveInclusion(5, 11, NODE, hash);
    const others = Array.from({ length: 130 }, (_, at) => at).filter((index) => index !== 5);
    for (const index of others) {
      const claim = { index, size: 11, leaf: leafAt(5), root: root(11), proof };
      expect(
        codeOf(() => verifyInclusion(claim, hash)),
        `${index}`,
      ).not.toBe("believed");
    }
    for (const size of others.filter((other) => other !== 11)) {
      expect(inclusionOf(5, size, proof), `${size}`).not.toBe("believed");
    }
  });

  test("equal sizes need equal roots and no hashes", () => {
    expect(consistencyOf(7, 7, [])).toBe("believed");
    expect(consistencyOf(7, 7, [leafAt(0)])).toBe("bad-proof");
    const other = { size: 7, root: root(8) };
    expect(codeOf(() => verifyConsistency({ size: 7, root: root(7) }, other, [], hash))).toBe(
      "wrong-proof",
    );
  });

  test("from an empty tree nothing is shown, and two empty trees have the empty root", () => {
    expect(consistencyOf(0, 0, [])).toBe("believed");
    expect(consistencyOf(0, 5, [])).toBe("bad-proof");
    const odd = { size: 0, root: root(1) };
    expect(codeOf(() => verifyConsistency(odd, odd, [], hash))).toBe("wrong-proof");
  });

  test.each([
    [-1, 5],
    [0.5, 5],
    [5, 5],
    [Number.NaN, 5],
    [0, Number.NaN],
    [0, 2 ** 53],
    [2 ** 53 - 1, 2 ** 53],
    [0, Number.POSITIVE_INFINITY],
  ])("index %s of size %s is refused", (index, size) => {
    const claim = { index, size, leaf: leafAt(0), root: root(5), proof: [] };
    expect(codeOf(() => verifyInclusion(claim, hash))).toBe("bad-proof");
    expect(() => proveInclusion(index, size, NODE, hash)).toThrow(RangeError);
  });

  test("a hash of another length is never combined", () => {
    const short = new Uint8Array(31);
    expect(inclusionOf(0, 2, [short])).toBe("bad-proof");
    const claim = { index: 0, size: 1, leaf: short, root: short, proof: [] };
    expect(codeOf(() => verifyInclusion(claim, hash))).toBe("bad-proof");
    expect(() => hash.node(short, leafAt(0))).toThrow(RangeError);
    const older = { size: 2, root: short };
    const newer = { size: 3, root: root(3) };
    expect(codeOf(() => verifyConsistency(older, newer, [leafAt(2)], hash))).toBe("bad-proof");
  });
});

describe("trees of up to 2^53 - 1 leaves", () => {
  // All leaves alike, so that every subtree of a level has one hash and no tree has to be built.
  const levels = [hash.leaf(Uint8Array.of(0))];
  const node: NodeReader = (level) => {
    const known = levels[level];
    if (known !== undefined) return known;
    const made = hash.node(node(level - 1, 0), node(level - 1, 0));
    levels[level] = made;
    return made;
  };
  const rootAt = (size: number): Uint8Array => {
    const edges: Uint8Array[] = [];
    for (let rest = size, level = 0; rest > 0; rest = Math.floor(rest / 2), level += 1) {
      if (rest % 2 === 1) edges.unshift(node(level, 0));
    }
    return new RightEdge(hash, size, edges).root();
  };
  const size = fc.oneof(
    fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    fc.integer({ min: 1, max: 52 }).map((bits) => 2 ** bits),
    fc.integer({ min: 1, max: 52 }).map((bits) => 2 ** bits + 1),
    fc.integer({ min: 2, max: 53 }).map((bits) => 2 ** bits - 1),
  );

  test("inclusion proofs hold and are as long as RFC 6962 has them", () => {
    fc.assert(
      fc.property(
        size,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (total, part) => {
          const index = Math.floor(total * part);
          const proof = proveInclusion(index, total, node, hash);
          const claim = { index, size: total, leaf: node(0, 0), root: rootAt(total), proof };
          expect(codeOf(() => verifyInclusion(claim, hash))).toBe("believed");
          expect(proof.length).toBeLessThanOrEqual(53);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("consistency proofs hold", () => {
    fc.assert(
      fc.property(size, size, (one, two) => {
        const [older, newer] = [Math.min(one, two), Math.max(one, two)];
        const proof = proveConsistency(older, newer, node, hash);
        const from = { size: older, root: rootAt(older) };
        const to = { size: newer, root: rootAt(newer) };
        expect(codeOf(() => verifyConsistency(from, to, proof, hash))).toBe("believed");
      }),
      { numRuns: 300 },
    );
  });
});

function flipped(proof: readonly Uint8Array[], at: number, bit: number): Uint8Array[] {
  return proof.map((node, place) => {
    if (place !== at) return node;
    const byte = Math.floor(bit / 8) % node.length;
    return node.map((value, where) => (where === byte ? value ^ (1 << (bit % 8)) : value));
  });
}
