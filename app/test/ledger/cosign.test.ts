import { cp } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseCheckpoint, parseNote, verifyCheckpoint } from "caveat-verifier";
import { publish } from "../../src/ledger/publish.ts";
import { Signer } from "../../src/ledger/signer/signer.ts";
import { TileDirectory } from "../../src/ledger/tiles/tile-directory.ts";
import { newestWitnessed } from "../../src/ledger/witness/newest-witnessed.ts";
import { LOG, entry } from "./support/entries.ts";
import { folder } from "./support/folder.ts";
import { Crash, MemoryStore } from "./support/memory-store.ts";
import { grow, makeLog, publicSize, type TestLog } from "./support/published-log.ts";
import { quorumOf, startImpostor, startWitness } from "./support/witness.ts";

/** A log with two witnesses, of which `least` make its quorum. */
async function setting(least: number) {
  const log = await makeLog(await folder(), new MemoryStore());
  const a = await startWitness("oversight.example/a", log.vkey);
  const b = await startWitness("oversight.example/b", log.vkey);
  const quorum = await quorumOf(least, [a, b], log.vkey);
  return { log: { ...log, witnesses: [a, b], quorum }, a, b, quorum };
}

/** The size that readers of the database are served. */
async function witnessedSize({ store, quorum }: TestLog): Promise<number | undefined> {
  if (quorum === undefined) throw new Error("this log has no quorum");
  return (await store.transact((tables) => newestWitnessed(tables, LOG, quorum)))?.size;
}

/** As `log`, from copies of its database and its signer's folder: another history can begin here. */
async function copyOf(log: TestLog): Promise<TestLog> {
  const path = await folder();
  await cp(log.path, path, { recursive: true });
  const signer = await Signer.load(join(path, "signer"), LOG);
  const tiles = await TileDirectory.open(join(path, "tiles", encodeURIComponent(LOG)));
  return { ...log, path, signer, tiles, store: log.store.snapshot() };
}

/** Entries of another history. */
const FORGED = (number: number) => entry(number + 5000);

