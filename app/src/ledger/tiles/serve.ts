import {
  VerificationError,
  parseCheckpoint,
  parseNote,
  parseTilePath,
  tileWidth,
  type TileId,
} from "caveat-verifier";
import type { TileDirectory } from "./tile-directory.ts";

/** An answer over HTTP. */
export interface TileAnswer {
  readonly status: 200;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Whoever was allowed to have it may keep it; caches that many share may not ("public" is not there). */
const FOREVER = "max-age=31536000, immutable";
const NOW = "no-cache";

/**
 * Answers a request for one of the public files of a log (tlog-tiles, APIs): GET /checkpoint,
 * /tile/L/N[.p/W], /tile/entries/N[.p/W], below whatever prefix the log has. The path is hostile and
 * comes without the prefix and without a query.
 *
 * Resolves to undefined for anything else, and for what the public checkpoint does not cover: a 404.
 * A partial tile of a tree before that is answered also when only the full one is left.
 */
export async function serveTiles(
  tiles: TileDirectory,
  method: string,
  path: string,
): Promise<TileAnswer | undefined> {
  if (method !== "GET" || !path.startsWith("/")) return undefined;
  const note = await tiles.checkpoint();
  if (note === undefined) return undefined;
  if (path === "/checkpoint") return answer("text/plain; charset=utf-8", NOW, note);
  const id = tileIn(path);
  const covered = id && coveredWidth(id, parseCheckpoint(parseNote(note).text).size);
  if (id === undefined || covered === undefined || covered < id.width) return undefined;
  const bytes = await tiles.bytes(id);
  return bytes && answer("application/octet-stream", FOREVER, bytes);
}

function tileIn(path: string): TileId | undefined {
  try {
    return parseTilePath(path.slice(1));
  } catch (error) {
    if (error instanceof VerificationError) return undefined;
    throw error;
  }
}

function coveredWidth({ level, index }: TileId, size: number): number {
  return tileWidth(level === "entries" ? 0 : level, index, size);
}

function answer(type: string, cache: string, body: Uint8Array): TileAnswer {
  const headers = {
    "content-type": type,
    "cache-control": cache,
    "x-content-type-options": "nosniff",
  };
  return { status: 200, headers, body };
}
