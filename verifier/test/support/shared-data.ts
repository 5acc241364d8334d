import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/** Reference data that is not part of the repository: ../shared/data beside it. */
const SHARED: URL = new URL("../../../../shared/data/", import.meta.url);

/** The path of a file or folder of the shared data. */
export function sharedData(...segments: readonly string[]): string {
  return join(fileURLToPath(SHARED), ...segments);
}

/** A `describe` that is counted and named as skipped on a machine without the shared data. */
export function describeWithData(name: string, tests: () => void): void {
  const isHere = existsSync(SHARED);
  const body = isHere ? tests : () => test("all of it", () => expect.unreachable());
  describe.skipIf(!isHere)(`${name} (needs ../shared/data)`, body);
}
