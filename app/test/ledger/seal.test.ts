import { randomBytes } from "node:crypto";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commit, parseEntry } from "caveat-verifier";
import { append } from "../../src/ledger/log/append.ts";
import { createLog } from "../../src/ledger/log/create-log.ts";
import { sequenceAll } from "../../src/ledger/log/sequence.ts";
import { commitTo, openValue, sealValue } from "../../src/ledger/seal/box.ts";
import type { Eraser } from "../../src/ledger/seal/enter-erasure.ts";
import { eraseSubject, resumeErasures } from "../../src/ledger/seal/erase.ts";
import { KeyDirectory } from "../../src/ledger/seal/key-directory.ts";
import { openField } from "../../src/ledger/seal/open-field.ts";
import { sealEntry, type EntryDraft } from "../../src/ledger/seal/seal-entry.ts";
import { LOG, numbers, uuid } from "./support/entries.ts";
import { folder } from "./support/folder.ts";
import { SealedStore } from "./support/memory-sealed.ts";
import { Crash } from "./support/memory-store.ts";

const PERSON = uuid(77);
const AT = "2026-01-01T00:00:00.000Z";

function draft(number: number, value: string, subject = PERSON) {
  const personal = { reason: { subject, value } };
  return { id: uuid(number), kind: "verdict", at: AT, body: { outcome: "hold" }, personal };
}

async function keyDirectory(): Promise<{ path: string; keys: KeyDirectory }> {
  const path = join(await folder(), "keys");
  return { path, keys: await KeyDirectory.open(path) };
}

describe("a sealed value", () => {
  test("opens under its key to what was sealed, and no one bit of it may differ", () => {
    const key = { subject: PERSON, bytes: new Uint8Array(randomBytes(32)) };
    const place = { entry: uuid(1), field: "reason" };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(), (value, at) => {
        const sealed = sealValue(key, place, commitTo(value, randomBytes), randomBytes);
        const opening = openValue(key, sealed);
        expect(opening.value).toEqual(value);
        expect(commit(opening)).toBe(sealed.commitment);
        const box = sealed.box.slice();
        const bit = at % (box.length * 8);
        box[bit >> 3] = (box[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => openValue(key, { ...sealed, box })).toThrow("does not open");
      }),
      { numRuns: 60 },
    );
  });

  test("does not open at another place, against another commitment, cut short or under another key", () => {
    const key = { subject: PERSON, bytes: new Uint8Array(randomBytes(32)) };
    const place = { entry: uuid(1), field: "reason" };
    const sealed = sealValue(key, place, commitTo(new Uint8Array([1]), randomBytes), randomBytes);
    const other = sealValue(key, place, commitTo(new Uint8Array([1]), randomBytes), randomBytes);
    expect(other.commitment).not.toBe(sealed.commitment);
    const wrong = [
      { ...sealed, field: "notice" },
      { ...sealed, entry: uuid(2) },
      { ...sealed, commitment: other.commitment },
      { ...sealed, box: new Uint8Array(0) },
      { ...sealed, box: sealed.box.subarray(0, 30) },
    ];
    for (const one of wrong) expect(() => openValue(key, one)).toThrow("does not open");
    const stranger = { subject: PERSON, bytes: new Uint8Array(32) };
    expect(() => openValue(stranger, sealed)).toThrow("does not open");
  });
});

describe("an entry with personal values", () => {
  test("holds commitments and neither value nor subject", async () => {
    const { keys } = await keyDirectory();
    const { bytes, sealed } = await sealEntry(draft(1, "née Ω"), keys, randomBytes);
    const entry = parseEntry(bytes);
    expect(entry.sealed).toEqual({ reason: sealed[0]?.commitment });
    expect(Buffer.from(bytes).includes("née Ω")).toBe(false);
    expect(Buffer.from(bytes).includes(PERSON)).toBe(false);
    const opened = await Promise.all(sealed.map((one) => openField(one, keys)));
    expect(opened).toMatchObject([
      { kind: "open", opening: { value: new Uint8Array(Buffer.from("née Ω")) } },
    ]);
  });

  test("that is no entry makes no key", async () => {
    const { path, keys } = await keyDirectory();
    const bad = { ...draft(1, "x"), kind: "No Kind" };
    await expect(sealEntry(bad, keys, randomBytes)).rejects.toMatchObject({ code: "bad-entry" });
    expect(await readdir(path)).toEqual(["erasures"]);
  });
});

