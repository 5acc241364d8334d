/** Lower-case hex of `bytes`, two letters a byte. */
export function encodeHex(bytes) {
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
//# sourceMappingURL=hex.js.map