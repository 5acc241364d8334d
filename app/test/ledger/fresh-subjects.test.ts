import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { KeyDirectory } from "../../src/ledger/seal/key-directory.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "caveat-fresh-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function keysIn(path: string): Promise<readonly string[]> {
  return (await readdir(path)).filter((name) => name.endsWith(".key"));
}

describe("a new subject", () => {
  it("is given to one only, however many ask at the same time, with a key of its own on disk", async () => {
    const keys = await KeyDirectory.open(join(folder, "keys"));
    const subjects = await Promise.all(Array.from({ length: 100 }, () => keys.fresh()));
    expect(new Set(subjects).size).toBe(100);
    const other = await KeyDirectory.open(join(folder, "keys"));
    const found = await Promise.all(subjects.map((subject) => other.find(subject)));
    const bytes = found.map((key) => Buffer.from(key?.bytes ?? []).toString("hex"));
    expect(bytes.every((text) => text.length === 64)).toBe(true);
    expect(new Set(bytes).size).toBe(100);
  });

  it("seals under the key that was made with it", async () => {
    const keys = await KeyDirectory.open(join(folder, "keys"));
    const subject = await keys.fresh();
    expect(await keys.make(subject)).toEqual(await keys.find(subject));
  });

  it("leaves no more keys unused than were used", async () => {
    const keys = await KeyDirectory.open(join(folder, "keys"));
    for (let used = 1; used <= 80; used += 1) {
      await keys.fresh();
      expect((await keysIn(join(folder, "keys"))).length).toBeLessThanOrEqual(2 * used);
    }
  });

  it("can be erased as any other, and its key is gone", async () => {
    const keys = await KeyDirectory.open(join(folder, "keys"));
    const subject = await keys.fresh();
    await keys.announce(subject, Buffer.from("the request"));
    await expect(keys.make(subject)).rejects.toMatchObject({ code: "erased" });
    await keys.settle(subject);
    expect(await keysIn(join(folder, "keys"))).not.toContain(`${subject}.key`);
  });

  it("is refused while its key cannot be written, and made when it can again", async () => {
    const path = join(folder, "keys");
    const keys = await KeyDirectory.open(path);
    await rm(path, { recursive: true });
    await expect(keys.fresh()).rejects.toThrow("ENOENT");
    const again = await KeyDirectory.open(path);
    const subject = await keys.fresh();
    expect((await again.find(subject))?.bytes.length).toBe(32);
  });
});
