/** What a big-endian uint16 can count: the largest entry a bundle holds. */
export declare const MOST_ENTRY_BYTES = 65535;
/**
 * The hashes of a tile of a known width (tlog-tiles, Merkle Tree); the bytes are hostile.
 *
 * Throws "bad-tile" unless there are exactly 32 bytes for each.
 */
export declare function parseHashTile(bytes: Uint8Array, width: number, place?: string): Uint8Array[];
/** The bytes of a tile with these hashes. */
export declare function formatHashTile(hashes: readonly Uint8Array[]): Uint8Array;
/**
 * The entries of a bundle of a known width (tlog-tiles, Log entries): each a big-endian uint16 length
 * and that many bytes. The bytes are hostile.
 *
 * Throws "bad-tile" when entries are missing or bytes are left over.
 */
export declare function parseEntryBundle(bytes: Uint8Array, width: number, place?: string): Uint8Array[];
/** The bytes of a bundle. Throws a RangeError for an entry above 65,535 bytes. */
export declare function formatEntryBundle(entries: readonly Uint8Array[]): Uint8Array;
