import { hash } from "node:crypto";
import { ERASURE, parseEntryBundle, TILE_WIDTH, type Entry } from "caveat-verifier";
import { advance } from "../../app/src/site/advance.ts";
import { originsOf, type Site } from "../../app/src/site/site.ts";
import { checkFiles, verifyExport } from "./check-files.ts";
import { checkLog, type CheckedLog, type LogClaims } from "./check-log.ts";

/** What is known from outside of a site. */
export interface SiteClaims {
  /** By log. */
  readonly logs: ReadonlyMap<string, LogClaims>;
  /** Ids of verdicts whose erasure was acknowledged, and of those for which it was asked. */
  readonly erased: ReadonlySet<string>;
  readonly erasing: ReadonlySet<string>;
  /** How many readings of verdicts were acknowledged. */
  readonly reads: number;
}

export interface CheckedSite {
  readonly failures: readonly string[];
  /** Entries of all logs. */
  readonly entries: number;
  /** Different heads that were issued, of all logs. */
  readonly issued: number;
}

const NOTHING: LogClaims = { acked: new Set(), heads: [], notes: [], keys: [] };

/**
 * Checks everything that a site has against what its clients and readers were told, with nobody writing
 * to it: each log from end to end, its public files, and its export by the verifier; that there is no
 * verdict without its entry and none without its verdict; erasures and reads.
 */
export async function checkSite(site: Site, claims: SiteClaims): Promise<CheckedSite> {
  await advance(site);
  const failures: string[] = [];
  const inLedger: Ledger = { verdicts: new Set(), erased: new Set(), ids: [] };
  const checked: CheckedLog[] = [];
  for (const origin of await originsOf(site.store)) {
    const own = claims.logs.get(origin) ?? NOTHING;
    const isRoot = origin === site.origin;
    const log = await checkLog(site, origin, own, (index, entry) => {
      if (isRoot) note(inLedger, index, entry);
    });
    checked.push(log);
    failures.push(...log.failures, ...(await checkFiles(site, origin, log.size)));
    if (log.size > 0) failures.push(...(await checkExport(site, origin, own)));
  }
  failures.push(...(await checkVerdicts(site, inLedger, claims)));
  failures.push(...(await checkReads(site, claims)));
  const sum = (of: (log: CheckedLog) => number): number =>
    checked.reduce((all, log) => all + of(log), 0);
  return { failures, entries: sum(({ size }) => size), issued: sum(({ issued }) => issued) };
}

/** What the root log says. */
interface Ledger {
  readonly verdicts: Set<string>;
  /** Ids of the entries of which something was erased. */
  readonly erased: Set<string>;
  /** By index. */
  readonly ids: string[];
}

function note(ledger: Ledger, index: number, { id, kind, body }: Entry): void {
  ledger.ids[index] = id;
  if (kind === "verdict") ledger.verdicts.add(id);
  const fields = kind === ERASURE ? body["erased"] : [];
  for (const field of Array.isArray(fields) ? fields : []) {
    ledger.erased.add(ledger.ids[Number(field?.entry)] ?? "none");
  }
}

async function checkExport(
  site: Site,
  origin: string,
  { heads }: LogClaims,
): Promise<readonly string[]> {
  const pinned = heads.map(({ size, root }) => ({
    origin,
    size,
    root: new Uint8Array(Buffer.from(root, "base64")),
  }));
  const verdict = await verifyExport(site, origin, pinned);
  return verdict.answer === "bad" ? [`the export of ${origin}: ${verdict.message}`] : [];
}

async function checkVerdicts(
  site: Site,
  ledger: Ledger,
  { erased, erasing }: SiteClaims,
): Promise<readonly string[]> {
  const { verdicts, sealed } = await site.store.as("auditor").read(async ({ select }) => ({
    verdicts: await select.selectFrom("verdict").select("id").execute(),
    sealed: await select.selectFrom("sealed_value").select("entry_id").execute(),
  }));
  const rows = new Set(verdicts.map(({ id }) => id));
  const values = new Set(sealed.map(({ entry_id }) => entry_id));
  return [
    ...[...rows].filter((id) => !ledger.verdicts.has(id)).map((id) => `unlogged: verdict ${id}`),
    ...[...ledger.verdicts]
      .filter((id) => !rows.has(id))
      .map((id) => `entry ${id} without verdict`),
    ...[...ledger.verdicts]
      .filter((id) => values.has(id) === ledger.erased.has(id))
      .map(
        (id) =>
          `entry ${id}: its sealed value is ${values.has(id) ? "there" : "gone"}, and the ledger says otherwise`,
      ),
    ...[...erased].filter((id) => !ledger.erased.has(id)).map((id) => `${id} was not erased`),
    ...[...ledger.erased].filter((id) => !erasing.has(id)).map((id) => `${id} was erased unasked`),
  ];
}

/** Every read that was acknowledged is in one batch, or waits, and none is in two. */
async function checkReads(site: Site, { reads }: SiteClaims): Promise<readonly string[]> {
  const records: Uint8Array[] = [];
  let told = 0;
  await site.store.as("auditor").read(async (reader) => {
    const { select } = reader;
    for (const one of await select.selectFrom("read_batch").selectAll().execute()) {
      const content = await site.store.content.get(reader, one.content);
      records.push(...recordsIn(content ?? new Uint8Array(), one.reads));
      told += one.reads;
    }
    const waiting = await select.selectFrom("read_pending").select("body").execute();
    records.push(...waiting.map(({ body }) => body));
    told += waiting.length;
  });
  const different = new Set(records.map((bytes) => hash("sha256", bytes))).size;
  const noted = records.filter((bytes) => Buffer.from(bytes).includes(OF_VERDICT)).length;
  return [
    ...(different === told ? [] : [`batches say ${told} reads, and hold ${different} different`]),
    ...(noted >= reads ? [] : [`${reads} reads were acknowledged, and ${noted} are noted`]),
  ];
}

/** Stands in the record of a verdict's reading: they are canonical. The check's own exports have another. */
const OF_VERDICT = '"what":"verdict"';

function recordsIn(content: Uint8Array, count: number): Uint8Array[] {
  const records: Uint8Array[] = [];
  let rest = content;
  while (records.length < count && rest.length > 0) {
    const width = Math.min(TILE_WIDTH, count - records.length);
    const length = lengthOf(rest, width);
    records.push(...parseEntryBundle(rest.subarray(0, length), width));
    rest = rest.subarray(length);
  }
  return records;
}

/** The bytes of `width` records, each after its length in two bytes. */
function lengthOf(bytes: Uint8Array, width: number): number {
  let at = 0;
  for (let n = 0; n < width; n += 1) at += 2 + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  return at;
}
