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

/** The five lines of a head, the last of them empty, without newlines. */
export function headLines({ origin, size, sealed }: ExportHead): readonly string[] {
  return [EXPORT_FORMAT, `origin ${origin}`, `size ${size}`, `sealed ${sealed}`, ""];
}

/** Reads the head of an export line by line. */
export class HeadReader {
  readonly #values: string[] = [];

  /**
   * Takes one line; gives the head with the last of them.
   *
   * Throws "bad-export" at the first line that `headLines` would not have written.
   */
  take(text: string): ExportHead | undefined {
    const at = this.#values.length;
    const name = [EXPORT_FORMAT, "origin ", "size ", "sealed ", ""][at] ?? "";
    const value = text.startsWith(name) ? text.slice(name.length) : undefined;
    const isFixed = at === 0 || at === 4;
    if (value === undefined || (isFixed ? value !== "" : value === "")) {
      const what = isFixed ? `it is not "${name}"` : `it does not state the ${name.trim()}`;
      throw bad(`${what}, which belongs in line ${at + 1} of an export`);
    }
    this.#values.push(value);
    return at === 4 ? this.#head() : undefined;
  }

  #head(): ExportHead {
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