describe("a log with witnesses", () => {
  test("is published with a line of each, in the database and beside the tiles", async () => {
    const { log, quorum } = await setting(2);
    for (const size of [3, 300, 301]) {
      await grow(log.store, size);
      const published = await publish(log, LOG);
      expect(published).toMatchObject({ size, isPublic: true, silent: [] });
      const note = (await log.tiles.checkpoint()) ?? new Uint8Array();
      expect(Buffer.from(note)).toEqual(Buffer.from(published?.note ?? []));
      const { witnesses } = await verifyCheckpoint(note, quorum, LOG);
      expect(witnesses.map(({ name }) => name)).toEqual(["w0", "w1"]);
      expect(await publicSize(log.tiles)).toBe(size);
      expect(await witnessedSize(log)).toBe(size);
    }
  });

  test("whose quorum is one of two is published with one witness down, and says which and why", async () => {
    const { log, b, quorum } = await setting(1);
    await b.stop();
    await grow(log.store, 5);
    const published = await publish(log, LOG);
    expect(published).toMatchObject({ size: 5, isPublic: true });
    expect(published?.silent).toMatchObject([
      { name: "oversight.example/b", url: b.url, reason: { code: "unreachable" } },
    ]);
    const note = (await log.tiles.checkpoint()) ?? new Uint8Array();
    expect((await verifyCheckpoint(note, quorum, LOG)).witnesses).toHaveLength(1);
    await b.start();
    expect(await publish(log, LOG)).toMatchObject({ size: 5, silent: [] });
    const later = (await log.tiles.checkpoint()) ?? new Uint8Array();
    expect((await verifyCheckpoint(later, quorum, LOG)).witnesses).toHaveLength(2);
  });

  test("whose quorum is not met keeps its public checkpoint, and readers theirs, until it is", async () => {
    const { log, b } = await setting(2);
    await grow(log.store, 5);
    await publish(log, LOG);
    await b.stop();
    for (const size of [6, 300]) {
      await grow(log.store, size);
      expect(await publish(log, LOG)).toMatchObject({ size, isPublic: false });
      expect(await publicSize(log.tiles)).toBe(5);
      expect(await witnessedSize(log)).toBe(5);
    }
    await b.start();
    expect(await publish(log, LOG)).toMatchObject({ size: 300, isPublic: true, silent: [] });
    expect(await publicSize(log.tiles)).toBe(300);
    expect(await witnessedSize(log)).toBe(300);
  });

  test("waits for no witness that never answers longer than it has patience", async () => {
    const { log, a } = await setting(1);
    const url = await startImpostor(() => {});
    const witnesses = [{ ...a, url }, log.witnesses[1] ?? a];
    await grow(log.store, 5);
    const published = await publish({ ...log, witnesses, patience: 3000 }, LOG);
    expect(published).toMatchObject({ isPublic: true });
    expect(published?.silent).toMatchObject([{ url, reason: { code: "unreachable" } }]);
  });

  test("counts the next key of a witness for itself, for the same checkpoint too", async () => {
    const { log, a } = await setting(1);
    await grow(log.store, 5);
    await publish({ ...log, witnesses: [a] }, LOG);
    const next = await startWitness("oversight.example/a", log.vkey);
    const quorum = await quorumOf(1, [next], log.vkey);
    const changed = { ...log, witnesses: [next], quorum };
    expect(await witnessedSize(changed)).toBeUndefined();
    expect(await publish(changed, LOG)).toMatchObject({ size: 5, isPublic: true });
    expect(await witnessedSize(changed)).toBe(5);
  });

  test.each([
    "checkpoint stored",
    "cosigned",
    "cosignatures stored",
    "partial tiles removed",
    "checkpoint public",
  ])("stopped when %s is completed by the next", async (stop) => {
    const { log } = await setting(2);
    await grow(log.store, 200);
    await publish(log, LOG);
    await grow(log.store, 300);
    const point = (name: string) => {
      if (name === stop) throw new Crash(name);
    };
    await expect(publish({ ...log, point }, LOG)).rejects.toThrow(Crash);
    expect(await publish(log, LOG)).toMatchObject({ size: 300, isPublic: true, silent: [] });
    expect(await publicSize(log.tiles)).toBe(300);
    expect(await witnessedSize(log)).toBe(300);
  });
});

describe("an alarm of a witness", () => {
  test("reaches whoever signs a second history: one honest witness catches it", async () => {
    const { log, a, b } = await setting(1);
    await grow(log.store, 5);
    await publish(log, LOG);
    const thief = await copyOf(log);
    await grow(log.store, 9);
    expect(await publish(log, LOG)).toMatchObject({ size: 9, isPublic: true });
    for (const size of [9, 12]) {
      await grow(thief.store, size, FORGED);
      // Also when it asks only one of them, and leaves the other out.
      for (const witnesses of [[a, b], [b]]) {
        const forged = publish({ ...thief, witnesses }, LOG);
        await expect(forged).rejects.toMatchObject({ code: "fork", place: /http/ });
        expect(await publicSize(thief.tiles)).toBe(5);
        expect(await witnessedSize(thief)).toBe(5);
      }
    }
    await grow(log.store, 15);
    expect(await publish(log, LOG)).toMatchObject({ size: 15, silent: [] });
  });

  test("stops a log whose database and signer were both restored from before", async () => {
    const { log } = await setting(1);
    await grow(log.store, 5);
    await publish(log, LOG);
    const restored = await copyOf(log);
    await grow(log.store, 9);
    await publish(log, LOG);
    await grow(restored.store, 7, FORGED);
    await expect(publish(restored, LOG)).rejects.toMatchObject({ code: "rollback" });
    expect(await publicSize(restored.tiles)).toBe(5);
    expect(await witnessedSize(restored)).toBe(5);
  });

  test("outweighs the lines of all others, which are not even stored", async () => {
    const { log, b } = await setting(1);
    await grow(log.store, 5);
    await publish({ ...log, witnesses: [b] }, LOG);
    const thief = await copyOf(log);
    await grow(log.store, 9);
    await publish({ ...log, witnesses: [b] }, LOG);
    // The first saw nothing so far and would cosign whatever it is shown first.
    await grow(thief.store, 9, FORGED);
    await expect(publish(thief, LOG)).rejects.toMatchObject({ code: "fork" });
    const newest = await thief.store.transact((tables) => tables.newestCheckpoint(LOG));
    expect(parseNote(newest?.note ?? new Uint8Array()).signatures).toHaveLength(1);
    expect(await witnessedSize(thief)).toBe(5);
  });

  test("is no alarm when another process of the same site was faster", async () => {
    const { log } = await setting(2);
    await grow(log.store, 5);
    const point = async (name: string) => {
      if (name !== "checkpoint stored") return;
      await grow(log.store, 8);
      expect(await publish(log, LOG)).toMatchObject({ size: 8, isPublic: true });
    };
    await expect(publish({ ...log, point }, LOG)).rejects.toMatchObject({ code: "lost-race" });
    const early = async (name: string) => {
      if (name !== "tiles written") return;
      await grow(log.store, 14);
      expect(await publish(log, LOG)).toMatchObject({ size: 14, isPublic: true });
    };
    await grow(log.store, 12);
    const overtaken = publish({ ...log, point: early }, LOG);
    await expect(overtaken).rejects.toMatchObject({ code: "lost-race" });
    expect(await publicSize(log.tiles)).toBe(14);
  });
});

