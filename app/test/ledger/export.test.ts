import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ED25519, formatKey, parsePolicy, verifyLedger, type LedgerVerdict } from "caveat-verifier";
import { nextCheckpoint } from "../../src/ledger/export/checkpoints.ts";
import { exportLog } from "../../src/ledger/export/export-log.ts";
import { append } from "../../src/ledger/log/append.ts";
import { createLog } from "../../src/ledger/log/create-log.ts";
import { sequenceAll } from "../../src/ledger/log/sequence.ts";
import { eraseSubject } from "../../src/ledger/seal/erase.ts";
import { KeyDirectory } from "../../src/ledger/seal/key-directory.ts";
import { openField } from "../../src/ledger/seal/open-field.ts";
import { sealEntry } from "../../src/ledger/seal/seal-entry.ts";
import { createKey, type SigningKey } from "../../src/ledger/signer/key.ts";
import { LOG, entry, numbers, uuid } from "./support/entries.ts";
import { folder } from "./support/folder.ts";
import { policyText } from "./support/history.ts";
import { memorySource } from "./support/memory-export.ts";
import { SealedStore } from "./support/memory-sealed.ts";
import { checkpointOver, signNote } from "./support/sign-note.ts";

const AT = "2026-01-01T00:00:00.000Z";
/** Whom every sealed value is about unless a test says otherwise. */
const PERSON = uuid(70_000);
const OTHER = uuid(70_001);

interface Setting {
  readonly store: SealedStore;
  readonly keys: KeyDirectory;
  readonly path: string;
  readonly key: SigningKey;
}

async function setting(): Promise<Setting> {
  const path = await folder();
  const store = new SealedStore();
  await createLog(store, LOG);
  const keys = await KeyDirectory.open(join(path, "keys"));
  return { path, store, keys, key: await createKey(join(path, "key"), LOG, ED25519, randomBytes) };
}

/** Adds an entry with sealed fields. */
async function addSealed(
  { store, keys }: Setting,
  number: number,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const personal = Object.fromEntries(
    Object.entries(fields).map(([field, subject]) => [field, { subject, value: `${field} Ω` }]),
  );
  const draft = { id: uuid(number), kind: "verdict", at: AT, body: { number }, personal };
  const one = await sealEntry(draft, keys, randomBytes);
  store.put(one.sealed);
  await store.transact((tables) => append(tables, LOG, one));
  await sequenceAll(store, LOG);
}

/** Adds entries without sealed fields up to a count. */
async function grow({ store }: Setting, to: number): Promise<void> {
  const { size } = store.log(LOG).head;
  await store.transact(async (tables) => {
    for (const number of numbers(to - size, size)) await append(tables, LOG, entry(number));
  });
  await sequenceAll(store, LOG);
}

/** Has the log as it is signed, with a key. */
async function sign({ store, key }: Setting, by = key): Promise<void> {
  const { entries } = store.log(LOG);
  const checkpoint = checkpointOver(
    LOG,
    entries.map(({ bytes }) => bytes),
  );
  const note = signNote(by, checkpoint);
  await store.transact((tables) => tables.putCheckpoint(LOG, { size: checkpoint.size, note }));
}

