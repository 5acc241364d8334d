import { VerificationError } from "../error.ts";
import { RightEdge } from "../merkle/right-edge.ts";
import type { TreeHash } from "../merkle/tree-hash.ts";
import type { Policy } from "../policy.ts";
import { sameBytes } from "../text/bytes.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { notWitnessed, readCheckpoint } from "../verify-checkpoint.ts";
import type { SignedCheckpoint } from "../verify-checkpoint.ts";
import { readEntry } from "./entry.ts";
import { isLeaf, splitEntryLine } from "./export-line.ts";
import { HeadReader } from "./head-reader.ts";
import type { ExportHead } from "./head-reader.ts";
import { NoteReader } from "./note-reader.ts";
import type { NoteLines } from "./note-reader.ts";
import type { Pins } from "./pins.ts";
import { SealedCheck } from "./sealed-check.ts";
import { Sum } from "./sum.ts";
import type { Proven } from "./verdict.ts";

/** What the reader of an export brings along. */
export interface CheckInput {
  readonly policy: Policy;
  readonly origin: string | undefined;
  readonly pins: Pins;
  readonly tree: TreeHash;
}

const ZERO = 48;
const NINE = 57;

/** What is read from now on. */
type Part = HeadReader | NoteReader | "body" | "over";

/**
 * Reads an export line by line and throws at the first line that is not that of a good ledger. Then
 * `suspect` is the first entry not to be believed.
 */
export class ExportCheck {
  suspect = 0;
  readonly #input: CheckInput;
  readonly #edge: RightEdge;
  readonly #sum: Sum = new Sum();
  #part: Part = new HeadReader();
  #head: ExportHead = { origin: "", size: 0, sealed: "kept" };
  #sealed: SealedCheck = new SealedCheck(this.#head);
  #last: SignedCheckpoint | undefined;
  #checkpoints = 0;
  #covered = 0;

  constructor(input: CheckInput) {
    this.#input = input;
    this.#edge = new RightEdge(input.tree);
  }

  /** The number of entries read. */
  get entries(): number {
    return this.#edge.size;
  }

  /** The number of entries under a checkpoint that satisfies the policy. */
  get covered(): number {
    return this.#covered;
  }

  /** One line without its newline. A promise only where signatures have to be checked. */
  line(line: Uint8Array): Promise<void> | undefined {
    this.suspect = this.#inDoubt();
    const part = this.#part;
    if (part instanceof NoteReader) return this.#noteLine(part, line);
    if (part === "body") this.#bodyLine(line);
    else if (part === "over") throw bad("it goes on after its end");
    else this.#headLine(part, line);
    return undefined;
  }

  /** Call after the last line. Throws "cut-short" unless the export came to its end. */
  finish(isWithinLine: boolean): Proven {
    this.suspect = this.#inDoubt();
    if (this.#part !== "over" || this.#last === undefined || isWithinLine) {
      const what = `it stops after ${this.entries} of ${this.#head.size} entries, before its end`;
      throw new VerificationError("cut-short", "end", what);
    }
    return {
      checkpoint: this.#last,
      checkpoints: this.#checkpoints,
      sealed: this.#head.sealed,
      opened: this.#sealed.opened,
      erased: this.#sealed.erased,
    };
  }

  #headLine(reader: HeadReader, line: Uint8Array): void {
    if (!reader.isFull) {
      reader.take(textOf(line));
      this.#sum.add(line);
      return;
    }
    this.#requireSum(textOf(line));
    const { origin, pins } = this.#input;
    this.#head = reader.head();
    if (origin !== undefined && this.#head.origin !== origin) {
      const what = `it is of the log ${this.#head.origin}, not of ${origin}`;
      throw new VerificationError("wrong-origin", "head", what);
    }
    pins.requireOrigin(this.#head.origin);
    this.#sealed = new SealedCheck(this.#head);
    this.#part = "body";
    this.#passPins();
  }

