import { expect } from "vitest";
import { rootOf } from "caveat-verifier";
import { TREE } from "../../../src/ledger/tree.ts";
import { LOG } from "./entries.ts";
import type { MemoryStore } from "./memory-store.ts";

/**
 * After every case: indexes without gap, ids once, leaves and root as they follow from the bytes, and
 * every id of `acknowledged` logged or waiting (a repeat may wait until the next step drops it).
 */
export function expectWholeLog(store: MemoryStore, acknowledged: Iterable<string> = []): void {
  const { head, entries, pending } = store.log(LOG);
  expect(entries.map(({ index }) => index)).toEqual(entries.map((_, at) => at));
  expect(head.size).toBe(entries.length);
  const leaves = entries.map(({ bytes }) => TREE.leaf(bytes));
  expect(entries.map(({ leaf }) => leaf)).toEqual(leaves);
  expect(head.root).toEqual(rootOf(leaves, TREE));
  const logged = entries.map(({ id }) => id);
  expect(new Set(logged).size).toBe(logged.length);
  const ids = [...logged, ...pending.keys()];
  expect([...acknowledged].filter((id) => !ids.includes(id))).toEqual([]);
}
