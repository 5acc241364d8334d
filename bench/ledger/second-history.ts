import { VerificationError, parsePolicy, verifyCheckpoint, type Policy } from "caveat-verifier";
import { loadState, ownFolder } from "../../app/src/ledger/signer/state-file.ts";
import { isSame } from "../../app/src/ledger/log/same-bytes.ts";
import { advance } from "../../app/src/site/advance.ts";
import { openSite, type Site } from "../../app/src/site/site.ts";
import { join } from "node:path";
import { refused, type Restored } from "./refuses-older.ts";
import { storesOf, writeOthers } from "./write-others.ts";

/**
 * Everything as it was then, the signer's folder too: the site cannot know, and its signer signs a second
 * history. The one witness, over HTTP, saw the first: nothing of the second may get its line, whether it
 * has fewer entries or more, and no reader who asks for that line may believe it. Resolves to what is
 * wrong.
 */
export async function secondHistory(restored: Restored, home: string): Promise<readonly string[]> {
  const { snapshot, fleet } = restored;
  const { origin } = fleet;
  await snapshot.restore(home, ["db", "tiles", "signer", "keys", "content"], fleet.home);
  const seen = (await loadState(join(ownFolder(fleet.witnessFolder, origin), "state")))?.size ?? 0;
  await using site = await openSite({ home, witnesses: fleet.settings.witnesses });
  const { app, ledger } = storesOf(site.store);
  const tiles = await site.tilesOf(origin);
  const before = await tiles.checkpoint();
  const failures: string[] = [];
  const steps = [
    // Reads that wait become one entry more.
    { to: seen - 2, codes: ["rollback"], what: "a shorter second history before the witness" },
    { to: seen + 300, codes: ["fork"], what: "a longer second history before the witness" },
  ];
  for (const { to, codes, what } of steps) {
    await writeOthers(app, ledger, origin, to);
    failures.push(...(await refused(restored, what, codes, () => advance(site))));
    failures.push(...(await believed(site, to)));
  }
  const after = await tiles.checkpoint();
  if (after === undefined || (before !== undefined && isSame(before, after))) return failures;
  // What the witness had signed before the copy was made may still become public, and is the first history.
  const isFirst = await hasWitnessLine(site, after, seen);
  return isFirst ? failures : [...failures, "a checkpoint of the second history became public"];
}

/** The second history is signed by the log's own key, and only the witness's line tells. */
async function believed(site: Site, size: number): Promise<readonly string[]> {
  const newest = await site.ledger.transact((tables) => tables.newestCheckpoint(site.origin));
  if (newest === undefined || newest.size < size)
    return [`the signer did not sign the second history of ${size}`];
  await verifyCheckpoint(newest.note, await policyOf(site, "quorum none\n"), site.origin);
  const isBelieved = await hasWitnessLine(site, newest.note, newest.size);
  return isBelieved ? ["the witness's line stands below the second history"] : [];
}

/** Whether the witness signed it, and it has at most that many entries. */
async function hasWitnessLine(site: Site, note: Uint8Array, most: number): Promise<boolean> {
  try {
    const policy = await policyOf(site, site.witnesses.lines);
    return (await verifyCheckpoint(note, policy, site.origin)).size <= most;
  } catch (error) {
    if (error instanceof VerificationError && error.code === "no-quorum") return false;
    throw error;
  }
}

async function policyOf(site: Site, rest: string): Promise<Policy> {
  const { keys } = await site.signer.of(site.origin).state();
  return parsePolicy(Buffer.from(`${keys.map((key) => `log ${key}\n`).join("")}${rest}`));
}