  #bodyLine(line: Uint8Array): void {
    const [first = 0] = line;
    if (this.#sealed.next !== undefined) return this.#sealed.line(textOf(line));
    if (first >= ZERO && first <= NINE) return this.#entryLine(line);
    const text = textOf(line);
    if (text === "end") return this.#endLine();
    if (text !== "checkpoint") throw bad("it is neither an entry, a checkpoint nor the end");
    this.#sum.add(line);
    this.#part = new NoteReader();
  }

  #entryLine(line: Uint8Array): void {
    const index = this.#edge.size;
    const { leaf, entry } = splitEntryLine(line, index);
    const hash = this.#input.tree.leaf(entry);
    if (!isLeaf(leaf, hash)) {
      throw new VerificationError("wrong-entry", "entry", "it does not hash to its leaf");
    }
    const mismatch = this.#sealed.entry(readEntry(entry, "entry"), index);
    if (mismatch !== undefined) {
      this.suspect = mismatch.entry;
      throw mismatch.error;
    }
    this.#edge.append(hash);
    this.#passPins();
  }

  #passPins(): void {
    const { pins } = this.#input;
    if (pins.next !== this.#edge.size) return;
    this.suspect = pins.agreed;
    pins.pass(this.#edge.size, this.#edge.root());
  }

  #noteLine(reader: NoteReader, line: Uint8Array): Promise<void> | undefined {
    const lines = reader.take(line);
    return lines === undefined ? undefined : this.#checkpoint(lines, textOf(line));
  }

  async #checkpoint({ note, lines }: NoteLines, sum: string): Promise<void> {
    const { policy } = this.#input;
    const checkpoint = await readCheckpoint(note, policy, this.#head.origin, "checkpoint");
    this.#requireTree(checkpoint);
    for (const line of lines) this.#sum.add(line);
    this.#requireSum(sum);
    this.#last = checkpoint;
    this.#checkpoints += 1;
    if (checkpoint.isWitnessed) this.#covered = checkpoint.size;
    this.#part = "body";
  }

  #requireSum(line: string): void {
    if (line !== this.#sum.close()) {
      throw bad("the lines above it were damaged where no trusted signature covers them");
    }
  }

  #requireTree({ size, root }: SignedCheckpoint): void {
    const entries = this.#edge.size;
    if (size !== entries || size === this.#last?.size) {
      this.suspect = Math.max(this.#agreed, Math.min(size, entries));
      const what = `the checkpoint of ${size} entries stands after ${entries}, or twice`;
      throw new VerificationError("wrong-index", "checkpoint", what);
    }
    if (!sameBytes(root, this.#edge.root())) {
      const what = `entries ${this.#agreed} to ${size - 1} do not lead to the root the log signed`;
      throw new VerificationError("wrong-root", "checkpoint", what);
    }
  }

  #endLine(): void {
    const { pins, policy } = this.#input;
    const size = this.#edge.size;
    if (size !== this.#head.size || this.#last?.size !== size) {
      const what = `it ends after ${size} entries, where ${this.#head.size} and a checkpoint belong`;
      throw new VerificationError("cut-short", "end", what);
    }
    pins.requireAll(size);
    this.suspect = this.#covered;
    if (!this.#last.isWitnessed) throw notWitnessed(policy, "the last checkpoint");
    this.#part = "over";
  }

  /** The size of the last checkpoint that held; the log's signature alone is enough for that. */
  get #agreed(): number {
    return this.#last?.size ?? 0;
  }

  /** The entry that the next line is about. */
  #inDoubt(): number {
    if (this.#part instanceof NoteReader) return this.#agreed;
    return this.#sealed.next === undefined ? this.#edge.size : this.#edge.size - 1;
  }
}

function textOf(line: Uint8Array): string {
  const text = decodeUtf8(line);
  if (text === undefined) throw new VerificationError("not-text", "line", "it is not UTF-8 text");
  return text;
}

function bad(problem: string): VerificationError {
  return new VerificationError("bad-export", "line", problem);
}
