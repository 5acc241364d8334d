import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { readBytes, takeBytes } from "../../src/formats/bytes.ts";
import { DEFAULT_LIMITS } from "../../src/formats/limits.ts";
import { describeWithData, sharedData } from "../shared-data.ts";

const folder = mkdtempSync(join(tmpdir(), "bytes-"));
afterAll(() => rmSync(folder, { recursive: true }));
const TEXT = Buffer.from('{"type":"bundle"}');

test("a plain file is read as it is, with its hash and length", async () => {
  const read = await readBytes(file("plain.json", TEXT), DEFAULT_LIMITS);
  expect(Buffer.from(read.bytes)).toEqual(TEXT);
  expect(read).toMatchObject({ sha256: sha256(TEXT), size: TEXT.length });
});

test("gzip is known by its first bytes, not by its name; hash and length are those of the original", async () => {
  const gzip = gzipSync(TEXT);
  const read = await readBytes(file("named.json", gzip), DEFAULT_LIMITS);
  expect(Buffer.from(read.bytes)).toEqual(TEXT);
  expect(read).toMatchObject({ sha256: sha256(gzip), size: gzip.length });
  const plain = await readBytes(file("named.json.gz", TEXT), DEFAULT_LIMITS);
  expect(Buffer.from(plain.bytes)).toEqual(TEXT);
});

test("an empty file is read as no bytes", async () => {
  const read = await readBytes(file("empty", Buffer.alloc(0)), DEFAULT_LIMITS);
  expect(read.bytes).toHaveLength(0);
});

test.each([0, 1])(
  "a file of the size limit is read, one byte more is refused (+%i)",
  async (more) => {
    const limits = { ...DEFAULT_LIMITS, bytes: 100_000 };
    const path = file("sized", Buffer.alloc(limits.bytes + more, "x"));
    const outcome = readBytes(path, limits).then((read) => read.size, codeOf);
    await expect(outcome).resolves.toBe(more === 0 ? limits.bytes : "too-large");
  },
);

test("gzip that inflates over the size limit is refused", async () => {
  const limits = { ...DEFAULT_LIMITS, bytes: 100_000 };
  const noise = Buffer.from(Array.from({ length: 100_001 }, (_, i) => (i * i * 31) % 251));
  await expect(takeBytes(gzipSync(noise), "x.gz", limits)).rejects.toMatchObject({
    code: "too-large",
    place: "x.gz",
  });
});

test("a gzip bomb is refused", async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
  await expect(readBytes(file("bomb.gz", bomb), DEFAULT_LIMITS)).rejects.toMatchObject({
    code: "bomb",
  });
});

test.each([
  ["cut off", gzipSync(TEXT).subarray(0, -5)],
  ["with a wrong checksum", flipped(gzipSync(TEXT), -6)],
  ["followed by text", Buffer.concat([gzipSync(TEXT), TEXT])],
  ["followed by zeros and text", Buffer.concat([gzipSync(TEXT), Buffer.alloc(9), TEXT])],
  ["followed by more gzip", Buffer.concat([gzipSync(TEXT), gzipSync(TEXT)])],
  ["with nothing but its first bytes", gzipSync(TEXT).subarray(0, 3)],
])("gzip %s is refused", async (_what, bytes) => {
  await expect(takeBytes(bytes, "x.gz", DEFAULT_LIMITS)).rejects.toMatchObject({
    code: "unreadable-file",
  });
});

test.each([
  ["a missing file", () => join(folder, "missing"), "there is no such file"],
  ["a folder", () => folder, "this is a directory"],
  ["a path under a file", () => join(file("leaf", TEXT), "x"), "there is no such file"],
  ["a path that cannot be", () => "a\0b", "cannot be read"],
])("%s is refused by name", async (_what, path, problem) => {
  await expect(readBytes(path(), DEFAULT_LIMITS)).rejects.toMatchObject({
    code: "unreadable-file",
    place: path(),
    message: expect.stringContaining(problem) as string,
  });
});

test.skipIf(process.platform === "win32")("a named pipe is refused without waiting", async () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  await expect(readBytes(pipe, DEFAULT_LIMITS)).rejects.toMatchObject({ code: "unreadable-file" });
});

describeWithData("the largest collection of the shared data", () => {
  test("is inflated whole", async () => {
    const path = sharedData("attack", "enterprise-attack-18.1.stix21.json.gz");
    const read = await readBytes(path, DEFAULT_LIMITS);
    expect(read.bytes).toHaveLength(33_868_810);
  });
});

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function flipped(bytes: Buffer, at: number): Buffer {
  const index = bytes.length + at;
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return bytes;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : error;
}
