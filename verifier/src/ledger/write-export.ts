import { treeHash } from "../merkle/tree-hash.ts";
import type { TreeHash } from "../merkle/tree-hash.ts";
import type { Sha256 } from "../sha256.ts";
import { joinBytes } from "../text/bytes.ts";
import { encodeUtf8 } from "../text/utf8.ts";
import { formatEntryLine, formatFieldLine } from "./export-line.ts";
import type { FieldState } from "./export-line.ts";
import { headLines } from "./head-reader.ts";
import type { ExportHead } from "./head-reader.ts";
import { Sum } from "./sum.ts";

/** A sealed field of an entry, and what the export says of it. */
export interface FieldLine {
  readonly field: string;
  readonly state: FieldState;
}

/**
 * Writes an export piece by piece, in this order: `head`, then `entry` for each entry with its sealed
 * fields in the order of their names, `checkpoint` at each size the export has one for (the last of
 * them after the last entry), `end`. Each gives the bytes to write; nothing is held back.
 *
 * It writes what it is given: whether that is a good ledger, `verifyLedger` says.
 */
export class ExportWriter {
  readonly #tree: TreeHash;
  readonly #sum: Sum = new Sum();
  #index = 0;

  constructor(hash?: Sha256) {
    this.#tree = treeHash(hash);
  }

  head(head: ExportHead): Uint8Array {
    const lines = headLines(head);
    for (const line of lines) this.#sum.addText(line);
    return encodeUtf8([...lines, this.#sum.close(), ""].join("\n"));
  }

  entry(entry: Uint8Array, fields: readonly FieldLine[]): Uint8Array {
    const line = formatEntryLine(this.#index, this.#tree.leaf(entry), entry);
    this.#index += 1;
    return joinBytes(line, ...fields.map(({ field, state }) => formatFieldLine(field, state)));
  }

  /** @param note the signed checkpoint, verbatim, for the entries written so far. */
  checkpoint(note: Uint8Array): Uint8Array {
    this.#sum.addText("checkpoint");
    // The note ends in a newline, which the sum puts back.
    this.#sum.add(note.subarray(0, -1));
    return joinBytes(encodeUtf8("checkpoint\n"), note, encodeUtf8(`${this.#sum.close()}\n`));
  }

  end(): Uint8Array {
    return encodeUtf8("end\n");
  }
}
