import type { CaseState } from "../../../core/casework/case-state.ts";
import type { Day } from "../../../core/day.ts";
import type { Pack } from "../../../core/pack.ts";
import { toVerdictKeeper } from "../deciding/keep-verdict.ts";
import { digestOf, type Decision } from "../deciding/decision.ts";
import type {
  ActToKeep,
  CasePorts,
  CaseVerdictToKeep,
  CaseWrite,
  ClearanceToKeep,
} from "../ports.ts";
import type {
  CaseRow,
  ClearanceRow,
  DutyRow,
  GatheredCase,
  Matter,
  Moment,
  Signature,
} from "../records.ts";
import { signaturesOf } from "../deciding/signatures.ts";

/** What a case was before a write: nothing, where it begins. */
export type Before = Pick<GatheredCase, "verdicts" | "duties" | "clearance" | "uses"> & {
  readonly row: CaseRow | undefined;
};

export const NOTHING: Before = {
  row: undefined,
  verdicts: [],
  duties: [],
  clearance: undefined,
  uses: [],
};

/** What is written of a case. */
export interface ToWrite {
  readonly state: CaseState;
  readonly service: string;
  readonly matter: Matter;
  readonly decision: Decision;
  readonly before: Before;
  readonly at: Moment;
  readonly packs: readonly Pack[];
  readonly act?: ActToKeep;
  readonly mentions?: readonly string[];
  /** Keep every verdict of a case that may be released, also one that came out as before. */
  readonly keepAll?: true;
}

/**
 * What a decision changes of a case: its row, the verdicts that came out otherwise, the clearance where it
 * is given or falls, its duties. Undefined where nothing changed and no step was taken.
 */
export function toCaseWrite(
  one: ToWrite,
  ports: Pick<CasePorts, "digest" | "canonical" | "newId" | "packs">,
): CaseWrite | undefined {
  const { state, matter, decision, before, at, act } = one;
  const clearance = clearanceOf(one, ports);
  const write: CaseWrite = {
    id: state.id,
    at,
    before: before.row,
    row: rowOf(one, ports),
    compartments: before.row === undefined ? state.compartments : [],
    ...(act === undefined ? {} : { act }),
    partners: matter.partners,
    verdicts: changedVerdicts(one, ports),
    clearance,
    duties: decision.duties.map(withoutNames),
    escalated: newlyOverdue(decision.duties, before.duties),
    mentions: one.mentions ?? [],
  };
  return act === undefined && isSame(write, one) ? undefined : write;
}

function rowOf(
  { state, service, matter, decision, before, at, packs, act }: ToWrite,
  ports: Pick<CasePorts, "digest">,
): CaseWrite["row"] {
  return {
    id: state.id,
    service,
    item: state.item.id,
    requester: state.requester,
    opened: state.opened,
    status: state.status,
    outcome: decision.outcome,
    seq: act?.seq ?? before.row?.seq ?? 0,
    decidedOn: dayOf(at),
    itemVersion: matter.item.version,
    packs: digestOf(packs, ports),
    nextChange: decision.nextChange,
    recheck: false,
    isDue: decision.duties.some((duty) => !duty.done && duty.due <= dayOf(at)),
  };
}

/** A decision that comes out as before is no event; the entry of the step that led to it is enough. */
function changedVerdicts(
  { decision, before, at, packs, keepAll }: ToWrite,
  ports: Pick<CasePorts, "digest" | "canonical" | "newId" | "packs">,
): readonly CaseVerdictToKeep[] {
  const keep = toVerdictKeeper(packs, ports);
  const isKept = keepAll === true && decision.objection === undefined;
  return decision.records.flatMap((record) => {
    const last = before.verdicts.find(({ partner }) => partner === record.partner);
    if (last?.outcome === record.outcome && !isKept) return [];
    const kept = keep(record, ports.newId(), at);
    return [{ ...kept, outcome: record.outcome, nth: (last?.nth ?? 0) + 1 }];
  });
}

function clearanceOf(
  { state, decision, before, at, packs }: ToWrite,
  { newId }: Pick<CasePorts, "newId">,
): ClearanceToKeep | "none" | "same" {
  if (decision.objection !== undefined) return before.clearance === undefined ? "same" : "none";
  const signatures = signaturesOf(state, decision.records, packs, before.uses);
  const manifest = decision.bound.hash;
  if (before.clearance !== undefined && isLike(before.clearance, manifest, signatures))
    return "same";
  const newUses = signatures.flatMap(({ from }) =>
    "permission" in from && !before.uses.includes(from.permission) ? [from.permission] : [],
  );
  return { id: newId(), manifest, signatures, on: dayOf(at), newUses: [...new Set(newUses)] };
}

function isLike(known: ClearanceRow, manifest: string, signatures: readonly Signature[]): boolean {
  const keys = signatures.map(keyOf).toSorted();
  const before = known.signatures.map(keyOf).toSorted();
  return (
    known.manifest === manifest &&
    keys.length === before.length &&
    keys.every((key, i) => key === before[i])
  );
}

function keyOf({ partner, role, from }: Signature): string {
  return JSON.stringify([partner, role, from]);
}

/** An originator's name was typed by somebody; whoever looks into the case sees it there. */
function withoutNames(duty: DutyRow): DutyRow {
  if (!duty.id.startsWith("consent ")) return duty;
  return { ...duty, says: "ask the originator again for its consent, or go on without it" };
}

function newlyOverdue(duties: readonly DutyRow[], before: readonly DutyRow[]): readonly string[] {
  const known = new Set(before.filter(({ overdue }) => overdue).map(({ id }) => id));
  return duties.filter(({ id, overdue }) => overdue && !known.has(id)).map(({ id }) => id);
}

/** Nothing that anybody could see would change, and nothing older was decided on. */
function isSame(write: CaseWrite, { before, matter }: ToWrite): boolean {
  const { row } = before;
  if (row === undefined || row.recheck || write.verdicts.length > 0) return false;
  const isStale = matter.partners.some(({ isNew }) => isNew);
  const duties = write.duties.map(dutyText).join();
  return (
    write.clearance === "same" &&
    !isStale &&
    COMPARED.every((key) => write.row[key] === row[key]) &&
    duties === before.duties.map(dutyText).join()
  );
}

const COMPARED = ["status", "outcome", "itemVersion", "packs", "nextChange", "isDue"] as const;

function dutyText({ id, due, done, overdue }: DutyRow): string {
  return JSON.stringify([id, due, done, overdue]);
}

function dayOf(at: Moment): Day {
  return at.slice(0, 10);
}
