import type { EntryDraft, SealedEntry } from "../../ledger/seal/seal-entry.ts";
import { addAct, findAct } from "../../store/cases/acts.ts";
import { addApproval, addApprovalEnds, type NewApproval } from "../../store/cases/approvals.ts";
import { addCase, swapCase, type CaseFileRow } from "../../store/cases/case-rows.ts";
import { addClearance, dropClearance } from "../../store/cases/clearances.ts";
import { putDuties } from "../../store/cases/duties.ts";
import { isOrderedDeleted, itemVersionNow } from "../../store/cases/items.ts";
import {
  addParty,
  putPartners,
  updateParties,
  type ListedCase,
} from "../../store/cases/parties.ts";
import { addUse } from "../../store/cases/permissions.ts";
import { addCaseMentions } from "../../store/cases/persons.ts";
import { addCaseVerdicts, putGrounds } from "../../store/cases/verdicts.ts";
import { together } from "../../store/together.ts";
import type { Transactor } from "../../store/transaction.ts";
import type { ApprovalToKeep, CaseWrite, Written } from "../../usecases/cases/ports.ts";
import {
  prepareReleaseParts,
  writeReleaseParts,
  type ReleaseParts,
} from "../release/write-release.ts";
import type { Site } from "../site.ts";
import { draftsOf } from "./case-entries.ts";
import { Changed, unlessChanged } from "./changed.ts";
import { enterAll, sealEntries } from "./entries.ts";
import { handlesOf } from "./handles.ts";

/** Writes all of it in one transaction, with its entries in the ledger, or nothing. */
export async function writeCase(write: CaseWrite, site: Site): Promise<Written> {
  const drafts: readonly EntryDraft[] = draftsOf(write);
  const entries = await sealEntries(drafts, site);
  const handles = await handlesOf(write.mentions, site);
  const parts = await prepareReleaseParts(write, site);
  const act = write.act?.act.id;
  return unlessChanged(() =>
    site.store
      .as("app")
      .transact(
        act ?? write.id,
        (transactor) => writeAll(transactor, { write, entries, handles, parts }, site),
        {
          isolation: "read committed",
          settled: async (reader) => {
            if (act === undefined) return undefined;
            return (await findAct(reader, act)) === undefined ? undefined : true;
          },
        },
      ),
  );
}

interface Prepared {
  readonly write: CaseWrite;
  readonly entries: readonly SealedEntry[];
  readonly handles: readonly Uint8Array[];
  readonly parts: ReleaseParts;
}

async function writeAll(
  transactor: Transactor,
  { write, entries, handles, parts }: Prepared,
  site: Site,
): Promise<true> {
  const row = toRow(write);
  const listed = toListed(row);
  const hashes = await putGrounds(transactor, site.store.content, write.verdicts);
  // All are asked for at once and run in this order. The item first, as whoever states or deletes
  // something takes it: what comes later waits, and marks.
  const found = isAsDecidedOn(transactor, write, row);
  const written = together([
    ...actParts(transactor, write, listed),
    putPartners(transactor, write.partners, listed, write.before === undefined),
    write.before && updateParties(transactor, listed),
    addCaseVerdicts(transactor, hashes, write),
    putDuties(transactor, write.duties, { case: row.id, service: row.service, at: write.at }),
    addCaseMentions(transactor, row.id, handles, write.at),
    enterAll(transactor, entries, write.at, site),
  ]);
  const [isSame] = await Promise.allSettled([found, written]);
  if (isSame.status === "fulfilled" && !isSame.value) throw new Changed();
  await together([found, written]);
  await writeClearance(transactor, write);
  await writeReleaseParts(transactor, write, parts, site);
  return true;
}

/** Writes the case's row. False where it, or its item, is not any more what was decided on. */
async function isAsDecidedOn(
  transactor: Transactor,
  { before, compartments }: CaseWrite,
  row: CaseFileRow,
): Promise<boolean> {
  const [version, isDeleted, isOurs] = await together([
    itemVersionNow(transactor, row.item),
    isOrderedDeleted(transactor, row.item),
    before === undefined
      ? addCase(transactor, row, compartments)
      : swapCase(transactor, row, before.revision),
  ]);
  return version === row.item_version && !isDeleted && isOurs;
}

function actParts(
  transactor: Transactor,
  { act: kept, id, at, row }: CaseWrite,
  listed: ListedCase,
): readonly Promise<void>[] {
  if (kept === undefined) return [];
  const { act, seq, approval, ends } = kept;
  const person = act.by;
  const ended = ends.map((end) => ({
    ...end,
    manifest: Buffer.from(end.manifest, "hex"),
    act: act.id,
    case: id,
    approver: person,
  }));
  const added = { id: act.id, case: id, seq, kind: act.kind, person, at: act.at };
  return [
    addAct(transactor, added),
    addParty(transactor, person, listed, { letInBy: null, at }),
    addApprovalEnds(transactor, ended),
    ...(approval === undefined ? [] : [addApproval(transactor, toApproval(approval, added, row))]),
  ];
}

function toApproval(
  { manifest, role, round, grant, granted, on, expires }: ApprovalToKeep,
  act: { readonly id: string; readonly case: string; readonly person: string },
  { requester }: CaseWrite["row"],
): NewApproval {
  return {
    act: act.id,
    case: act.case,
    role,
    round,
    grant,
    on,
    expires,
    manifest: Buffer.from(manifest, "hex"),
    approver: act.person,
    requester,
    validFrom: granted.from,
    validUntil: granted.until,
  };
}

async function writeClearance(
  transactor: Transactor,
  { clearance, id, at, row }: CaseWrite,
): Promise<void> {
  if (clearance === "same") return;
  if (clearance === "none") return dropClearance(transactor, id);
  const { on } = clearance;
  for (const permission of clearance.newUses) {
    const about = { case: id, requester: row.requester, on, at };
    if (!(await addUse(transactor, permission, about))) throw new Changed();
  }
  await addClearance(transactor, {
    id: clearance.id,
    case: id,
    on,
    at,
    manifest: Buffer.from(clearance.manifest, "hex"),
    steps: clearance.signatures.map(({ partner, role, by, from, expires }) => ({
      partner,
      role,
      by,
      expires,
      approval: "approval" in from ? from.approval : null,
      permission: "permission" in from ? from.permission : null,
    })),
  });
}

function toRow({ row, before, at }: CaseWrite): CaseFileRow {
  return {
    id: row.id,
    service: row.service,
    item: row.item,
    requester: row.requester,
    opened: row.opened,
    status: row.status,
    outcome: row.outcome,
    seq: row.seq,
    revision: (before?.revision ?? 0) + 1,
    updated: at,
    decided_on: row.decidedOn,
    item_version: row.itemVersion,
    packs: Buffer.from(row.packs, "hex"),
    next_change: row.nextChange ?? null,
    recheck: row.recheck,
    is_due: row.isDue,
  };
}

function toListed(row: CaseFileRow): ListedCase {
  const { id, service, status, outcome, is_due, updated } = row;
  return { id, service, status, outcome, isDue: is_due, updated };
}
