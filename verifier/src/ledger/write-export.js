import { treeHash } from "../merkle/tree-hash.js";
import { joinBytes } from "../text/bytes.js";
import { encodeUtf8 } from "../text/utf8.js";
import { formatEntryLine, formatFieldLine } from "./export-line.js";
import { headLines } from "./head-reader.js";
import { Sum } from "./sum.js";
/**
 * Writes an export piece by piece, in this order: `head`, then `entry` for each entry with its sealed
 * fields in the order of their names, `checkpoint` at each size the export has one for (the last of
 * them after the last entry), `end`. Each gives the bytes to write; nothing is held back.
 *
 * It writes what it is given: whether that is a good ledger, `verifyLedger` says.
 */
export class ExportWriter {
    #tree;
    #sum = new Sum();
    #index = 0;
    constructor(hash) {
        this.#tree = treeHash(hash);
    }
    head(head) {
        const lines = headLines(head);
        for (const line of lines)
            this.#sum.addText(line);
        return encodeUtf8([...lines, this.#sum.close(), ""].join("\n"));
    }
    entry(entry, fields) {
        const line = formatEntryLine(this.#index, this.#tree.leaf(entry), entry);
        this.#index += 1;
        return joinBytes(line, ...fields.map(({ field, state }) => formatFieldLine(field, state)));
    }
    /** @param note the signed checkpoint, verbatim, for the entries written so far. */
    checkpoint(note) {
        this.#sum.addText("checkpoint");
        // The note ends in a newline, which the sum puts back.
        this.#sum.add(note.subarray(0, -1));
        return joinBytes(encodeUtf8("checkpoint\n"), note, encodeUtf8(`${this.#sum.close()}\n`));
    }
    end() {
        return encodeUtf8("end\n");
    }
}
//# sourceMappingURL=write-export.js.map