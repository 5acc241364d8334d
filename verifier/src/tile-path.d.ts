/** A resource of a tiled log (tlog-tiles): a tile of hashes, or a bundle of entries. */
export interface TileId {
    /** 0 for leaf hashes, each next level 256 times coarser; "entries" for a bundle. */
    readonly level: number | "entries";
    /** Counted from the left of its level. */
    readonly index: number;
    /** 256, or less at the right edge (a partial tile). */
    readonly width: number;
}
/** Hashes in a full tile, and entries in a full bundle. */
export declare const TILE_WIDTH = 256;
/** The path of a tile below the log's prefix: "tile/0/x001/234", "tile/entries/067.p/12". */
export declare function tilePath({ level, index, width }: TileId): string;
/**
 * Reads the path of a tile; the path is hostile.
 *
 * Throws "bad-tile" for anything that `tilePath` would not write exactly so.
 */
export declare function parseTilePath(path: string): TileId;
/**
 * The width of a tile in a tree of `size` leaves: 256 where full, 0 where the tree does not reach it.
 * The level of a bundle is 0.
 */
export declare function tileWidth(level: number, index: number, size: number): number;