describe("the key directory", () => {
  test("is closed to other accounts, and makes one key per subject however many ask at once", async () => {
    const { path, keys } = await keyDirectory();
    const made = await Promise.all([1, 2, 3, 4].map(() => keys.make(PERSON)));
    expect(new Set(made.map(({ bytes }) => Buffer.from(bytes).toString("hex"))).size).toBe(1);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect((await stat(join(path, `${PERSON}.key`))).mode & 0o777).toBe(0o600);
    expect((await readdir(path)).toSorted()).toEqual([`${PERSON}.key`, "erasures"]);
  });

  test("keeps every key that was made, however many are made at once", async () => {
    const { path, keys } = await keyDirectory();
    const subjects = numbers(100).map((n) => uuid(1_000 + n));
    const made = await Promise.all(subjects.map((subject) => keys.make(subject)));
    const again = await KeyDirectory.open(path);
    expect(await Promise.all(subjects.map((subject) => again.find(subject)))).toEqual(made);
    const names = subjects.map((subject) => `${subject}.key`);
    expect((await readdir(path)).toSorted()).toEqual([...names, "erasures"].toSorted());
  });

  test("refuses names that lead out of it, and reports a lost key as lost and not as erased", async () => {
    const { keys } = await keyDirectory();
    await expect(keys.make("../x")).rejects.toMatchObject({ code: "bad-request" });
    const { sealed } = await sealEntry(draft(1, "x"), keys, randomBytes);
    const { keys: empty } = await keyDirectory();
    await expect(Promise.all(sealed.map((one) => openField(one, empty)))).rejects.toMatchObject({
      code: "no-key",
    });
  });
});

/** An entry, its sealed values and its place, as a writer leaves them. */
async function write(one: EntryDraft, { store, keys }: Setting): Promise<void> {
  const { id, bytes, sealed } = await sealEntry(one, keys, randomBytes);
  await store.transact(async (tables) => {
    store.put(sealed);
    await append(tables, LOG, { id, bytes });
  });
}

interface Setting extends Eraser {
  readonly path: string;
  readonly keys: KeyDirectory;
  readonly store: SealedStore;
}

/** Two entries about a person, one of them waiting, and one about somebody else. */
async function setting(): Promise<Setting> {
  const { path, keys } = await keyDirectory();
  const store = new SealedStore();
  await createLog(store, LOG);
  let made = 100;
  const newId = () => uuid((made += 1));
  const all = { path, keys, store, log: LOG, newId, now: () => AT };
  await write(draft(1, "person A"), all);
  await write(draft(3, "B", uuid(78)), all);
  await sequenceAll(store, LOG);
  await write(draft(2, "again"), all);
  return all;
}

/** What the erasures in the log list, by the id of their entries, once all has its place. */
async function erasuresIn({ store }: Setting) {
  await sequenceAll(store, LOG);
  const entries = store.log(LOG).entries.map(({ bytes }) => parseEntry(bytes));
  return entries.filter(({ kind }) => kind === "erasure").map(({ id, body }) => ({ id, ...body }));
}

