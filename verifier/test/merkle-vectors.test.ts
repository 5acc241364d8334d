import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  RightEdge,
  nodesOf,
  proveConsistency,
  proveInclusion,
  rootOf,
  treeHash,
  verifyConsistency,
  verifyInclusion,
} from "../src/index.ts";
import { codeOf } from "./support/code.ts";
import { describeWithData, sharedData } from "./support/shared-data.ts";

const hash = treeHash();

function rows(file: string): string[][] {
  const text = readFileSync(new URL(`../../vectors/merkle/${file}`, import.meta.url), "utf8");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => line.split("\t"));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

describe("the vectors of the tree", () => {
  const entries = rows("entries.tsv").map(([, entry = ""]) => Buffer.from(entry, "hex"));
  const leaves = entries.map((entry) => hash.leaf(entry));
  const node = nodesOf(leaves, hash);

  test.each(rows("entries.tsv"))("entry %s (%s) hashes to its leaf", (_, entry = "", leaf = "") => {
    expect(Buffer.from(hash.leaf(Buffer.from(entry, "hex"))).toString("hex")).toBe(leaf);
  });

  test.each(rows("roots.tsv"))(
    "the tree of the first %s entries has its root",
    (size = "", root = "") => {
      const some = leaves.slice(0, Number(size));
      const edge = new RightEdge(hash);
      for (const leaf of some) edge.append(leaf);
      expect(Buffer.from(rootOf(some, hash)).toString("hex")).toBe(root);
      expect(Buffer.from(edge.root()).toString("hex")).toBe(root);
    },
  );

  test.each(rows("inclusion.tsv"))(
    "entry %s of %s has its proof",
    (index = "", size = "", proof = "") => {
      const proved = proveInclusion(Number(index), Number(size), node, hash);
      expect(proved.map(base64).join(" ")).toBe(proof);
    },
  );

  test.each(rows("consistency.tsv"))(
    "%s to %s has its proof",
    (older = "", newer = "", proof = "") => {
      const proved = proveConsistency(Number(older), Number(newer), node, hash);
      expect(proved.map(base64).join(" ")).toBe(proof);
    },
  );
});

interface InclusionCase {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

interface ConsistencyCase {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

describeWithData("the cases of transparency-dev/merkle", () => {
  function cases<T>(kind: string): [string, T][] {
    const files = readdirSync(sharedData("merkle", kind), { recursive: true, encoding: "utf8" });
    return files
      .filter((file) => file.endsWith(".json"))
      .map((file) => [file, JSON.parse(readFileSync(sharedData("merkle", kind, file), "utf8"))]);
  }

  function bytes(text: string): Uint8Array {
    return new Uint8Array(Buffer.from(text, "base64"));
  }

  const inclusion = cases<InclusionCase>("inclusion");
  const consistency = cases<ConsistencyCase>("consistency");

  test("there are 143 of them", () => {
    expect(inclusion.length + consistency.length).toBe(143);
  });

  test.each(inclusion)("inclusion/%s", (_, item) => {
    const claim = {
      index: item.leafIdx,
      size: item.treeSize,
      leaf: bytes(item.leafHash),
      root: bytes(item.root),
      proof: (item.proof ?? []).map(bytes),
    };
    expect(codeOf(() => verifyInclusion(claim, hash)) !== "believed").toBe(item.wantErr);
  });

  test.each(consistency)("consistency/%s", (_, item) => {
    const older = { size: item.size1, root: bytes(item.root1) };
    const newer = { size: item.size2, root: bytes(item.root2) };
    const proof = (item.proof ?? []).map(bytes);
    expect(codeOf(() => verifyConsistency(older, newer, proof, hash)) !== "believed").toBe(
      item.wantErr,
    );
  });
});
