const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/;
/**
 * A count or index written in ASCII decimal without leading zeros (tlog-checkpoint, tlog-proof), or
 * undefined for anything else, including numbers above 2^53 - 1.
 */
export function parseDecimal(text) {
    if (!DECIMAL.test(text))
        return undefined;
    const value = Number(text);
    return Number.isSafeInteger(value) ? value : undefined;
}
//# sourceMappingURL=decimal.js.map