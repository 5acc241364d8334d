import type { StoredCheckpoint } from "../ledger/log/ports.ts";
import { LedgerError } from "../ledger/ledger-error.ts";
import type { Publication } from "../ledger/publish.ts";
import { newestWitnessed } from "../ledger/witness/newest-witnessed.ts";
import type { EntryProof, LedgerMemory, LedgerState } from "../usecases/memory.ts";
import { advance } from "./advance.ts";
import { findLogged, policyFor, proofOf } from "./entry-proof.ts";
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
    trusted: async () => ({
      origin: site.origin,
      policy: await policyFor(site.origin, linesOf(site), site),
    }),
    exportTo: (request) => exportLedger(request, site),
    erase: (request) => erase(request, site),
    status: () => ledgerStatus(site),
  };
}

async function prove(id: string, site: Site): Promise<EntryProof | undefined> {
  const { origin } = site;
  const checkpoint = await advance(site);
  const entry = await findLogged(origin, id, site);
  if (entry === undefined || checkpoint === undefined) return undefined;
  const covering = await publicCheckpoint(checkpoint, entry.index, site);
  return proofOf(origin, entry, covering, linesOf(site), site);
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

/** Of the site's policy: the witnesses it named, and their quorum. */
function linesOf({ witnesses }: Site): string {
  // Names in a policy are octets, and one character each in `lines`.
  return Buffer.from(witnesses.lines, "latin1").toString();
}

function stateOf({ origin }: Site, { size, note }: StoredCheckpoint): LedgerState {
  return { origin, size, checkpoint: Buffer.from(note).toString() };
}
