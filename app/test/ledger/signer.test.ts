import { once } from "node:events";
import { cp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { connect } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatCheckpoint,
  formatEntry,
  keyringOf,
  nodesOf,
  parseKey,
  parseNote,
  proveInclusion,
  rootOf,
  verifyNote,
} from "caveat-verifier";
import { connectSigner } from "../../src/ledger/signer/connect.ts";
import type { LogSigner } from "../../src/ledger/signer/log-signer.ts";
import { rotationBody } from "../../src/ledger/signer/rotation.ts";
import { serveSigner } from "../../src/ledger/signer/serve.ts";
import { Signer } from "../../src/ledger/signer/signer.ts";
import { TREE } from "../../src/ledger/tree.ts";
import { kill, startMain, startSigner } from "./support/child.ts";
import { LOG, numbers, uuid } from "./support/entries.ts";
import { folder } from "./support/folder.ts";
import { leavesOf, stepOf } from "./support/history.ts";

const TRUE = leavesOf("true", 40);
const FALSE = [...TRUE.slice(0, 5), ...leavesOf("false", 35)];

function ownFolder(path: string): string {
  return join(path, createHash("sha256").update(LOG).digest("hex").slice(0, 32));
}

/** Whether the lines are good signatures of these keys over the checkpoint. */
async function signersOf(lines: readonly string[], keys: readonly string[], size: number) {
  const text = formatCheckpoint({ origin: LOG, size, root: rootOf(TRUE.slice(0, size), TREE) });
  const note = parseNote(new Uint8Array(Buffer.from(`${text}\n${lines.join("")}`)));
  const signed = await verifyNote(note, keyringOf(keys.map((key) => parseKey(key))));
  return signed.map(({ key }) => `${key.name}+${key.id}`);
}

describe("a signer", () => {
  test("is created once, with a key that only its account may read, and not loaded before", async () => {
    const path = await folder();
    await expect(Signer.load(path, LOG)).rejects.toMatchObject({ code: "no-log" });
    await Signer.create(path, LOG);
    await expect(Signer.create(path, LOG)).rejects.toMatchObject({ code: "exists" });
    expect((await stat(join(ownFolder(path), "key"))).mode & 0o777).toBe(0o600);
    await rm(join(ownFolder(path), "state"));
    await expect(Signer.load(path, LOG)).rejects.toMatchObject({ code: "no-log" });
    await expect(Signer.create(path, LOG)).rejects.toMatchObject({ code: "exists" });
  });

  test("signs what goes on from its last state, and the same checkpoint again", async () => {
    const signer = await Signer.create(await folder(), LOG);
    const first = await signer.sign(stepOf(TRUE, 0, 7));
    expect(await signer.sign(stepOf(TRUE, 7, 7))).toEqual(first);
    const { keys } = await signer.state();
    expect(await signersOf(first, keys, 7)).toHaveLength(1);
    const second = await signer.sign(stepOf(TRUE, 7, 20));
    expect(await signersOf(second, keys, 20)).toHaveLength(1);
  });

  test("refuses every fork and every rollback, says which, and its state stays", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 6, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        async (at, to) => {
          const signer = await Signer.create(await folder(), LOG);
          await signer.sign(stepOf(TRUE, 0, at));
          const before = await signer.state();
          const code = to < at ? "rollback" : "fork";
          await expect(signer.sign(stepOf(FALSE, at, to))).rejects.toMatchObject({ code });
          const withoutProof = { ...stepOf(TRUE, at, 40), proof: [TREE.empty()] };
          await expect(signer.sign(withoutProof)).rejects.toMatchObject({ code: "fork" });
          expect(await signer.state()).toEqual(before);
        },
      ),
      { numRuns: 20 },
    );
  });

  test("of two requests at once, for two histories, signs one", async () => {
    const signer = await Signer.create(await folder(), LOG);
    const both = [signer.sign(stepOf(TRUE, 0, 9)), signer.sign(stepOf(FALSE, 0, 9))];
    const results = await Promise.allSettled(both);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  });

  test("refuses every older snapshot of the database in plain words", async () => {
    const signer = await Signer.create(await folder(), LOG);
    for (const size of numbers(12, 1)) await signer.sign(stepOf(TRUE, size - 1, size));
    for (const size of numbers(11, 1)) {
      await expect(signer.sign(stepOf(TRUE, 12, size))).rejects.toThrow(
        `a tree of ${size} entries was shown after one of 12 was signed`,
      );
    }
  });

  test("does not work with a damaged state", async () => {
    const path = await folder();
    const signer = await Signer.create(path, LOG);
    await writeFile(join(ownFolder(path), "state"), `${LOG}\n007\n`);
    await expect(signer.sign(stepOf(TRUE, 0, 3))).rejects.toMatchObject({ code: "bad-checkpoint" });
    await expect(Signer.load(path, LOG)).rejects.toMatchObject({ code: "bad-checkpoint" });
  });
});

