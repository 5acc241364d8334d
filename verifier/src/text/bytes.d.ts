/** Whether two byte strings are the same. Not constant time: everything compared here is public. */
export declare function sameBytes(a: Uint8Array, b: Uint8Array): boolean;
/** The byte strings one after the other. */
export declare function joinBytes(...parts: readonly Uint8Array[]): Uint8Array;
