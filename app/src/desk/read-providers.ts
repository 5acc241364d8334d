import { readFile, stat } from "node:fs/promises";
import { Refusal } from "../core/refusal.ts";
import { parseProviders } from "../http/providers/parse-providers.ts";
import type { ProviderSettings } from "../http/providers/settings.ts";

/**
 * The identity providers of a site: those in the file that CAVEAT_PROVIDERS names, none without one.
 * Rejects with a Refusal for a file that is not there, that others may read (it holds secrets), or that
 * `parseProviders` refuses.
 */
export async function readProviders(
  path: string | undefined,
): Promise<readonly ProviderSettings[]> {
  if (path === undefined) return [];
  const [bytes, { mode }] = await Promise.all([readFile(path), stat(path)]).catch(() => {
    const what = "the file of identity providers cannot be read";
    throw new Refusal("unreadable-file", path, what, "check CAVEAT_PROVIDERS");
  });
  if ((mode & 0o077) !== 0) {
    const what = "others on this machine may read it, and it holds secrets";
    throw new Refusal("bad-usage", path, what, `run: chmod 600 ${path}`);
  }
  return parseProviders(bytes, path);
}
