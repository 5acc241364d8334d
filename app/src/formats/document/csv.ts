import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import type { DocumentRead } from "./document-read.ts";
import { readDocument } from "./document.ts";

/**
 * Reads comma-, semicolon- or tab-separated values: "line 12", "line 12 column 3".
 *
 * @throws Refusal "bad-utf8", "unknown-format", and for large files "broken-document" or "bomb".
 */
export function readCsv(
  bytes: Uint8Array,
  name: string,
  limits: Limits = DEFAULT_LIMITS,
): Promise<DocumentRead> {
  return readDocument("csv", bytes, name, limits);
}
