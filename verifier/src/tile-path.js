import { VerificationError } from "./error.js";
import { parseDecimal } from "./text/decimal.js";
/** Hashes in a full tile, and entries in a full bundle. */
export const TILE_WIDTH = 256;
const MOST_LEVELS = 63;
const PATH = /^tile\/(entries|[0-9]{1,2})((?:\/x[0-9]{3})*\/[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;
/** The path of a tile below the log's prefix: "tile/0/x001/234", "tile/entries/067.p/12". */
export function tilePath({ level, index, width }) {
    const digits = String(index);
    const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
    const parts = padded.match(/.{3}/g) ?? [];
    const last = parts.pop() ?? "000";
    const suffix = width === TILE_WIDTH ? "" : `.p/${width}`;
    return `tile/${level}/${parts.map((part) => `x${part}/`).join("")}${last}${suffix}`;
}
/**
 * Reads the path of a tile; the path is hostile.
 *
 * Throws "bad-tile" for anything that `tilePath` would not write exactly so.
 */
export function parseTilePath(path) {
    const [, kind = "", parts = "", width = String(TILE_WIDTH)] = PATH.exec(path) ?? [];
    const id = {
        level: kind === "entries" ? kind : (parseDecimal(kind) ?? MOST_LEVELS + 1),
        index: Number(parts.replaceAll(/[/x]/g, "")),
        width: Number(width),
    };
    const isTile = typeof id.level === "string" || id.level <= MOST_LEVELS;
    if (!isTile || !Number.isSafeInteger(id.index) || tilePath(id) !== path) {
        throw new VerificationError("bad-tile", "tile path", "it is not the path of a tile or bundle");
    }
    return id;
}
/**
 * The width of a tile in a tree of `size` leaves: 256 where full, 0 where the tree does not reach it.
 * The level of a bundle is 0.
 */
export function tileWidth(level, index, size) {
    const hashes = Math.floor(size / TILE_WIDTH ** level);
    return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}
//# sourceMappingURL=tile-path.js.map