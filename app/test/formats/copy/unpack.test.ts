import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../../src/core/refusal.ts";
import { unpack } from "../../../src/formats/copy/unpack.ts";
import { DEFAULT_LIMITS } from "../../../src/formats/limits.ts";
import { makePdf, stream } from "../document-samples.ts";

const NOISE = Array.from({ length: 60 }, (_, nth) => `line ${nth * 7919}`).join("\n");

describe("what is packed is opened", () => {
  test.each([
    ["gzip", gzipSync(NOISE)],
    ["gzip with a name and a comment", named(gzipSync(NOISE))],
    ["gzip that something follows", Buffer.concat([gzipSync(NOISE), Buffer.from("==trailer")])],
    ["zlib", deflateSync(NOISE)],
    ["a zip, deflated", zip(deflateRawSync(NOISE), 8, 0)],
    ["a zip, stored", zip(Buffer.from(NOISE), 0, 0)],
  ])("%s", (_name, bytes) => {
    expect(texts(bytes)).toEqual([NOISE]);
  });

  test("gzip of several members, each", () => {
    const both = Buffer.concat([gzipSync("one"), gzipSync("two")]);
    expect(texts(both)).toEqual(["one", "two"]);
  });

  test("gzip that was cut off, as far as it goes", () => {
    const packed = gzipSync(NOISE);
    expect(NOISE.startsWith(texts(packed.subarray(0, -20))[0] ?? "nothing")).toBe(true);
  });

  test("a PDF's deflated streams", () => {
    const packed = stream(deflateSync(NOISE), "/Filter /FlateDecode");
    const pdf = Buffer.concat([makePdf({ pages: [["a page"]] }), packed]);
    expect(texts(pdf)).toEqual([NOISE]);
  });
});

describe("what cannot be looked into is refused", () => {
  test.each([
    [
      "broken-document",
      "damaged gzip",
      Buffer.concat([gzipSync("x").subarray(0, 10), Buffer.alloc(300, 0xff)]),
    ],
    ["broken-document", "a zip with an encrypted file", zip(Buffer.from(NOISE), 0, 1)],
    ["broken-document", "a zip packed in an unknown way", zip(Buffer.from(NOISE), 99, 0)],
    [
      "broken-document",
      "a zip without a directory",
      Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(300)]),
    ],
    ["bomb", "a bomb", gzipSync(Buffer.alloc(50_000_000))],
  ])("%s: %s", (code, _name, bytes) => {
    expect(refusalOf(() => unpack(bytes, DEFAULT_LIMITS))).toBe(code);
  });
});

test("what only begins like something packed is nothing", () => {
  expect(unpack(Buffer.from("1f8b08ff00000000000000ffff", "hex"), DEFAULT_LIMITS)).toEqual([]);
  expect(unpack(Buffer.from("x\u0001 marks the spot"), DEFAULT_LIMITS)).toEqual([]);
  expect(unpack(Buffer.from("plain text"), DEFAULT_LIMITS)).toEqual([]);
});

function texts(bytes: Uint8Array): readonly string[] {
  return unpack(bytes, DEFAULT_LIMITS).map((part) => Buffer.from(part).toString());
}

function refusalOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return "none";
}

function named(packed: Buffer): Buffer {
  const head = Buffer.from(packed.subarray(0, 10));
  head.writeUInt8(0x18, 3);
  return Buffer.concat([head, Buffer.from("a.txt\0a comment\0"), packed.subarray(10)]);
}

/** One file by APPNOTE.TXT 4.3.7 and 4.3.12. */
function zip(content: Buffer, method: number, flags: number): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(flags, 6);
  local.writeUInt16LE(method, 8);
  local.writeUInt16LE(1, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(flags, 8);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(content.length, 20);
  entry.writeUInt16LE(1, 28);
  const name = Buffer.from("a");
  return Buffer.concat([local, name, content, entry, name]);
}
