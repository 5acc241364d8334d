import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe } from "vitest";

/** Real and hostile input that is not part of the repository: ../shared/data beside it. */
export const SHARED: URL = new URL("../../../shared/data/", import.meta.url);

/** The path of a file or folder of the shared data. */
export function sharedData(...segments: readonly string[]): string {
  return join(fileURLToPath(SHARED), ...segments);
}

/** A `describe` that is counted and named as skipped on a machine without the shared data. */
export function describeWithData(name: string, tests: () => void): void {
  describe.skipIf(!existsSync(SHARED))(`${name} (needs ../shared/data)`, tests);
}
