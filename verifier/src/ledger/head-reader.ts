import { VerificationError } from "../error.ts";
import { parseDecimal } from "../text/decimal.ts";
import { EXPORT_FORMAT } from "./export-line.ts";
import type { Disclosure } from "./export-line.ts";

/** What the head of an export states. */
export interface ExportHead {
  readonly origin: string;
  /** The number of entries that follow; the last checkpoint is of this size. */
  readonly size: number;
  readonly sealed: Disclosure;
}

/** The lines of a head, without newlines and without the line of their sum. */
export function headLines({ origin, size, sealed }: ExportHead): readonly string[] {
  return [EXPORT_FORMAT, `origin ${origin}`, `size ${size}`, `sealed ${sealed}`];
}

/** What stands before the value in each line of a head. */
const NAMES: readonly string[] = [EXPORT_FORMAT, "origin ", "size ", "sealed "];

/** Reads the head of an export line by line, up to the line of its sum, which is the caller's. */
export class HeadReader {
  readonly #values: string[] = [];

  /** Whether all lines were taken. */
  get isFull(): boolean {
    return this.#values.length === NAMES.length;
  }

  /** Takes one line. Throws "bad-export" for a line that no head has there. */
  take(text: string): void {
    const at = this.#values.length;
    const name = NAMES[at] ?? "";
    const value = text.slice(name.length);
    const isLine = text.startsWith(name) && (at === 0) === (value === "");
    if (!isLine) throw bad(`it is not the line ${name.trim()} of the head of an export`);
    this.#values.push(value);
  }

  /** The head. Throws "bad-export" for values that none has. */
  head(): ExportHead {
    const [, origin = "", count = "", sealed = ""] = this.#values;
    const size = parseDecimal(count);
    if (size === undefined) throw bad("its size is not a decimal number up to 2^53 - 1");
    if (sealed !== "open" && sealed !== "kept") throw bad("its sealed is neither open nor kept");
    return { origin, size, sealed };
  }
}

function bad(problem: string): VerificationError {
  return new VerificationError("bad-export", "head", problem);
}
