import type { Act } from "../../core/casework/act.ts";
import { stateOf } from "../../core/casework/case-state.ts";
import type { Outcome } from "../../core/deciding/verdict.ts";
import { findAct, readActs } from "../../store/cases/acts.ts";
import { readApprovals } from "../../store/cases/approvals.ts";
import { compartmentsOf, findCase, type CaseFileRow } from "../../store/cases/case-rows.ts";
import { readClearance } from "../../store/cases/clearances.ts";
import { readDuties } from "../../store/cases/duties.ts";
import {
  newestVerdicts,
  readParties,
  readPartners,
  type PartnerPart,
} from "../../store/cases/parties.ts";
import { usedBy } from "../../store/cases/permissions.ts";
import type { Reader } from "../../store/transaction/transaction.ts";
import type { Gathering } from "../../usecases/cases/ports.ts";
import type {
  ApprovalRow,
  CaseRow,
  ClearanceRow,
  Colleague,
  GatheredCase,
  Matter,
  StoredStatus,
} from "../../usecases/cases/records.ts";
import type { Site } from "../site.ts";
import { readColleague, UUID } from "./colleagues.ts";
import { readMatter } from "./matter.ts";
import { Opener } from "./opened.ts";

/** Everything about a case in one state of the database, opened. Undefined for an unknown id. */
export async function gatherCase(
  id: string,
  about: Gathering,
  site: Site,
): Promise<GatheredCase | undefined> {
  if (!UUID.test(id)) return undefined;
  const opener = new Opener(site.keys);
  return site.store.as("app").read(async (reader) => {
    const { act, reader: asks, day } = about;
    const [row, acts, taken, person, rest, before] = await Promise.all([
      findCase(reader, id),
      readOpenActs(reader, id, opener),
      act === undefined || !UUID.test(act) ? undefined : findAct(reader, act),
      asks === undefined ? undefined : readColleague(reader, asks, day),
      readRest(reader, id),
      readPartners(reader, id),
    ]);
    if (row === undefined) return undefined;
    const known = person === undefined ? [] : [person];
    const matter = await matterOf(reader, { row, acts, about, before, known }, opener, site);
    return { row: toCaseRow(row), acts, taken, reader: person, matter, ...rest };
  });
}

async function readRest(reader: Reader, id: string) {
  const [compartments, parties, approvals, verdicts, duties, clearance, uses] = await Promise.all([
    compartmentsOf(reader, id),
    readParties(reader, id),
    readApprovals(reader, id),
    newestVerdicts(reader, id),
    readDuties(reader, id),
    readClearance(reader, id),
    usedBy(reader, id),
  ]);
  return {
    compartments,
    parties,
    approvals: approvals.map(toApproval),
    verdicts: verdicts.map((one) => ({ ...one, outcome: one.outcome as Outcome })),
    duties,
    clearance: clearance && toClearance(clearance),
    uses,
  };
}

/** The acts; undefined where one of them was erased: a case is all of its acts or nothing. */
async function readOpenActs(
  reader: Reader,
  id: string,
  opener: Opener,
): Promise<readonly Act[] | undefined> {
  const rows = await readActs(reader, id);
  const acts = await Promise.all(rows.map(({ sealed }) => opener.json<Act>(sealed)));
  const open = acts.filter((act) => act !== undefined);
  return open.length === acts.length && open.length > 0 ? open : undefined;
}

async function matterOf(
  reader: Reader,
  {
    row,
    acts,
    about,
    before,
    known,
  }: {
    readonly row: CaseFileRow;
    readonly acts: readonly Act[] | undefined;
    readonly about: Gathering;
    readonly before: readonly PartnerPart[];
    readonly known: readonly Colleague[];
  },
  opener: Opener,
  site: Site,
): Promise<Matter | undefined> {
  if (acts === undefined) return undefined;
  const { id, service, item } = row;
  const state = stateOf(id, acts);
  const people = [...state.people, ...(about.reader === undefined ? [] : [about.reader])];
  const recipients = about.recipients ?? state.recipients;
  const asked = { item, recipients, service, day: about.day, people, case: id, before };
  return readMatter(reader, asked, known, opener, site);
}

function toCaseRow(row: CaseFileRow): CaseRow {
  return {
    id: row.id,
    service: row.service,
    item: row.item,
    requester: row.requester,
    opened: row.opened,
    status: row.status as StoredStatus,
    outcome: row.outcome as Outcome,
    seq: row.seq,
    revision: row.revision,
    updated: row.updated,
    decidedOn: row.decided_on,
    itemVersion: row.item_version,
    packs: toHex(row.packs),
    nextChange: row.next_change ?? undefined,
    recheck: row.recheck,
    isDue: row.is_due,
  };
}

function toApproval({
  manifest,
  ...row
}: Awaited<ReturnType<typeof readApprovals>>[number]): ApprovalRow {
  return { ...row, manifest: toHex(manifest) };
}

function toClearance({
  id,
  manifest,
  steps,
}: NonNullable<Awaited<ReturnType<typeof readClearance>>>): ClearanceRow {
  const signatures = steps.map(({ partner, role, by, approval, permission, expires }) => ({
    partner,
    role,
    by,
    expires,
    from: approval === null ? { permission: permission ?? "" } : { approval },
  }));
  return { id, manifest: toHex(manifest), signatures };
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
