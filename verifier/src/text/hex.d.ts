/** Lower-case hex of `bytes`, two letters a byte. */
export declare function encodeHex(bytes: Uint8Array): string;
