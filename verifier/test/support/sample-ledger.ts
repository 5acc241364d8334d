import { createHash } from "node:crypto";
import {
  COSIGNATURE,
  ExportWriter,
  RightEdge,
  commit,
  formatEntry,
  parsePolicy,
  treeHash,
} from "../../src/index.ts";
import type { Disclosure, Entry, FieldLine, JsonObject, Opening } from "../../src/index.ts";
import { signedCheckpoint, signerOf } from "./sign.ts";
import type { Signer } from "./sign.ts";

export const ORIGIN = "service.example/ledger";
export const LOG: Signer = signerOf(ORIGIN);
export const WITNESS: Signer = signerOf("oversight.example/w1", COSIGNATURE);

/** The log, and the witness as quorum. */
export const POLICY = policyOf(`log ${LOG.vkey}\nwitness w1 ${WITNESS.vkey}\nquorum w1\n`);

export function policyOf(text: string): ReturnType<typeof parsePolicy> {
  return parsePolicy(new TextEncoder().encode(text));
}

/** SHA-256 of node, as callers on node hand it in. */
export function nodeHash(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}

export const TREE = treeHash(nodeHash);

/** An entry as a test states it: what varies, and the values to seal. */
export interface Draft {
  readonly kind: string;
  readonly body: JsonObject;
  readonly seal?: Readonly<Record<string, string>>;
}

/** The entry of a draft at an index; everything in it follows from the two. */
export function entryOf({ kind, body, seal = {} }: Draft, index: number): Entry {
  const sealed = Object.fromEntries(
    Object.entries(seal).map(([field, value]) => [field, commit(openingOf(index, field, value))]),
  );
  const id = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
  const at = new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString();
  return { v: 1, id, kind, at, body, sealed };
}

function openingOf(index: number, field: string, value: string): Opening {
  const nonce = nodeHash(new TextEncoder().encode(`nonce ${index} ${field}`));
  return { nonce, value: new TextEncoder().encode(value) };
}

/** How a sample is exported. */
export interface Sample {
  readonly drafts: readonly Draft[];
  /** Sizes with a checkpoint; the number of drafts is added. */
  readonly checkpoints?: readonly number[];
  readonly sealed?: Disclosure;
  readonly signers?: readonly Signer[];
  readonly origin?: string;
}

/** The pieces of an export, in order, and the root and entries of its tree. */
export interface Exported {
  readonly bytes: Uint8Array;
  readonly entries: readonly Uint8Array[];
  readonly leaves: readonly Uint8Array[];
  readonly roots: readonly Uint8Array[];
}

/** Exports a ledger of these drafts, signed by log and witness. */
export function exported(sample: Sample): Exported {
  const { drafts, checkpoints = [], sealed = "open", signers = [LOG, WITNESS] } = sample;
  const { origin = ORIGIN } = sample;
  const writer = new ExportWriter(nodeHash);
  const edge = new RightEdge(TREE);
  const pieces = [writer.head({ origin, size: drafts.length, sealed })];
  const entries: Uint8Array[] = [];
  const leaves: Uint8Array[] = [];
  const roots = [edge.root()];
  const close = (size: number): void => {
    if (size !== drafts.length && !checkpoints.includes(size)) return;
    const checkpoint = { origin, size, root: edge.root() };
    pieces.push(writer.checkpoint(signedCheckpoint(checkpoint, ...signers)));
  };
  drafts.forEach((draft, index) => {
    if (index > 0) close(index);
    const entry = formatEntry(entryOf(draft, index));
    pieces.push(writer.entry(entry, fieldLines(drafts, index, sealed)));
    entries.push(entry);
    leaves.push(TREE.leaf(entry));
    edge.append(TREE.leaf(entry));
    roots.push(edge.root());
  });
  close(drafts.length);
  pieces.push(writer.end());
  return { bytes: new Uint8Array(Buffer.concat(pieces)), entries, leaves, roots };
}

function fieldLines(drafts: readonly Draft[], index: number, sealed: Disclosure): FieldLine[] {
  const fields = Object.entries(drafts[index]?.seal ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return fields.map(([field, value]) => {
    const by = drafts.findIndex((draft) => erases(draft, index, field));
    if (by >= 0) return { field, state: { kind: "erased", by } };
    if (sealed === "kept") return { field, state: { kind: "kept" } };
    return { field, state: { kind: "open", opening: openingOf(index, field, value) } };
  });
}

function erases({ kind, body }: Draft, entry: number, field: string): boolean {
  if (kind !== "erasure" || !Array.isArray(body["erased"])) return false;
  return body["erased"].some((item) => item.entry === entry && item.field === field);
}

/** Twelve entries with verdicts, releases, sealed values, and two erasures. */
export const DRAFTS: readonly Draft[] = [
  { kind: "verdict", body: { outcome: "hold", partner: "alder" }, seal: { reason: "née Ω" } },
  { kind: "measure", body: { measure: "approve:head" }, seal: { by: "officer 1", text: "" } },
  { kind: "release", body: { bytes: "3q2+7w==", partner: "alder" } },
  { kind: "verdict", body: { outcome: "refer", partner: "birch" }, seal: { reason: "person A" } },
  { kind: "verdict", body: { outcome: "withhold", rules: ["NL-13b", "NL-14"] } },
  { kind: "erasure", body: { basis: "court order", erased: [{ entry: 0, field: "reason" }] } },
  { kind: "reads", body: { count: 42 } },
  {
    kind: "measure",
    body: { measure: "assess:risk" },
    seal: { by: "officer 2", text: "person B" },
  },
  { kind: "release", body: { partner: "birch" } },
  {
    kind: "erasure",
    body: {
      erased: [
        { entry: 3, field: "reason" },
        { entry: 7, field: "text" },
      ],
    },
  },
  { kind: "recall", body: { release: 8 }, seal: { notice: "please delete" } },
  { kind: "reads", body: {} },
];
