import { Refusal } from "../../core/refusal.ts";

/** A file in a package. */
export interface PackedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;
const MOST_FILES = 16;
/** No folder, nothing hidden, nothing that a shell or a file system reads as something else. */
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9])?$/;
/** What Windows takes for a device, whatever follows the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/** Whether a file of a package may be called that. */
export function isPackedName(name: string): boolean {
  return NAME.test(name) && !DEVICE.test(name) && !name.includes("..");
}

/**
 * The files as one POSIX ustar archive (IEEE Std 1003.1-1988, section 10.1.1), which every `tar` opens.
 * The same files make the same bytes: no owner, no time, the rights 0644.
 *
 * Throws a Refusal "bad-package" for a name that is not allowed or is there twice, whatever its case.
 */
export function writeContainer(files: readonly PackedFile[]): Uint8Array {
  requireNames(files.map(({ name }) => name));
  const parts = files.flatMap(({ name, bytes }) => [
    header(name, bytes.length),
    bytes,
    new Uint8Array(-bytes.length & (BLOCK - 1)),
  ]);
  return Buffer.concat([...parts, new Uint8Array(2 * BLOCK)]);
}

/**
 * Reads what `writeContainer` writes, and nothing else: what was read is written again, and must be the
 * same bytes. So no link, no folder, no path out of the folder, nothing before, between or after the
 * files, and no second way to read it. The bytes are hostile.
 *
 * Throws a Refusal "bad-package".
 */
export function readContainer(bytes: Uint8Array): readonly PackedFile[] {
  const files: PackedFile[] = [];
  let at = 0;
  while (bytes[at] !== undefined && bytes[at] !== 0 && files.length <= MOST_FILES) {
    const name = textAt(bytes, at, 100);
    const size = Number.parseInt(textAt(bytes, at + 124, 12), 8);
    if (!(size >= 0 && size <= bytes.length)) break;
    const from = at + BLOCK;
    files.push({ name, bytes: bytes.subarray(from, from + size) });
    at = from + Math.ceil(size / BLOCK) * BLOCK;
  }
  requireNames(files.map(({ name }) => name));
  if (!Buffer.from(bytes).equals(writeContainer(files))) {
    throw bad("the archive in the package", "it is not the one form of archive that a package has");
  }
  return files;
}

function requireNames(names: readonly string[]): void {
  const wrong = names.find((name) => !isPackedName(name));
  if (wrong !== undefined) {
    throw bad("a file in the package", "its name could mean something else than a plain file");
  }
  if (new Set(names.map((name) => name.toLowerCase())).size !== names.length) {
    throw bad("a file in the package", "its name is there twice");
  }
  if (names.length > MOST_FILES) throw bad("the package", `it has more than ${MOST_FILES} files`);
}

/** Offsets and widths of the fields as in the standard's table. */
function header(name: string, size: number): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, "latin1");
  block.write("0000644\0", 100, "latin1");
  block.write("0000000\0", 108, "latin1");
  block.write("0000000\0", 116, "latin1");
  block.write(`${size.toString(8).padStart(11, "0")}\0`, 124, "latin1");
  block.write("00000000000\0", 136, "latin1");
  block.write("        ", 148, "latin1");
  block.write("0", 156, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

function textAt(bytes: Uint8Array, at: number, width: number): string {
  const text = Buffer.from(bytes.subarray(at, at + width)).toString("latin1");
  return text.split("\0", 1)[0] ?? "";
}

function bad(place: string, problem: string): Refusal {
  return new Refusal("bad-package", place, problem, "use nothing of it, and tell its sender");
}