describe("an erasure", () => {
  const request = { id: uuid(9), at: AT, subject: PERSON, basis: "court-order", by: "officer-7" };
  const codes = { basis: "court-order", by: "officer-7" };
  const first = [0, 2].map((entry) => ({ entry, field: "reason" }));

  test("destroys the key, leaves entries and others' values, and is an entry that lists the fields", async () => {
    const all = await setting();
    const { path, keys, store } = all;
    const key = new Uint8Array(await readFile(join(path, `${PERSON}.key`)));
    const sealed = store.sealed.filter(({ subject }) => subject === PERSON);
    expect(await eraseSubject(request, all)).toEqual([request.id]);
    expect(await erasuresIn(all)).toEqual([{ id: request.id, ...codes, erased: first }]);
    expect(store.sealed.map(({ subject }) => subject)).toEqual([uuid(78)]);
    const states = await Promise.all(
      [...sealed, ...store.sealed].map((one) => openField(one, keys)),
    );
    expect(states.map(({ kind }) => kind)).toEqual(["erased", "erased", "open"]);
    await expect(keys.make(PERSON)).rejects.toMatchObject({ code: "erased" });
    await expect(eraseSubject(request, all)).rejects.toMatchObject({ code: "erased" });
    for (const name of await readdir(path, { recursive: true })) {
      const bytes = await readFile(join(path, name)).catch(() => Buffer.alloc(0));
      expect(bytes.includes(Buffer.from(key))).toBe(false);
    }
  });

  test.each(["announced", "key destroyed", "entry appended"])(
    "stopped when %s is completed at the next start, with the same entry",
    async (stop) => {
      const all = await setting();
      const point = (name: string) => {
        if (name === stop) throw new Crash(name);
      };
      const sealed = [...all.store.sealed].slice(0, 1);
      await expect(eraseSubject(request, { ...all, point })).rejects.toThrow(Crash);
      const keys = await KeyDirectory.open(all.path);
      const reopened = { ...all, keys };
      const states = await Promise.all(sealed.map((one) => openField(one, keys)));
      expect(states).toEqual([{ kind: "erased" }]);
      expect(await resumeErasures(reopened)).toEqual([request.id]);
      expect(await resumeErasures(reopened)).toEqual([]);
      expect(await erasuresIn(all)).toEqual([{ id: request.id, ...codes, erased: first }]);
      expect(await readdir(all.path)).not.toContain(`${PERSON}.key`);
      await expect(eraseSubject(request, reopened)).rejects.toMatchObject({ code: "erased" });
    },
  );

  test("asked for twice at once is one, under the request that came first", async () => {
    const all = await setting();
    const requests = [request, { ...request, id: uuid(10), basis: "other-order" }];
    const ids = await Promise.all(requests.map((one) => eraseSubject(one, all)));
    expect(new Set(ids.flat()).size).toBe(1);
    expect(await erasuresIn(all)).toMatchObject([{ id: ids[0]?.[0], erased: first }]);
    expect(all.store.sealed.map(({ subject }) => subject)).toEqual([uuid(78)]);
  });

  test("of more fields than an entry holds is several entries, in order", async () => {
    const all = await setting();
    const fields = numbers(501).map((number) => `field-${number}`);
    const personal = Object.fromEntries(
      fields.map((field) => [field, { subject: PERSON, value: field }] as const),
    );
    await write({ ...draft(4, ""), personal }, all);
    expect(await eraseSubject(request, all)).toEqual([request.id, uuid(102)]);
    const erasures = await erasuresIn(all);
    expect(erasures).toMatchObject([{ id: request.id }, { id: uuid(102), ...codes }]);
    const listed = erasures.flatMap((one) => ("erased" in one ? one.erased : []));
    expect(listed).toHaveLength(503);
  });

  test("that a slow writer overtakes is followed by another entry, which lists what came late", async () => {
    const all = await setting();
    const late = await sealEntry(draft(5, "late"), all.keys, randomBytes);
    await eraseSubject(request, all);
    all.store.put(late.sealed);
    await all.store.transact((tables) => append(tables, LOG, late));
    const [id = ""] = await resumeErasures(all);
    expect(await resumeErasures(all)).toEqual([]);
    const more = { id, ...codes, erased: [{ entry: 4, field: "reason" }] };
    expect(await erasuresIn(all)).toEqual([{ id: request.id, ...codes, erased: first }, more]);
    expect(all.store.sealed.map(({ subject }) => subject)).toEqual([uuid(78)]);
  });

  test("drops a value that no entry commits to, and does not list it", async () => {
    const all = await setting();
    const [one] = all.store.sealed;
    const strays = [{ entry: uuid(1) }, { entry: uuid(404) }, { entry: uuid(2) }];
    all.store.put(
      strays.flatMap((place) => (one ? [{ ...one, ...place, field: "constructor" }] : [])),
    );
    expect(await eraseSubject(request, all)).toEqual([request.id]);
    expect(await erasuresIn(all)).toMatchObject([{ erased: first }]);
    expect(all.store.sealed.map(({ subject }) => subject)).toEqual([uuid(78)]);
  });

  test("of somebody unknown, or with words instead of codes, is refused and announces nothing", async () => {
    const all = await setting();
    const refused = [
      [{ subject: uuid(99) }, "bad-request"],
      [{ basis: "because Jan asked" }, "bad-request"],
      [{ basis: "" }, "bad-request"],
      [{ by: "Jan Jansen" }, "bad-request"],
      [{ by: "x".repeat(65) }, "bad-request"],
      [{ id: "no uuid" }, "bad-entry"],
    ] as const;
    for (const [change, code] of refused) {
      await expect(eraseSubject({ ...request, ...change }, all)).rejects.toMatchObject({ code });
    }
    expect(await all.keys.erasures()).toEqual([]);
    expect(all.store.sealed).toHaveLength(3);
  });
});
