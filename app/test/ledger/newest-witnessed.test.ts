import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  COSIGNATURE,
  formatCheckpoint,
  formatSignature,
  parsePolicy,
  type Policy,
} from "caveat-verifier";
import { formatKey } from "caveat-verifier";
import { createLog } from "../../src/ledger/log/create-log.ts";
import type { LedgerStore } from "../../src/ledger/log/ports.ts";
import { createKey, signText, type SigningKey } from "../../src/ledger/signer/key.ts";
import { newestWitnessed } from "../../src/ledger/witness/newest-witnessed.ts";
import { fewestWitnesses } from "../../src/ledger/witness/quorum.ts";
import { SqlLedgerStore, registerLog } from "../../src/store/log/ledger-store.ts";
import { useTestStore } from "../store/support/test-store.ts";
import { folder } from "./support/folder.ts";
import { leavesOf } from "./support/history.ts";
import { MemoryStore } from "./support/memory-store.ts";

const opened = useTestStore();

async function memory(): Promise<{ store: LedgerStore; log: string }> {
  const log = `example.org/${randomUUID()}`;
  const store = new MemoryStore();
  await createLog(store, log);
  return { store, log };
}

async function postgres(): Promise<{ store: LedgerStore; log: string }> {
  const log = `example.org/${randomUUID()}`;
  await registerLog(opened().store.as("app"), randomUUID(), log, undefined);
  const now = () => new Date().toISOString();
  const store = new SqlLedgerStore(opened().store.as("sequencer"), now, randomUUID);
  await createLog(store, log);
  return { store, log };
}

async function keys(count: number): Promise<readonly SigningKey[]> {
  const path = await folder();
  const made = Array.from({ length: count }, (_, at) =>
    createKey(`${path}/${at}`, `oversight.example/w${at}`, COSIGNATURE, randomBytes),
  );
  return Promise.all(made);
}

function policyOf(witnesses: readonly SigningKey[], lines: readonly string[]): Policy {
  const named = witnesses.map(({ verifier }, at) => `witness w${at} ${formatKey(verifier)}`);
  return parsePolicy(Buffer.from([...named, ...lines].map((line) => `${line}\n`).join("")));
}

/** Stores a checkpoint of a size, with the lines of these witnesses over it or over another text. */
async function put(
  { store, log }: { store: LedgerStore; log: string },
  size: number,
  by: readonly SigningKey[],
  over?: string,
): Promise<void> {
  const [root = new Uint8Array()] = leavesOf("root", 1);
  const text = formatCheckpoint({ origin: log, size, root });
  const signature = { name: log, keyId: "00000000", signature: new Uint8Array(64) };
  const note = new Uint8Array(Buffer.from(`${text}\n${formatSignature(signature)}`));
  await store.transact(async (tables) => {
    await tables.putCheckpoint(log, { size, note });
    for (const key of by) {
      const line = formatSignature(signText(key, over ?? text, 1_800_000_000));
      const { name, id } = key.verifier;
      await tables.putCosignature(log, size, `${name}+${id}`, line);
    }
  });
}

describe.each([
  ["in memory", memory],
  ["in PostgreSQL", postgres],
])("the newest checkpoint that meets a quorum, %s", (_, make) => {
  test("is found below any number that do not", async () => {
    const place = await make();
    const [a, b, c, stranger] = await keys(4);
    if (!a || !b || !c || !stranger) throw new Error("there are four");
    const policy = policyOf([a, b, c], ["group g 2 w1 w2", "group all 2 w0 g", "quorum all"]);
    expect(fewestWitnesses(policy)).toBe(3);
    const newest = () =>
      place.store.transact((tables) => newestWitnessed(tables, place.log, policy));
    expect(await newest()).toBeUndefined();
    await put(place, 1, []);
    expect(await newest()).toBeUndefined();
    await put(place, 2, [a, b, c]);
    await put(place, 3, [a, b]);
    // Enough lines, and one of them of nobody that counts, or over another text.
    await put(place, 4, [a, b, stranger]);
    await put(place, 5, [a, b, c], "another text\n");
    await put(place, 6, []);
    expect((await newest())?.size).toBe(2);
    await put(place, 7, [c, b, a, stranger]);
    await put(place, 8, [stranger]);
    expect((await newest())?.size).toBe(7);
    const cosigned = (least: number, below: number) =>
      place.store.transact((tables) => tables.newestCosigned(place.log, least, below));
    expect((await cosigned(2, 9))?.size).toBe(7);
    expect((await cosigned(3, 5))?.size).toBe(4);
    expect((await cosigned(3, 4))?.size).toBe(2);
    expect(await cosigned(5, 9)).toBeUndefined();
  });

  test("is the newest of all where the quorum is none", async () => {
    const place = await make();
    const policy = policyOf([], ["quorum none"]);
    await put(place, 1, []);
    await put(place, 2, []);
    const newest = await place.store.transact((tables) =>
      newestWitnessed(tables, place.log, policy),
    );
    expect(newest?.size).toBe(2);
  });

  test("is not changed by a second line of the same witness", async () => {
    const place = await make();
    const [a] = await keys(1);
    if (!a) throw new Error("there is one");
    await put(place, 1, [a]);
    const read = () => place.store.transact((tables) => tables.newestCosigned(place.log, 1, 2));
    const before = await read();
    await put(place, 1, [a], "another text\n");
    expect(await read()).toEqual(before);
    expect(await place.store.transact((tables) => tables.newestCosigned(place.log, 1, 1))).toBe(
      undefined,
    );
  });
});