describe("an answer of a witness that is none", () => {
  const STRANGER = `— evil.example/w ${Buffer.alloc(76, 1).toString("base64")}\n`;
  const answers: readonly (readonly [string, number, string, string, string])[] = [
    ["no line", 200, "", "", "bad-note"],
    ["another text", 200, "", "hello\n", "bad-note"],
    ["a line of somebody else", 200, "", STRANGER, "no-trusted-signature"],
    ["an endless text", 200, "", "x".repeat(1_000_000), "bad-note"],
    ["a redirection", 302, "", "", "unreachable"],
    ["a negative size", 409, "text/x.tlog.size", "-1\n", "refused"],
    ["a size in another form", 409, "text/x.tlog.size", "1e0\n", "refused"],
    ["a size as plain text", 409, "text/plain", "3\n", "refused"],
    ["control characters", 403, "text/plain", "\u001b[31mno\n", "refused"],
    ["an error", 500, "text/plain", "no\n", "refused"],
  ];

  test.each(answers)("%s is said and believed in nothing", async (_, status, type, text, code) => {
    const { log, a, b } = await setting(1);
    const url = await startImpostor((__, response) => {
      response.writeHead(status, { "content-type": type, location: b.url }).end(text);
    });
    await grow(log.store, 5);
    const published = await publish({ ...log, witnesses: [{ ...a, url }, b] }, LOG);
    expect(published).toMatchObject({ size: 5, isPublic: true });
    const [{ reason } = { reason: undefined }] = published?.silent ?? [];
    expect(reason?.code).toBe(code);
    expect(reason?.message).not.toContain("\u001b");
    const { signatures } = parseNote(published?.note ?? new Uint8Array());
    expect(signatures.map(({ name }) => name)).toEqual([LOG, b.key.name]);
  });

  test("another witness's line in its answer is left out", async () => {
    const { log, a, b } = await setting(2);
    const url = await startImpostor((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const answer = async () => {
          const given = await a.witness.addCheckpoint(new Uint8Array(Buffer.concat(chunks)));
          const line = given.status === 200 ? given.lines : "";
          response.end(`${STRANGER}${line}`);
        };
        void answer();
      });
    });
    await grow(log.store, 5);
    const published = await publish({ ...log, witnesses: [{ ...a, url }, b] }, LOG);
    expect(published).toMatchObject({ isPublic: true, silent: [] });
    const note = published?.note ?? new Uint8Array();
    expect(parseNote(note).signatures.map(({ name }) => name)).toEqual([
      LOG,
      a.key.name,
      b.key.name,
    ]);
    expect(parseCheckpoint(parseNote(note).text).size).toBe(5);
  });
});
