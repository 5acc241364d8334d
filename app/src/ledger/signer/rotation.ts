import type { JsonObject } from "caveat-verifier";

/** The kind of an entry that announces a change of the log's key. */
export const ROTATION = "key-rotation";

/** The body of that entry. Keys in the text form of signed-note (name+id+base64). */
export function rotationBody(origin: string, from: string, to: string): JsonObject {
  return { origin, from, to };
}
