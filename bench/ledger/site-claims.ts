import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { parseCheckpoint } from "caveat-verifier";
import { originsOf, type Site } from "../../app/src/site/site.ts";
import type { LogClaims } from "./check-log.ts";
import type { SiteClaims } from "./check-site.ts";
import type { Heard } from "./heard.ts";
import type { IssuedHead } from "./one-history.ts";

/**
 * What clients and readers know of a site: what was heard, what a reader of the public files saw, and
 * what the signer vouched for last. `keys` are all that the root log has had.
 */
export async function siteClaims(
  site: Site,
  heard: Heard,
  seen: readonly IssuedHead[],
  keys: readonly string[],
): Promise<SiteClaims> {
  const heads = [...heard.signed, ...seen, ...(await vouchedFor(join(site.home, "signer")))];
  const logs = new Map<string, LogClaims>();
  for (const origin of await originsOf(site.store)) {
    const isRoot = origin === site.origin;
    const notes = [...(isRoot ? heard.notes : [])].map(
      (note) => new Uint8Array(Buffer.from(note, "base64")),
    );
    logs.set(origin, {
      acked: heard.acked.get(origin) ?? new Set(),
      heads: heads.filter((head) => head.origin === origin),
      notes,
      keys: isRoot ? keys : (await site.signer.of(origin).state()).keys,
    });
  }
  const { erased, erasing, read } = heard;
  return { logs, erased, erasing, reads: read.size };
}

/** The states of a signer's folder. */
async function vouchedFor(folder: string): Promise<readonly IssuedHead[]> {
  const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{32}$/.test(name));
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name, "state"), "utf8");
      const { origin, size, root } = parseCheckpoint(text);
      return { origin, size, root: Buffer.from(root).toString("base64"), from: "the signer" };
    }),
  );
}
