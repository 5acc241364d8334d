import type { EntryDraft, SealedEntry } from "../../ledger/seal/seal-entry.ts";
import { addAct, findAct } from "../../store/cases/acts.ts";
import { addApproval, addApprovalEnds, type NewApproval } from "../../store/cases/approvals.ts";
import {
  addCase,
  swapCase,
  swapCaseOrFail,
  type CaseFileRow,
} from "../../store/cases/case-rows.ts";
import { addClearance, dropClearance } from "../../store/cases/clearances.ts";
import { putDuties } from "../../store/cases/duties.ts";
import {
  isOrderedDeleted,
  itemVersionNow,
  refuseOrderedDeleted,
  refuseOtherVersion,
} from "../../store/cases/items.ts";
import {
  addParty,
  putPartners,
  updateParties,
  type ListedCase,
} from "../../store/cases/parties.ts";
import { addUse } from "../../store/cases/permissions.ts";
import { addCaseMentions } from "../../store/cases/persons.ts";
import { addCaseVerdicts, putGrounds } from "../../store/cases/verdicts.ts";
import { together } from "../../store/transaction/together.ts";
import type { Transactor } from "../../store/transaction/transaction.ts";
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

async function writeAll(transactor: Transactor, prepared: Prepared, site: Site): Promise<true> {
  const { write, entries, parts } = prepared;
  const row = toRow(write);
  const hashes = await putGrounds(transactor, site.store.content, write.verdicts);
  // All are asked for at once and run in this order. The item first, as whoever states or deletes
  // something takes it: what comes later waits, and marks.
  if (transactor.mayAssume) {
    transactor.assume(refuseChanged(transactor, write, row));
    transactor.assume(rowsOf(transactor, prepared, row, hashes));
  } else {
    const found = isAsDecidedOn(transactor, write, row);
    const written = together(rowsOf(transactor, prepared, row, hashes));
    const [isSame] = await Promise.allSettled([found, written]);
    if (isSame.status === "fulfilled" && !isSame.value) throw new Changed();
    await together([found, written]);
  }
  await enterAll(transactor, entries, write.at, site);
  await writeClearance(transactor, write);
  await writeReleaseParts(transactor, write, parts, site);
  return true;
}

/** What is written of the case beside its own row. */
function rowsOf(
  transactor: Transactor,
  { write, handles }: Prepared,
  row: CaseFileRow,
  hashes: Awaited<ReturnType<typeof putGrounds>>,
): readonly Promise<unknown>[] {
  const listed = toListed(row);
  const { id, service } = row;
  return [
    ...actParts(transactor, write, listed),
    putPartners(transactor, write.partners, listed, write.before === undefined),
    ...(write.before === undefined ? [] : [updateParties(transactor, listed)]),
    addCaseVerdicts(transactor, hashes, write),
    putDuties(transactor, write.duties, { case: id, service, at: write.at }),
    addCaseMentions(transactor, id, handles, write.at),
  ];
}

/** Writes the case's row, in statements that fail where it, or its item, is not what was decided on. */
function refuseChanged(
  transactor: Transactor,
  { before, compartments }: CaseWrite,
  row: CaseFileRow,
): readonly Promise<unknown>[] {
  return [
    refuseOtherVersion(transactor, row.item, row.item_version),
    refuseOrderedDeleted(transactor, row.item),
    before === undefined
      ? addCase(transactor, row, compartments)
      : swapCaseOrFail(transactor, row, before.revision),
  ];
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
  if (clearance === "none") return left(transactor, dropClearance(transactor, id));
  const { on } = clearance;
  for (const permission of clearance.newUses) {
    const about = { case: id, requester: row.requester, on, at };
    if (!(await addUse(transactor, permission, about))) throw new Changed();
  }
  const steps = clearance.signatures.map(({ partner, role, by, from, expires }) => ({
    partner,
    role,
    by,
    expires,
    approval: "approval" in from ? from.approval : null,
    permission: "permission" in from ? from.permission : null,
  }));
  const manifest = Buffer.from(clearance.manifest, "hex");
  const adding = addClearance(transactor, { id: clearance.id, case: id, on, at, manifest, steps });
  // With permissions it looks something up first.
  await (steps.some(({ permission }) => permission !== null) ? adding : left(transactor, adding));
}

/** Leaves a statement unanswered where that may be. */
async function left(transactor: Transactor, asked: Promise<void>): Promise<void> {
  if (transactor.mayAssume) transactor.assume([asked]);
  else await asked;
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
