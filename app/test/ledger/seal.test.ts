import { randomBytes } from "node:crypto";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseEntry, type SealedField } from "caveat-verifier";
import { openValue, sealValue } from "../../src/ledger/seal/box.ts";
import { eraseSubject, resumeErasures, type ErasureLedger } from "../../src/ledger/seal/erase.ts";
import { KeyDirectory } from "../../src/ledger/seal/key-directory.ts";
import { openField } from "../../src/ledger/seal/open-field.ts";
import { sealEntry, type SealedEntry } from "../../src/ledger/seal/seal-entry.ts";
import { uuid } from "./support/entries.ts";
import { folder } from "./support/folder.ts";
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
        const sealed = sealValue(key, place, value, randomBytes);
        expect(openValue(key, sealed).value).toEqual(value);
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
    const sealed = sealValue(key, place, new Uint8Array([1]), randomBytes);
    const other = sealValue(key, place, new Uint8Array([1]), randomBytes);
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
    expect(await readdir(path)).toEqual([]);
  });
});

describe("the key directory", () => {
  test("is closed to other accounts, and makes one key per subject however many ask at once", async () => {
    const { path, keys } = await keyDirectory();
    const made = await Promise.all([1, 2, 3, 4].map(() => keys.make(PERSON)));
    expect(new Set(made.map(({ bytes }) => Buffer.from(bytes).toString("hex"))).size).toBe(1);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect((await stat(join(path, `${PERSON}.key`))).mode & 0o777).toBe(0o600);
    expect(await readdir(path)).toEqual([`${PERSON}.key`]);
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

/** A ledger of two entries about a person, one of them with a field about somebody else. */
class Ledger implements ErasureLedger {
  readonly entries: SealedEntry[] = [];
  readonly appended: Map<string, Uint8Array> = new Map();
  readonly dropped: Set<string> = new Set();

  fieldsOf(subject: string): Promise<readonly SealedField[]> {
    const fields = this.entries.flatMap(({ sealed }, entry) =>
      sealed.filter((one) => one.subject === subject).map(({ field }) => ({ entry, field })),
    );
    return Promise.resolve(fields.toReversed());
  }

  dropSealed(subject: string): Promise<void> {
    this.dropped.add(subject);
    return Promise.resolve();
  }

  append(id: string, bytes: Uint8Array): Promise<void> {
    this.appended.set(id, bytes);
    return Promise.resolve();
  }
}

describe("an erasure", () => {
  const request = { id: uuid(9), at: AT, subject: PERSON, body: { basis: "court-order" } };

  async function setting() {
    const { path, keys } = await keyDirectory();
    const ledger = new Ledger();
    ledger.entries.push(await sealEntry(draft(1, "person A"), keys, randomBytes));
    ledger.entries.push(await sealEntry(draft(2, "again"), keys, randomBytes));
    ledger.entries.push(await sealEntry(draft(3, "B", uuid(78)), keys, randomBytes));
    const key = new Uint8Array(await readFile(join(path, `${PERSON}.key`)));
    return { path, keys, ledger, key };
  }

  test("destroys the key, leaves the entries and others' values, and is an entry itself", async () => {
    const { path, keys, ledger, key } = await setting();
    expect(await eraseSubject(request, keys, ledger)).toBe(request.id);
    const entry = parseEntry(ledger.appended.get(request.id) ?? new Uint8Array());
    const erased = [0, 1].map((index) => ({ entry: index, field: "reason" }));
    expect(entry).toMatchObject({ kind: "erasure", body: { basis: "court-order", erased } });
    const states = await Promise.all(
      ledger.entries.flatMap(({ sealed }) => sealed).map((one) => openField(one, keys)),
    );
    expect(states.map(({ kind }) => kind)).toEqual(["erased", "erased", "open"]);
    await expect(keys.make(PERSON)).rejects.toMatchObject({ code: "erased" });
    for (const name of await readdir(path)) {
      expect((await readFile(join(path, name))).includes(Buffer.from(key))).toBe(false);
    }
  });

  test.each(["announced", "key destroyed", "sealed values dropped", "entry appended"])(
    "stopped when %s is completed at the next start, with the same entry",
    async (stop) => {
      const { path, keys, ledger } = await setting();
      const point = (name: string) => {
        if (name === stop) throw new Crash(name);
      };
      await expect(eraseSubject(request, keys, ledger, point)).rejects.toThrow(Crash);
      const reopened = await KeyDirectory.open(path);
      const first = ledger.entries.flatMap(({ sealed }) => sealed).slice(0, 1);
      expect(await Promise.all(first.map((one) => openField(one, reopened)))).toEqual([
        { kind: "erased" },
      ]);
      expect(await resumeErasures(reopened, ledger)).toEqual([request.id]);
      expect(await resumeErasures(reopened, ledger)).toEqual([]);
      expect([...ledger.appended.keys()]).toEqual([request.id]);
      expect(await readdir(path)).not.toContain(`${PERSON}.key`);
      await expect(eraseSubject(request, reopened, ledger)).rejects.toMatchObject({
        code: "erased",
      });
    },
  );

  test("of somebody unknown is refused and announces nothing", async () => {
    const { keys, ledger } = await setting();
    const unknown = { ...request, subject: uuid(99) };
    await expect(eraseSubject(unknown, keys, ledger)).rejects.toMatchObject({ code: "no-key" });
    expect(await keys.unsettled()).toEqual([]);
  });
});
