import { outcomeOf } from "../ledger/log/append.ts";
import type { StoredCheckpoint } from "../ledger/log/ports.ts";
import { LedgerError } from "../ledger/ledger-error.ts";
import type { Publication } from "../ledger/publish.ts";
import { newestWitnessed } from "../ledger/witness/newest-witnessed.ts";
import { receiptOf } from "../ledger/receipt.ts";
import type { EntryProof, LedgerMemory, LedgerState } from "../usecases/memory.ts";
import { advance } from "./advance.ts";
import { erase } from "./erase.ts";
import { exportLedger } from "./export-ledger.ts";
import { ledgerStatus } from "./ledger-status.ts";
import type { Site } from "./site.ts";

/** The ledger of a site, moved on and proven. */
export function ledgerMemory(site: Site): LedgerMemory {
  return {
    advance: async () => {
      const checkpoint = await advance(site);
      return checkpoint && stateOf(site, checkpoint);
    },
    prove: (id) => prove(id, site),
    trusted: async () => ({ origin: site.origin, policy: await policyOf(site) }),
    exportTo: (request) => exportLedger(request, site),
    erase: (request) => erase(request, site),
    status: () => ledgerStatus(site),
  };
}

async function prove(id: string, site: Site): Promise<EntryProof | undefined> {
  const { ledger, origin } = site;
  const checkpoint = await advance(site);
  const entry = await ledger.transact(async (tables) => {
    const found = await outcomeOf(tables, origin, id);
    const [logged] = await tables.findEntries(origin, found?.index === undefined ? [] : [id]);
    return logged;
  });
  if (entry === undefined || checkpoint === undefined) return undefined;
  const covering = await publicCheckpoint(checkpoint, entry.index, site);
  return {
    index: entry.index,
    entry: entry.bytes,
    receipt: await receiptOf(await site.tilesOf(origin), entry.index, covering),
    policy: await policyOf(site),
    state: stateOf(site, covering),
  };
}

/** One that satisfies the policy that goes with the receipt. */
async function publicCheckpoint(
  newest: Publication,
  index: number,
  { ledger, origin, witnesses }: Site,
): Promise<StoredCheckpoint> {
  if (newest.isPublic) return newest;
  const witnessed = await ledger.transact((tables) =>
    newestWitnessed(tables, origin, witnesses.policy),
  );
  if (witnessed !== undefined && index < witnessed.size) return witnessed;
  const what = `too few witnesses have signed a checkpoint that covers entry ${index}`;
  throw new LedgerError("refused", origin, what, "try again when they answer");
}

/** Whom a reader of this site's ledger believes: its keys, and the witnesses it named. */
async function policyOf({ signer, origin, witnesses }: Site): Promise<string> {
  const { keys } = await signer.of(origin).state();
  // Names in a policy are octets, and one character each in `lines`.
  const lines = Buffer.from(witnesses.lines, "latin1").toString();
  return `${keys.map((key) => `log ${key}\n`).join("")}${lines}`;
}

function stateOf({ origin }: Site, { size, note }: StoredCheckpoint): LedgerState {
  return { origin, size, checkpoint: Buffer.from(note).toString() };
}
