import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { formatEntry } from "caveat-verifier";
import { LedgerError } from "../../app/src/ledger/ledger-error.ts";
import { append } from "../../app/src/ledger/log/append.ts";
import type { LogSigner } from "../../app/src/ledger/signer/log-signer.ts";
import { ROTATION, rotationBody } from "../../app/src/ledger/signer/rotation.ts";
import { inclusionOf } from "../../app/src/ledger/tiles/prove.ts";
import type { Site } from "../../app/src/site/site.ts";
import { SqlLedgerStore } from "../../app/src/store/log/ledger-store.ts";

const MOST_TRIES = 200;

/**
 * Enters the change from one key of the root log to the next, and has the signer retire the older one
 * while the log goes on growing. The signer may be killed meanwhile: then it is asked again. Resolves
 * when it signs with the next key alone.
 */
export async function retireKey(site: Site, from: string, to: string): Promise<void> {
  const { origin, ledger } = site;
  const signer = site.signer.of(origin);
  const id = randomUUID();
  const at = new Date().toISOString();
  const body = rotationBody(origin, from, to);
  const bytes = formatEntry({ v: 1, id, kind: ROTATION, at, body, sealed: {} });
  const app = new SqlLedgerStore(site.store.as("app"), () => at, randomUUID);
  await app.transact((tables) => append(tables, origin, { id, bytes }));
  for (let tried = 1; tried <= MOST_TRIES; tried += 1) {
    const [entry] = await ledger.transact((tables) => tables.findEntries(origin, [id]));
    if (entry !== undefined && (await isRetired(signer, entry.index, bytes, site))) return;
    await pause(20);
  }
  throw new Error(`the signer did not retire ${from} in ${MOST_TRIES} tries`);
}

async function isRetired(
  signer: LogSigner,
  index: number,
  entry: Uint8Array,
  site: Site,
): Promise<boolean> {
  try {
    const { size, keys } = await signer.state();
    if (keys.length === 1) return true;
    if (index >= size) return false;
    const proof = await inclusionOf(await site.tilesOf(site.origin), index, size);
    await signer.retire({ entry, index, proof });
    return true;
  } catch (error) {
    // It is away, or signed a larger tree since it was asked.
    const isPassing =
      error instanceof LedgerError && ["unreachable", "bad-request"].includes(error.code);
    if (isPassing) return false;
    throw error;
  }
}
