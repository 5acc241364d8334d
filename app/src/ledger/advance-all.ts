import { VerificationError, parseCheckpoint, parseEntry, parseNote } from "caveat-verifier";
import { advance, sequenceSome } from "./advance.ts";
import { headEntry, headId } from "./head-entry.ts";
import { LedgerError } from "./ledger-error.ts";
import { append } from "./log/append.ts";
import type { LedgerTables, StoredCheckpoint } from "./log/ports.ts";
import type { SequenceOptions } from "./log/sequence.ts";
import { GO_ON, type Point } from "./point.ts";
import type { Publication, Publisher } from "./publish.ts";
import { isAlarm } from "./witness/ask-all.ts";

/** The log of one partner. */
export interface PartnerLog {
  readonly origin: string;
  /** What the root log calls it: opaque, so that who holds the root log does not learn who it is of. */
  readonly id: string;
}

/** All logs of a site, in one store. */
export interface SiteLogs<T extends LedgerTables = LedgerTables> {
  /** The origin of the root log. */
  readonly root: string;
  /** Those that may have grown. */
  readonly partners: readonly PartnerLog[];
  readonly publisherOf: (origin: string) => Publisher<T> | Promise<Publisher<T>>;
  /** What the root log's sequencer writes beside its entries. */
  readonly also?: NonNullable<SequenceOptions<T>["also"]>;
  readonly point?: Point;
}

export interface AllAdvanced {
  readonly root: Publication | undefined;
  /** By origin; partner logs without entries are not in it. */
  readonly partners: ReadonlyMap<string, Publication>;
  /** Partner logs that could not be advanced, each with its reason; the others were. */
  readonly failed: readonly FailedLog[];
}

export interface FailedLog {
  readonly origin: string;
  readonly reason: LedgerError | VerificationError;
}

/**
 * Advances all logs of a site: sequences the root log, advances every partner's log and enters its new
 * head in the root log, then sequences and publishes the root log. So witnesses of the root log vouch
 * for the partners' too. A partner's log gets no next checkpoint before the last is entered. Stopped
 * anywhere it is simply run again.
 *
 * Rejects with "fork" or "rollback" for whichever log: an alarm, after which nothing more was
 * published; and as `advance` for the root log.
 */
export async function advanceAll<T extends LedgerTables>(site: SiteLogs<T>): Promise<AllAdvanced> {
  const { root, also, point = GO_ON } = site;
  const options = also === undefined ? { point } : { also, point };
  const publisher = await site.publisherOf(root);
  // What is entered in the partners' logs comes from the root log.
  await sequenceSome(publisher, root, options);
  const partners = new Map<string, Publication>();
  const failed: FailedLog[] = [];
  for (const partner of site.partners) {
    const { origin } = partner;
    try {
      const publication = await advancePartner(site, partner, point);
      if (publication !== undefined) partners.set(origin, publication);
    } catch (reason) {
      if (isAlarm(reason) || !isReason(reason)) throw reason;
      failed.push({ origin, reason });
    }
  }
  return { root: await advance(publisher, root, options), partners, failed };
}

async function advancePartner<T extends LedgerTables>(
  { root, publisherOf }: SiteLogs<T>,
  partner: PartnerLog,
  point: Point,
): Promise<Publication | undefined> {
  const publisher = await publisherOf(partner.origin);
  const { store } = publisher;
  const before = await store.transact(async (tables) => {
    const newest = await tables.newestCheckpoint(partner.origin);
    if (newest !== undefined) await enterHead(tables, root, partner, newest);
    return newest;
  });
  const publication = await advance(publisher, partner.origin, { point });
  await point("partner published");
  if (publication === undefined || publication.size === before?.size) return publication;
  await store.transact((tables) => enterHead(tables, root, partner, publication));
  await point("head entered");
  return publication;
}

/** Hands the head of a partner's log to the root log, unless it is there. */
async function enterHead(
  tables: LedgerTables,
  root: string,
  { origin, id }: PartnerLog,
  { note }: StoredCheckpoint,
): Promise<void> {
  const head = parseCheckpoint(parseNote(note, origin).text, origin);
  const [known] = await tables.findEntries(root, [headId(id, head)]);
  if (known !== undefined) return;
  const [last] = await tables.readEntries(origin, head.size - 1, head.size);
  if (last === undefined) throw unlike(origin, head.size);
  await append(tables, root, headEntry(id, head, parseEntry(last.bytes, origin).at));
}

function isReason(error: unknown): error is LedgerError | VerificationError {
  return error instanceof LedgerError || error instanceof VerificationError;
}

function unlike(origin: string, size: number): LedgerError {
  const what = `a checkpoint of ${size} entries is stored, and the last of them is not`;
  return new LedgerError("broken-log", origin, what, "stop, and check the ledger");
}
