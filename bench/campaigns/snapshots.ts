import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Site } from "../../app/src/site/site.ts";
import { checkSite } from "../ledger/check-site.ts";
import { Fleet } from "../ledger/fleet.ts";
import { numbersFrom } from "../ledger/random-numbers.ts";
import { refusesOlder } from "../ledger/refuses-older.ts";
import { refusesOther } from "../ledger/refuses-other.ts";
import { secondHistory } from "../ledger/second-history.ts";
import { siteClaims } from "../ledger/site-claims.ts";
import { Snapshot } from "../ledger/snapshot.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

const LONGEST_WAIT = 600;
/** Checkpoints after the last snapshot: an older one has to be older than what was signed. */
const AFTERWARDS_MS = 1_500;

/**
 * Takes `count` snapshots of a running site's home and restores each in three ways: beside the signer as
 * it is, where the site has to refuse to start; the same with other entries written into the database,
 * where the signer has to refuse to sign; and with the signer's folder of then, where the one witness has
 * to catch the second history.
 */
export async function runSnapshots(count: number, seed: number): Promise<Outcome> {
  const fleet = await Fleet.start();
  const progress = startProgress(count);
  const random = numbersFrom(seed);
  const failures: string[] = [];
  const snapshots: Snapshot[] = [];
  const refusals = new Map<string, number>();
  try {
    for (let at = 0; at < count; at += 1) {
      await pause(LONGEST_WAIT * (0.5 + random() / 2));
      snapshots.push(await Snapshot.take(fleet.home, join(fleet.folder, `snapshot-${at}`)));
    }
    await pause(AFTERWARDS_MS);
    await fleet.stop(["server", "sequencer 1", "sequencer 2", "signer"]);
    for (const [at, snapshot] of snapshots.entries()) {
      const restored = { snapshot, fleet, refusals };
      for (const restore of [refusesOlder, refusesOther, secondHistory]) {
        const home = join(fleet.folder, "restored");
        const found = await restore(restored, home).catch((error: unknown) => [String(error)]);
        failures.push(...found.map((says) => `snapshot ${at}: ${says}`));
        await rm(home, { recursive: true, force: true, maxRetries: 5 });
      }
      await snapshot.remove();
      progress.at(at + 1);
    }
    const entries = await stillGood(fleet, failures);
    const said = [...refusals].map(([what, times]) => `${times} × ${what}`).toSorted();
    const summary =
      `${count} snapshots from seed ${seed} of a ledger of ${entries.toLocaleString("en")} entries; ` +
      `refused: ${said.join(", ")}`;
    return { failures: [...failures, ...fleet.failures, ...fleet.heard.alarms], summary };
  } finally {
    progress.stop();
    await fleet.end();
  }
}

/** The site itself was not touched: it starts, and has everything. */
async function stillGood(fleet: Fleet, failures: string[]): Promise<number> {
  await fleet.run("signer");
  const site: Site = await fleet.open();
  try {
    const claims = await siteClaims(site, fleet.heard, [], fleet.keys);
    const checked = await checkSite(site, claims);
    failures.push(...checked.failures);
    return checked.entries;
  } finally {
    await site[Symbol.asyncDispose]();
  }
}
