/**
 * A count or index written in ASCII decimal without leading zeros (tlog-checkpoint, tlog-proof), or
 * undefined for anything else, including numbers above 2^53 - 1.
 */
export declare function parseDecimal(text: string): number | undefined;
