import { parseNote } from "caveat-verifier";
import type { StoredCheckpoint } from "../log/ports.ts";
import type { ExportSource } from "./ports.ts";

/** Entries from one checkpoint of an export to the next, at most: each costs a reader its signatures. */
const MOST_APART = 4096;
/** Where there are fewer entries, about so many checkpoints: they narrow down where a forger was. */
const PLENTY = 64;

/**
 * The checkpoint that an export has next after `above` entries, or the last one.
 *
 * Every checkpoint of an export has to be signed by a key that its reader believes. Older ones that
 * only a retired key signed are left out.
 *
 * @param keys the log's present keys, as name+id
 */
export async function nextCheckpoint(
  source: ExportSource,
  above: number,
  last: StoredCheckpoint,
  keys: ReadonlySet<string>,
): Promise<StoredCheckpoint> {
  const apart = Math.min(MOST_APART, Math.ceil(last.size / PLENTY));
  for (let from = above; from + apart < last.size; from += apart) {
    const found = await source.checkpointIn(from, from + apart);
    if (found !== undefined && isSignedBy(found, keys)) return found;
  }
  return last;
}

function isSignedBy({ note, size }: StoredCheckpoint, keys: ReadonlySet<string>): boolean {
  const { signatures } = parseNote(note, `the checkpoint of ${size} entries`);
  return signatures.some(({ name, keyId }) => keys.has(`${name}+${keyId}`));
}
