import { outcomeOf } from "../ledger/log/append.ts";
import type { LoggedEntry, StoredCheckpoint } from "../ledger/log/ports.ts";
import { receiptOf } from "../ledger/receipt.ts";
import type { EntryProof } from "../usecases/memory.ts";
import type { Site } from "./site.ts";

/** An entry that has its place in a log; undefined for one that waits, or that nobody made. */
export async function findLogged(
  log: string,
  id: string,
  { ledger }: Pick<Site, "ledger">,
): Promise<LoggedEntry | undefined> {
  return ledger.transact(async (tables) => {
    const found = await outcomeOf(tables, log, id);
    const [logged] = await tables.findEntries(log, found?.index === undefined ? [] : [id]);
    return logged;
  });
}

/**
 * The proof that an entry is in a log, under a checkpoint that covers it. `lines`: of the policy that goes
 * with it, those after the log's own keys. Rejects with "no-log" for an entry beyond the checkpoint.
 */
export async function proofOf(
  log: string,
  { index, bytes }: LoggedEntry,
  { size, note }: StoredCheckpoint,
  lines: string,
  site: Pick<Site, "signer" | "tilesOf">,
): Promise<EntryProof> {
  return {
    index,
    entry: bytes,
    receipt: await receiptOf(await site.tilesOf(log), index, { size, note }),
    policy: await policyFor(log, lines, site),
    state: { origin: log, size, checkpoint: Buffer.from(note).toString() },
  };
}

/** Whom a reader of a log believes, as a tlog-policy file: the log's own keys, then these lines. */
export async function policyFor(
  log: string,
  lines: string,
  { signer }: Pick<Site, "signer">,
): Promise<string> {
  const { keys } = await signer.of(log).state();
  return `${keys.map((key) => `log ${key}\n`).join("")}${lines}`;
}
