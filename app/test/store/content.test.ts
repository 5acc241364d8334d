import { spawnSync } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import {
  existsSync,
  readdirSync,
  readFileSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { ContentStore } from "../../src/store/content/content.ts";
import { FILE_STEPS, writeDurably, type FileSteps } from "../../src/store/content/durable-file.ts";
import { findVerdict, putVerdicts } from "../../src/store/content/verdicts.ts";
import { emptyFolder } from "./support/homes.ts";
import { useTestStore } from "./support/test-store.ts";

const opened = useTestStore();
const LARGE = 70_000;
const WRITER = fileURLToPath(new URL("./support/killed-writer.ts", import.meta.url));

async function put(content: ContentStore, bytes: Uint8Array): Promise<Uint8Array> {
  return await opened()
    .store.as("app")
    .transact(randomUUID(), async (right) => await content.put(right, bytes));
}

async function get(content: ContentStore, hash: Uint8Array): Promise<Uint8Array | undefined> {
  return await opened()
    .store.as("app")
    .read(async (reader) => await content.get(reader, hash));
}

function fileIn(folder: string, hash: Uint8Array): string {
  const name = Buffer.from(hash).toString("hex");
  return join(folder, name.slice(0, 2), name.slice(2));
}

describe("content", () => {
  test.each([0, 1, 65_536, 65_537, 3_000_000])(
    "of %i bytes comes back by its hash",
    async (size) => {
      const folder = join(emptyFolder(), "content");
      const content = await ContentStore.open(folder);
      const bytes = randomBytes(size);
      const hash = await put(content, bytes);
      expect(Buffer.from(hash)).toEqual(createHash("sha256").update(bytes).digest());
      expect(await put(content, bytes)).toEqual(hash);
      expect(await get(content, hash)).toEqual(bytes);
      expect(existsSync(fileIn(folder, hash))).toBe(size > 65_536);
    },
  );

  test("that was never put is not there", async () => {
    expect(await get(await ContentStore.open(emptyFolder()), randomBytes(32))).toBeUndefined();
  });

  test("whose file is missing, cut short or changed is refused, and mended by the same bytes", async () => {
    const folder = emptyFolder();
    const content = await ContentStore.open(folder);
    const bytes = randomBytes(LARGE);
    const hash = await put(content, bytes);
    truncateSync(fileIn(folder, hash), LARGE - 1);
    await expect(get(content, hash)).rejects.toMatchObject({ code: "damaged-content" });
    writeFileSync(fileIn(folder, hash), randomBytes(LARGE));
    await expect(get(content, hash)).rejects.toThrow("its bytes are not those that were kept");
    await expect(get(await ContentStore.open(emptyFolder()), hash)).rejects.toThrow("is missing");
    await put(content, bytes);
    expect(await get(content, hash)).toEqual(bytes);
  });

  test("of a transaction that fails is not there", async () => {
    const content = await ContentStore.open(emptyFolder());
    const bytes = randomBytes(LARGE);
    const failing = opened()
      .store.as("app")
      .transact(randomUUID(), async (right) => {
        await content.put(right, bytes);
        throw new Error("changed my mind");
      });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await get(content, createHash("sha256").update(bytes).digest())).toBeUndefined();
  });
});

/** Steps that stop, as a killed process does, when `left` of them are taken. */
function stopAfter(left: number, taken: string[]): FileSteps {
  const count = async (name: string, step: () => Promise<void>): Promise<void> => {
    if (taken.length >= left) throw new Error("killed");
    await step();
    taken.push(name);
  };
  return {
    write: (path, bytes) => count("write", () => FILE_STEPS.write(path, bytes)),
    rename: (from, to) => count("rename", () => FILE_STEPS.rename(from, to)),
    syncFolder: (path) => count("sync", () => FILE_STEPS.syncFolder(path)),
  };
}

describe("a file", () => {
  test("is written, flushed, renamed and its folder flushed, in that order", async () => {
    const folder = emptyFolder();
    const taken: string[] = [];
    const steps = stopAfter(100, taken);
    await writeDurably(join(folder, "aa", "file"), randomBytes(9), join(folder, "drafts"), steps);
    expect(taken).toEqual(["sync", "sync", "write", "rename", "sync"]);
  });

  test.each([0, 1, 2, 3, 4])(
    "is whole or not there after step %i, and can be written again",
    async (left) => {
      const folder = emptyFolder();
      const [path, drafts] = [join(folder, "aa", "file"), join(folder, "drafts")];
      const bytes = randomBytes(LARGE);
      const stopped = writeDurably(path, bytes, drafts, stopAfter(left, []));
      await expect(stopped).rejects.toThrow("killed");
      expect(existsSync(path) ? readFileSync(path) : bytes).toEqual(bytes);
      expect(existsSync(path)).toBe(left >= 4);
      await writeDurably(path, bytes, drafts);
      expect(readFileSync(path)).toEqual(bytes);
      expect(readdirSync(drafts)).toEqual([]);
    },
  );

  test.each([
    ["write", false],
    ["rename", true],
  ] as const)("of a process killed after its %s is whole or not there", async (step, there) => {
    const folder = emptyFolder();
    const [path, drafts] = [join(folder, "aa", "file"), join(folder, "drafts")];
    const { signal } = spawnSync(process.execPath, [WRITER, path, drafts, step]);
    expect(signal).toBe("SIGKILL");
    expect(existsSync(path)).toBe(there);
    await writeDurably(path, new Uint8Array(LARGE).fill(7), drafts);
    expect(readFileSync(path)).toEqual(Buffer.alloc(LARGE, 7));
  });

  test("that a killed process left half written is removed later", async () => {
    const folder = emptyFolder();
    await writeDurably(join(folder, "aa", "file"), randomBytes(9), join(folder, "drafts"));
    for (const name of ["old", "new"]) writeFileSync(join(folder, "drafts", name), "half");
    const longAgo = Date.now() / 1000 - 3_600;
    utimesSync(join(folder, "drafts", "old"), longAgo, longAgo);
    await ContentStore.open(folder);
    expect(readdirSync(join(folder, "drafts"))).toEqual(["new"]);
  });
});

describe("a verdict", () => {
  test("is kept with its parts, each once, under an id that cannot be used for another", async () => {
    const { store } = opened();
    const verdict = {
      id: randomUUID(),
      at: "2026-04-02T09:00:00.000000Z",
      partner: "alder",
      outcome: "hold",
      standing: randomBytes(32),
      facts: randomBytes(90),
      packs: randomBytes(90),
    };
    for (const outcome of ["hold", "release"]) {
      await store.as("app").transact(verdict.id, async (right) => {
        await putVerdicts(right, store.content, [{ ...verdict, outcome }]);
      });
    }
    const kept = await store.as("app").read(async (reader) => {
      const found = await findVerdict(reader, verdict.id);
      if (found === undefined) throw new Error("it is not there");
      const [facts, packs] = [found.facts, found.packs];
      return {
        ...found,
        facts: await store.content.get(reader, facts),
        packs: await store.content.get(reader, packs),
      };
    });
    expect(kept).toEqual(verdict);
    const none = await store
      .as("app")
      .read(async (reader) => await findVerdict(reader, randomUUID()));
    expect(none).toBeUndefined();
  });
});
