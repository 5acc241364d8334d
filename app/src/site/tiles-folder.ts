import { createHash } from "node:crypto";
import { join } from "node:path";

/** Where the public files of a log are below a folder. Origins are free text, so their hash names it. */
export function tilesFolder(folder: string, origin: string): string {
  const name = createHash("sha256").update(origin).digest("hex").slice(0, 32);
  return join(folder, "tiles", name);
}
