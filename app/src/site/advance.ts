import { randomUUID } from "node:crypto";
import { advanceAll, type PartnerLog } from "../ledger/advance-all.ts";
import type { Publication, Publisher } from "../ledger/publish.ts";
import { enterReads } from "../ledger/read-log.ts";
import { resumeErasures } from "../ledger/seal/erase.ts";
import type { Store } from "../store/open-store.ts";
import { SqlReadLogStore } from "../store/log/read-log-tables.ts";
import { eraserOf } from "./eraser.ts";
import { disclose } from "./release/disclose.ts";
import type { Site } from "./site.ts";

/**
 * Erasures that are not completed, the reads since the last time, what waits in every log, the signed
 * checkpoint over all of it, and what it now covers of releases and recalls.
 * Witnesses that gave no line, and partners' logs that did not move, are told as trouble.
 */
export async function advance(site: Site): Promise<Publication | undefined> {
  const { store, origin, onTrouble } = site;
  await resumeErasures(eraserOf(site));
  const now = (): string => new Date().toISOString();
  const reads = new SqlReadLogStore(store.as("sequencer"), store.content, now, randomUUID);
  await enterReads(reads, origin, randomUUID(), now());
  const { root, failed } = await advanceAll({
    root: origin,
    partners: await partnerLogs(store),
    publisherOf: (log) => publisherOf(log, site),
  });
  for (const { reason } of failed) onTrouble(reason.message);
  for (const { name, reason } of root?.silent ?? []) onTrouble(`${name}: ${reason.message}`);
  await disclose(site);
  return root;
}

/** Only the root log is witnessed: the heads of the others are in it. */
async function publisherOf(log: string, site: Site): Promise<Publisher> {
  const { ledger, signer, witnesses, origin } = site;
  const own = { store: ledger, tiles: await site.tilesOf(log), signer: signer.of(log) };
  return log === origin
    ? { ...own, witnesses: witnesses.addresses, quorum: witnesses.policy }
    : own;
}

async function partnerLogs(store: Store): Promise<readonly PartnerLog[]> {
  const rows = await store
    .as("app")
    .read(async ({ select }) =>
      select
        .selectFrom("log")
        .select(["id", "origin"])
        .where("partner", "is not", null)
        .orderBy("origin")
        .execute(),
    );
  return rows;
}
