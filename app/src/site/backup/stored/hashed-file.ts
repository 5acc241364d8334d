import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";

/** What a file is, byte for byte. */
export interface FileSum {
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

const PIECE = 1_048_576;

/** Writes a new file and keeps count of what it is. Once `end` resolves it is on the disk. */
export class HashedFile {
  readonly #file: FileHandle;
  readonly #hash = createHash("sha256");
  #size = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Only this account may read it. Rejects when there is a file already. */
  static async create(path: string): Promise<HashedFile> {
    return new HashedFile(await open(path, "wx", 0o600));
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.#size += bytes.length;
    await this.#file.writeFile(bytes);
  }

  async end(): Promise<FileSum> {
    await this.#file.sync();
    await this.#file.close();
    return { size: this.#size, sha256: this.#hash.digest("hex") };
  }

  /** Closes what `end` was not called for. */
  async abandon(): Promise<void> {
    await this.#file.close();
  }
}

/** Copies a file into a new one, which is on the disk when this resolves to what it is. */
export async function copyHashed(from: string, to: string): Promise<FileSum> {
  const copy = await HashedFile.create(to);
  try {
    for await (const piece of piecesOf(from)) await copy.write(piece);
  } catch (error) {
    await copy.abandon();
    throw error;
  }
  return await copy.end();
}

/** What the file at a path is. */
export async function sumOf(path: string): Promise<FileSum> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const piece of piecesOf(path)) {
    hash.update(piece);
    size += piece.length;
  }
  return { size, sha256: hash.digest("hex") };
}

/** The bytes of a file in pieces, each good until the next is asked for. */
export async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, "r");
  try {
    const buffer = new Uint8Array(PIECE);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
