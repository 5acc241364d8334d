import { VerificationError } from "./error.js";
import { joinBytes } from "./text/bytes.js";
import { TILE_WIDTH } from "./tile-path.js";
const HASH_LENGTH = 32;
/** What a big-endian uint16 can count: the largest entry a bundle holds. */
export const MOST_ENTRY_BYTES = 65_535;
/**
 * The hashes of a tile of a known width (tlog-tiles, Merkle Tree); the bytes are hostile.
 *
 * Throws "bad-tile" unless there are exactly 32 bytes for each.
 */
export function parseHashTile(bytes, width, place = "tile") {
    requireWidth(width);
    if (bytes.length !== width * HASH_LENGTH) {
        const what = `it has ${bytes.length} bytes, and ${width} hashes have ${width * HASH_LENGTH}`;
        throw new VerificationError("bad-tile", place, what);
    }
    return Array.from({ length: width }, (_, at) => bytes.slice(at * HASH_LENGTH, (at + 1) * HASH_LENGTH));
}
/** The bytes of a tile with these hashes. */
export function formatHashTile(hashes) {
    requireWidth(hashes.length);
    return joinBytes(...hashes);
}
/**
 * The entries of a bundle of a known width (tlog-tiles, Log entries): each a big-endian uint16 length
 * and that many bytes. The bytes are hostile.
 *
 * Throws "bad-tile" when entries are missing or bytes are left over.
 */
export function parseEntryBundle(bytes, width, place = "bundle") {
    requireWidth(width);
    const entries = [];
    let at = 0;
    while (entries.length < width) {
        const start = at + 2;
        const end = start + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
        if (end > bytes.length) {
            throw new VerificationError("bad-tile", place, `it ends within its entry ${entries.length}`);
        }
        entries.push(bytes.slice(start, end));
        at = end;
    }
    if (at < bytes.length) {
        throw new VerificationError("bad-tile", place, `it goes on after its ${width} entries`);
    }
    return entries;
}
/** The bytes of a bundle. Throws a RangeError for an entry above 65,535 bytes. */
export function formatEntryBundle(entries) {
    requireWidth(entries.length);
    return joinBytes(...entries.flatMap((entry) => [lengthOf(entry), entry]));
}
function lengthOf({ length }) {
    if (length > MOST_ENTRY_BYTES)
        throw new RangeError(`an entry of ${length} bytes fits no bundle`);
    return Uint8Array.of(Math.floor(length / 256), length % 256);
}
function requireWidth(width) {
    if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) {
        throw new RangeError(`a tile of ${width} does not exist`);
    }
}
//# sourceMappingURL=tile.js.map