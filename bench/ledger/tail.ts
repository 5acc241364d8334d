import { setTimeout as pause } from "node:timers/promises";
import { parseCheckpoint, parseEntry, parseNote, TILE_WIDTH } from "caveat-verifier";
import type { TileDirectory } from "../../app/src/ledger/tiles/tile-directory.ts";
import type { IssuedHead } from "./one-history.ts";

const POLL_MS = 10;

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * A reader of the public files of a log alone, who follows its checkpoint and reads every entry once, in
 * the order of the ledger.
 */
export class Tail {
  readonly #tiles: TileDirectory;
  readonly #index: Map<string, number> = new Map();
  readonly #waiting: Map<string, Waiting> = new Map();
  readonly #running: Promise<void>;
  #size = 0;
  #isOver = false;
  /** Checkpoints that it saw. */
  readonly seen: IssuedHead[] = [];
  readonly failures: string[] = [];

  constructor(tiles: TileDirectory) {
    this.#tiles = tiles;
    this.#running = this.#follow();
  }

  /** Resolves when a public checkpoint covers the entry; rejects when it can read no more. */
  async covers(id: string): Promise<void> {
    if (this.#index.has(id)) return;
    if (this.#isOver) throw new Error(this.failures.at(-1) ?? "the reader was stopped");
    await new Promise<void>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #follow(): Promise<void> {
    while (!this.#isOver) {
      try {
        await this.#look();
      } catch (error) {
        this.#giveUp(`a reader of the public files: ${String(error)}`);
      }
      await pause(POLL_MS);
    }
  }

  #giveUp(problem: string): void {
    this.#isOver = true;
    this.failures.push(problem);
    for (const { reject } of this.#waiting.values()) reject(new Error(problem));
    this.#waiting.clear();
  }

  async #look(): Promise<void> {
    const note = await this.#tiles.checkpoint();
    if (note === undefined) return;
    const { origin, size, root } = parseCheckpoint(parseNote(note).text);
    if (size === this.#size) return;
    if (size < this.#size) throw new Error(`the public checkpoint went back to ${size} entries`);
    const head = { origin, size, root: Buffer.from(root).toString("base64") };
    this.seen.push({ ...head, from: "the public files" });
    for (let at = Math.floor(this.#size / TILE_WIDTH); at * TILE_WIDTH < size; at += 1) {
      const entries = await this.#tiles.entries(at, size);
      if (entries === undefined) throw new Error(`bundle ${at} of ${size} entries is missing`);
      entries.forEach((bytes, i) => this.#add(at * TILE_WIDTH + i, bytes));
    }
    this.#size = size;
  }

  #add(index: number, bytes: Uint8Array): void {
    const { id } = parseEntry(bytes);
    const before = this.#index.get(id);
    if (before !== undefined && before !== index) {
      this.failures.push(`twice: the entry ${id} is public at ${before} and at ${index}`);
    }
    this.#index.set(id, index);
    this.#waiting.get(id)?.resolve();
    this.#waiting.delete(id);
  }
}