describe("a change of keys", () => {
  test("signs with both until its entry is in a signed tree, then with the new one only", async () => {
    const path = await folder();
    const signer = await Signer.create(path, LOG);
    const [from = ""] = (await signer.state()).keys;
    const to = await signer.rotate();
    expect(await signer.rotate()).toBe(to);
    const body = rotationBody(LOG, from, to);
    const at = "2026-01-01T00:00:00.000Z";
    const entry = formatEntry({ v: 1, id: uuid(1), kind: "key-rotation", at, body, sealed: {} });
    const leaves = [...TRUE.slice(0, 3), TREE.leaf(entry)];
    const proof = proveInclusion(3, 4, nodesOf(leaves, TREE), TREE);
    const lines = await signer.sign(stepOf(TRUE, 0, 3));
    expect(await signersOf(lines, [from, to], 3)).toHaveLength(2);
    const early = signer.retire({ entry, index: 3, proof });
    await expect(early).rejects.toMatchObject({ code: "bad-proof" });
    await signer.sign(stepOf(leaves, 3, 4));
    const other = formatEntry({ v: 1, id: uuid(1), kind: "verdict", at, body, sealed: {} });
    const wrong = signer.retire({ entry: other, index: 3, proof });
    await expect(wrong).rejects.toMatchObject({ code: "bad-request" });
    await signer.retire({ entry, index: 3, proof });
    for (const one of [signer, await Signer.load(path, LOG)]) {
      expect((await one.state()).keys).toEqual([to]);
    }
    expect(await readFile(join(ownFolder(path), "retired"), "utf8")).toBe(`${from}\n`);
    expect(parseKey(to).name).toBe(LOG);
  });
});

describe("the signer's process", () => {
  async function served() {
    const path = await folder();
    const socket = join(path, "s.sock");
    await Signer.create(path, LOG);
    return { path, socket, client: connectSigner(socket, LOG) };
  }

  test("answers over its socket, refuses in the same words, and is alone with its folder", async () => {
    const { path, socket, client } = await served();
    const child = await startMain("--folder", path, "--socket", socket);
    const lines = await client.sign(stepOf(TRUE, 0, 9));
    const { keys, size } = await client.state();
    expect(size).toBe(9);
    expect(await signersOf(lines, keys, 9)).toHaveLength(1);
    await expect(client.sign(stepOf(FALSE, 9, 12))).rejects.toMatchObject({ code: "fork" });
    await expect(client.sign(stepOf(TRUE, 9, 8))).rejects.toMatchObject({ code: "rollback" });
    const stranger = connectSigner(socket, "other.example/log").state();
    await expect(stranger).rejects.toMatchObject({ code: "no-log" });
    const second = serveSigner({ folder: path, socket: join(path, "2.sock") });
    await expect(second).rejects.toMatchObject({ code: "in-use" });
    expect((await stat(socket)).mode & 0o777).toBe(0o660);
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    expect(await gone).toEqual([0, null]);
    await expect(client.state()).rejects.toMatchObject({ code: "unreachable" });
  });

  test.each(["checked", "draft written", "renamed", "state written", "before reply"])(
    "killed at %s goes on with the same history and never signs another",
    async (stop) => {
      const { path, socket, client } = await served();
      // "before reply" comes with every answer, so the second: that of the signature.
      await startSigner(path, socket, stop, stop === "before reply" ? 2 : 1);
      await advance(client, 6).then(
        () => expect.unreachable(),
        (error: unknown) => expect(error).toMatchObject({ code: "unreachable" }),
      );
      const again = await startSigner(path, socket);
      const { size } = await client.state();
      expect(size).toBe(stop === "checked" || stop === "draft written" ? 0 : 6);
      const lines = await advance(client, 6);
      expect(await signersOf(lines, (await client.state()).keys, 6)).toHaveLength(1);
      await expect(client.sign(stepOf(FALSE, 6, 8))).rejects.toMatchObject({ code: "fork" });
      await kill(again);
    },
  );

  test("takes a line that is no request, or one without end, without falling", async () => {
    const { path, socket, client } = await served();
    const running = await serveSigner({ folder: path, socket });
    for (const hostile of ["{}\n", "[1\n", '{"op":"sign","origin":1}\n', "x".repeat(300_000)]) {
      const raw = connect(socket);
      raw.on("error", () => {});
      raw.end(hostile);
      await new Promise((resolve) => raw.resume().once("close", resolve));
    }
    expect((await client.state()).size).toBe(0);
    await running[Symbol.asyncDispose]();
  });
});

describe("a copy of the signer's folder", () => {
  test("restored from before does sign a fork: only a witness or a kept checkpoint shows that", async () => {
    const path = await folder();
    const copy = await folder();
    const signer = await Signer.create(path, LOG);
    await signer.sign(stepOf(TRUE, 0, 6));
    await cp(path, copy, { recursive: true });
    await signer.sign(stepOf(TRUE, 6, 20));
    const restored = await Signer.load(copy, LOG);
    const forged = await restored.sign(stepOf([...TRUE.slice(0, 6), ...leavesOf("x", 9)], 6, 15));
    expect(forged).toHaveLength(1);
  });
});

/** Signs from wherever the signer is. */
async function advance(client: LogSigner, to: number): Promise<readonly string[]> {
  const { size } = await client.state();
  return client.sign(stepOf(TRUE, size, to));
}