async function exportOf({ store, keys, key }: Setting, isOpen = false): Promise<Uint8Array> {
  const last = await store.transact((tables) => tables.newestCheckpoint(LOG));
  if (last === undefined) throw new Error("the log is not signed");
  const { name, id } = key.verifier;
  const options = { origin: LOG, last, keys: new Set([`${name}+${id}`]) };
  const open = (sealed: Parameters<typeof openField>[0]) => openField(sealed, keys);
  const chunks: Uint8Array[] = [];
  const pieces = exportLog(memorySource(store), isOpen ? { ...options, open } : options);
  for await (const chunk of pieces) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

function verdictOn(bytes: Uint8Array, { key }: Setting): Promise<LedgerVerdict> {
  return verifyLedger(bytes, {
    policy: parsePolicy(policyText(formatKey(key.verifier))),
    origin: LOG,
  });
}

/** An export with the rights of whoever asked for it. */
function erase({ store, keys }: Setting, subject: string, number: number) {
  const request = { id: uuid(number), at: AT, subject, basis: "court-order", by: "officer-7" };
  let made = number;
  const newId = () => uuid((made += 1));
  return eraseSubject(request, { keys, store, log: LOG, newId, now: () => AT });
}

describe("an export", () => {
  test.each([1, 2, 499, 500, 501, 1001])("of %i entries is good", async (size) => {
    const all = await setting();
    await addSealed(all, 9_000, { reason: PERSON });
    await grow(all, size);
    await sign(all);
    const checkpoint = { size };
    expect(await verdictOn(await exportOf(all), all)).toMatchObject({
      answer: "good",
      sealed: "kept",
      checkpoint,
    });
    expect(await verdictOn(await exportOf(all, true), all)).toMatchObject({
      answer: "good",
      sealed: "open",
      opened: 1,
      checkpoint,
    });
  });

  test("has about 64 checkpoints", async () => {
    const all = await setting();
    for (const size of numbers(200, 1)) {
      await grow(all, size);
      await sign(all);
    }
    expect(await verdictOn(await exportOf(all), all)).toMatchObject({ checkpoints: 50 });
  });

  test("of a long ledger has a checkpoint every few thousand entries", async () => {
    const { key } = await setting();
    const { name, id } = key.verifier;
    const note = signNote(key, checkpointOver(LOG, []));
    const last = { size: 1_000_000, note };
    const source = {
      ...memorySource(new SealedStore()),
      checkpointIn: (above: number, upTo: number) => {
        const size = Math.floor(upTo / 1000) * 1000;
        return Promise.resolve(size > above && size < 900_000 ? { size, note } : undefined);
      },
    };
    const sizes = [0];
    while (sizes.at(-1) !== last.size) {
      const { size } = await nextCheckpoint(
        source,
        sizes.at(-1) ?? 0,
        last,
        new Set([`${name}+${id}`]),
      );
      sizes.push(size);
    }
    expect(sizes).toEqual([...numbers(225).map((number) => number * 4000), 1_000_000]);
  });

  test("leaves out checkpoints that only a retired key signed", async () => {
    const all = await setting();
    const retired = await createKey(join(all.path, "retired"), LOG, ED25519, randomBytes);
    for (const size of [2, 4, 6, 8]) {
      await grow(all, size);
      await sign(all, size < 6 ? retired : all.key);
    }
    const bytes = await exportOf(all);
    expect(await verdictOn(bytes, all)).toMatchObject({ answer: "good", checkpoints: 2 });
  });

  test("names the first entry that erased a value, and shows the others", async () => {
    const all = await setting();
    await addSealed(all, 9_000, { reason: PERSON, "a-name": OTHER });
    await grow(all, 600);
    await addSealed(all, 9_001, { notice: PERSON });
    await erase(all, PERSON, 9_100);
    // A second erasure of the same field changes nothing.
    const again = { erased: [{ entry: 0, field: "reason" }] };
    await all.store.transact((tables) => append(tables, LOG, entry(9_200, again)));
    await sequenceAll(all.store, LOG);
    await sign(all);
    const erased = [
      { entry: 0, field: "reason", by: 601 },
      { entry: 600, field: "notice", by: 601 },
    ];
    for (const isOpen of [false, true]) {
      const bytes = await exportOf(all, isOpen);
      const opened = isOpen ? 1 : 0;
      expect(await verdictOn(bytes, all)).toMatchObject({ answer: "erased", erased, opened });
    }
    const lines = Buffer.from(await exportOf(all))
      .toString()
      .split("\n");
    const fields = lines.filter((line) => /^(?:kept|erased|open) /.test(line));
    expect(fields).toEqual(["kept a-name", "erased reason 601", "erased notice 601"]);
  });

  test("shows nothing of a sealed value unless it is asked for", async () => {
    const all = await setting();
    await addSealed(all, 9_000, { reason: PERSON });
    await sign(all);
    const base64 = Buffer.from("reason Ω").toString("base64");
    expect(Buffer.from(await exportOf(all)).includes(base64)).toBe(false);
    expect(Buffer.from(await exportOf(all, true)).includes(base64)).toBe(true);
  });
});

describe("an export is refused", () => {
  test.each([
    [[3], 3],
    [[9], 9],
    [[3, 4, 5], 3],
  ])("where the entries %j are missing, which is said", async (missing, first) => {
    const all = await setting();
    await grow(all, 10);
    await sign(all);
    const { entries } = all.store.log(LOG);
    for (const index of missing.toReversed()) entries.splice(index, 1);
    await expect(exportOf(all)).rejects.toMatchObject({
      code: "broken-log",
      place: `entry ${first}`,
    });
  });

  test("where a sealed value is to be shown that is missing without an erasure, or whose key is", async () => {
    const all = await setting();
    await addSealed(all, 9_000, { reason: PERSON });
    await sign(all);
    const { sealed } = all.store;
    all.store.sealed = [];
    await expect(exportOf(all, true)).rejects.toMatchObject({
      code: "broken-log",
      place: "field reason of entry 0",
    });
    all.store.sealed = sealed;
    await rm(join(all.path, "keys", `${PERSON}.key`));
    await expect(exportOf(all, true)).rejects.toMatchObject({ code: "no-key" });
  });

  test("where a value was erased after the state that it ends with", async () => {
    const all = await setting();
    await addSealed(all, 9_000, { reason: PERSON });
    await sign(all);
    await all.keys.announce(PERSON, new Uint8Array([1]));
    await expect(exportOf(all, true)).rejects.toMatchObject({ code: "erased" });
    const kept = await verdictOn(await exportOf(all), all);
    expect(kept).toMatchObject({ answer: "good", checkpoint: { size: 1 } });
  });
});

describe("an export of what somebody changed", () => {
  test.each<[string, (index: number) => Uint8Array]>([
    ["another entry", (index) => entry(index + 500).bytes],
    ["bytes that are no entry", () => new Uint8Array([1, 2, 3])],
    ["an erasure of nothing", (index) => entry(index, { erased: 1 }).bytes],
  ])("into %s is written all the same, and bad", async (_, forged) => {
    const all = await setting();
    for (const size of [4, 5, 9]) {
      await grow(all, size);
      await sign(all);
    }
    const { entries } = all.store.log(LOG);
    const [old] = entries.slice(4, 5);
    const bytes = forged(4);
    if (old !== undefined) entries[4] = { ...old, bytes };
    const verdict = await verdictOn(await exportOf(all), all);
    expect(verdict).toMatchObject({ answer: "bad", index: 4 });
  });
});
