import { requireHead } from "../ledger/log/create-log.ts";
import { isWitnessed } from "../ledger/witness/quorum.ts";
import { countPending, sizesByWitness } from "../store/log/status-rows.ts";
import type { LedgerStatus, WitnessStatus } from "../usecases/memory.ts";
import type { Site } from "./site.ts";

/** How long a witness is waited for, in milliseconds. */
const PATIENCE_MS = 2_000;

/** How the root log of a site stands, and who vouches for how much of it. Changes nothing. */
export async function ledgerStatus(site: Site): Promise<LedgerStatus> {
  const { store, ledger, origin, signer, witnesses } = site;
  const { head, newest } = await ledger.transact(async (tables) => ({
    head: await requireHead(tables, origin),
    newest: await tables.newestCheckpoint(origin),
  }));
  const { waiting, signed } = await store.as("auditor").read(async (reader) => ({
    waiting: await countPending(reader, origin),
    signed: await sizesByWitness(reader, origin),
  }));
  const { size, keys } = await signer.of(origin).state();
  return {
    origin,
    entries: head.size,
    waiting,
    newest: newest && { size: newest.size, checkpoint: Buffer.from(newest.note).toString() },
    isWitnessed: newest !== undefined && (await isWitnessed(newest.note, witnesses.policy)),
    signer: { size, keys },
    witnesses: await Promise.all(
      witnesses.addresses.map(async ({ url, key: { name, id } }): Promise<WitnessStatus> => {
        const answers = await isAnswering(url);
        return { name, url, signed: signed.get(`${name}+${id}`), answers };
      }),
    ),
  };
}

/** Whether anybody speaks HTTP there: a witness says 404 to this, and signs nothing. */
async function isAnswering(url: string): Promise<boolean> {
  const options = { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) } as const;
  return fetch(url, options).then(
    async ({ body }) => {
      await body?.cancel();
      return true;
    },
    () => false,
  );
}
