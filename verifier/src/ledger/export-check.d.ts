import type { TreeHash } from "../merkle/tree-hash.ts";
import type { Policy } from "../policy.ts";
import type { Pins } from "./pins.ts";
import type { Proven } from "./verdict.ts";
/** What the reader of an export brings along. */
export interface CheckInput {
    readonly policy: Policy;
    readonly origin: string | undefined;
    readonly pins: Pins;
    readonly tree: TreeHash;
}
/**
 * Reads an export line by line and throws at the first line that is not that of a good ledger. Then
 * `suspect` is the first entry not to be believed.
 */
export declare class ExportCheck {
    #private;
    suspect: number;
    constructor(input: CheckInput);
    /** The number of entries read. */
    get entries(): number;
    /** The number of entries under a checkpoint that satisfies the policy. */
    get covered(): number;
    /** One line without its newline. A promise only where signatures have to be checked. */
    line(line: Uint8Array): Promise<void> | undefined;
    /** Call after the last line. Throws "cut-short" unless the export came to its end. */
    finish(isWithinLine: boolean): Proven;
}
