import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { Refusal } from "../../../src/core/refusal.ts";
import { readContainer, writeContainer } from "../../../src/formats/package/container.ts";

const refused: unknown = expect.objectContaining({ code: "bad-package" });
const hasTar = spawnSync("tar", ["--version"]).status === 0;

function file(name: string, text = "x"): { name: string; bytes: Uint8Array } {
  return { name, bytes: new TextEncoder().encode(text) };
}

/** An archive of one file with some bytes of its header replaced, and a checksum that fits. */
function forged(change: (header: Buffer) => void, text = "x"): Uint8Array {
  const archive = Buffer.from(writeContainer([file("a.txt", text)]));
  change(archive);
  archive.fill(" ", 148, 156);
  const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  archive.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return archive;
}

describe("an archive", () => {
  test("gives back what went in", () => {
    const name = fc
      .stringMatching(/^[a-z0-9]{1,20}\.[a-z]{3}$/)
      .filter((one) => !/^(con|prn|aux|nul)/.test(one));
    const one = fc.record({ name, bytes: fc.uint8Array({ maxLength: 2_000 }) });
    const files = fc.uniqueArray(one, { selector: (each) => each.name, maxLength: 8 });
    fc.assert(
      fc.property(files, (list) => {
        const read = readContainer(writeContainer(list));
        expect(read.map((each) => each.name)).toEqual(list.map((each) => each.name));
        for (const [at, { bytes }] of read.entries()) {
          expect(Buffer.from(bytes).equals(list[at]?.bytes ?? new Uint8Array())).toBe(true);
        }
      }),
    );
  });

  test("of the same files is the same bytes", () => {
    expect(writeContainer([file("a.txt")])).toEqual(writeContainer([file("a.txt")]));
  });

  test("with any one bit changed is refused, unless it is one of the content's", () => {
    const archive = writeContainer([file("a.txt", "hello"), file("b.txt", "")]);
    const isRead = (bit: number): boolean => {
      const changed = Uint8Array.from(archive);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      try {
        return readContainer(changed).length === 2;
      } catch (error) {
        return !(error instanceof Refusal);
      }
    };
    const content = Array.from({ length: 5 * 8 }, (_, at) => 512 * 8 + at);
    expect([...Array(archive.length * 8).keys()].filter(isRead)).toEqual(content);
  });

  test.each([
    ["a path out of the folder", (h: Buffer) => void h.write("../a.txt\0", 0)],
    ["a folder in the name", (h: Buffer) => void h.write("b/a.txt\0", 0)],
    ["an absolute path", (h: Buffer) => void h.write("/etc/passwd\0", 0)],
    ["a backslash", (h: Buffer) => void h.write("..\\a.txt\0", 0)],
    ["a hidden name", (h: Buffer) => void h.write(".bashrc\0", 0)],
    ["a device of Windows", (h: Buffer) => void h.write("aux.txt\0", 0)],
    ["a symbolic link", (h: Buffer) => void h.write("2", 156)],
    ["a hard link", (h: Buffer) => void h.write("1", 156)],
    ["a folder", (h: Buffer) => void h.write("5", 156)],
    ["an extended header", (h: Buffer) => void h.write("x", 156)],
    ["a long name", (h: Buffer) => void h.write("L", 156)],
    ["a prefix", (h: Buffer) => void h.write("..", 345)],
    ["a set-uid bit", (h: Buffer) => void h.write("0004755", 100)],
    ["a size in base 256", (h: Buffer) => void h.writeUInt8(0x80, 124)],
    ["a negative size", (h: Buffer) => void h.write("-0000000001", 124)],
    ["a size beyond the end", (h: Buffer) => void h.write("77777777777", 124)],
  ])("with %s is refused", (_name, change) => {
    expect(() => readContainer(forged(change))).toThrow(refused);
  });

  test("with something after its end, before its start, or without its end is refused", () => {
    const archive = Buffer.from(writeContainer([file("a.txt")]));
    const forms = [
      Buffer.concat([archive, Buffer.alloc(512)]),
      Buffer.concat([archive, Buffer.from("x")]),
      Buffer.concat([Buffer.alloc(512), archive]),
      archive.subarray(0, -512),
      archive.subarray(0, 512),
      Buffer.alloc(0),
    ];
    for (const form of forms) expect(() => readContainer(form)).toThrow(refused);
  });

  test("is not written with a name twice, in whatever case, or too many files", () => {
    expect(() => writeContainer([file("A.txt"), file("a.txt")])).toThrow(refused);
    const many = Array.from({ length: 17 }, (_, at) => file(`f${at}.txt`));
    expect(() => writeContainer(many)).toThrow(refused);
  });

  test("of garbage is refused, whatever it is", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (bytes) => {
        expect(() => readContainer(bytes)).toThrow(refused);
      }),
    );
  });
});

describe.skipIf(!hasTar)("tar (needs the program tar)", () => {
  test("opens an archive", () => {
    const folder = mkdtempSync(join(tmpdir(), "tar-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "p.tar"), writeContainer([file("a.txt", "hello"), file("b.txt")]));
    execFileSync("tar", ["-xf", "p.tar"], { cwd: folder });
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("hello");
  });
});
