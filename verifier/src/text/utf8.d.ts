/** The UTF-8 bytes of a text. */
export declare function encodeUtf8(text: string): Uint8Array;
/** The text of UTF-8 bytes, or undefined when they are not valid UTF-8. One to one. */
export declare function decodeUtf8(bytes: Uint8Array): string | undefined;
