import { randomUUID } from "node:crypto";
import type { EntryDraft } from "../../ledger/seal/seal-entry.ts";
import { ACT, ASSERTION } from "../../store/cases/acts.ts";
import { ContentStore } from "../../store/content/content.ts";
import type {
  ActToKeep,
  CaseVerdictToKeep,
  CaseWrite,
  ClearanceToKeep,
} from "../../usecases/cases/ports.ts";

/** Duties that one entry names at most; it always says how many there are. */
const MOST_NAMED = 200;

/** The entries of one write: the step, the verdicts that changed, the clearance, duties that are late. */
export function draftsOf(write: CaseWrite): readonly EntryDraft[] {
  const { act, verdicts, clearance, escalated } = write;
  return [
    ...(act === undefined ? [] : [actDraft(act, write)]),
    ...verdicts.map((one) => verdictDraft(one, write)),
    ...(typeof clearance === "string" ? [] : [clearanceDraft(clearance, write)]),
    ...(escalated.length === 0 ? [] : [overdueDraft(write.id, escalated, write.at)]),
  ];
}

/** Every word of an act is sealed under the case's key; in the open stand ids, codes and hashes. */
function actDraft({ act, seq, codes, assertion }: ActToKeep, { id }: CaseWrite): EntryDraft {
  const machine = act.machine === undefined ? {} : { machine: true };
  const words = { [ACT]: { subject: id, value: JSON.stringify(act) } };
  const signed = assertion === undefined ? {} : { [ASSERTION]: { subject: id, value: assertion } };
  return {
    id: act.id,
    kind: `case-${act.kind}`,
    at: act.at,
    body: { case: id, seq, by: act.by, ...codes, ...machine },
    personal: { ...words, ...signed },
  };
}

function verdictDraft(one: CaseVerdictToKeep, write: CaseWrite): EntryDraft {
  const { id, at, partner, outcome, engine, record } = one;
  const facts = ContentStore.nameOf(one.facts);
  const packs = ContentStore.nameOf(one.packs);
  return {
    id,
    kind: "verdict",
    at,
    body: { case: write.id, partner, outcome, engine, facts, packs },
    personal: { record: { subject: write.id, value: record } },
  };
}

function clearanceDraft(one: ClearanceToKeep, { id, at }: CaseWrite): EntryDraft {
  const signatures = one.signatures.map(({ partner, role, by, from }) => ({
    partner,
    role,
    by,
    ...from,
  }));
  const body = { case: id, manifest: one.manifest, signatures };
  return { id: one.id, kind: "clearance", at, body, personal: {} };
}

export function overdueDraft(id: string, duties: readonly string[], at: string): EntryDraft {
  const named = duties.slice(0, MOST_NAMED);
  const body = { case: id, count: duties.length, duties: named };
  return { id: randomUUID(), kind: "duties-overdue", at, body, personal: {} };
}
