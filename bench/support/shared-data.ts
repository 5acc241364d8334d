import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SHARED = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

/** The path of a file or folder of the shared data, which stands beside the repository or not. */
export function sharedData(...segments: readonly string[]): string {
  return join(SHARED, ...segments);
}
