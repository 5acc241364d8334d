import type { Act } from "../../core/casework/act.ts";
import type { CaseState } from "../../core/casework/case-state.ts";
import type { Duty } from "../../core/casework/duty.ts";
import type { Manifest } from "../../core/casework/manifest.ts";
import type { Day } from "../../core/day.ts";
import type { VerdictRecord } from "../record.ts";
import { decideState } from "./deciding/decision.ts";
import { requireNeed } from "./need.ts";
import { packsInForce } from "./deciding/packs.ts";
import type { CasePorts } from "./ports.ts";
import type { ClearanceRow, Colleague, ItemContent, StoredStatus, VerdictRow } from "./records.ts";
import { requireWhole } from "./whole-case.ts";

/** A case as somebody who needs to know it sees it. */
export type CaseView =
  | { readonly kind: "erased"; readonly id: string; readonly service: string }
  | ({ readonly kind: "case" } & WholeView);

export interface WholeView {
  readonly service: string;
  readonly state: CaseState;
  readonly status: StoredStatus;
  readonly acts: number;
  /** Every step that was taken, in order. */
  readonly steps: readonly Act[];
  readonly compartments: readonly string[];
  readonly parties: readonly string[];
  readonly item: ItemContent;
  /** As they come out now, one for each recipient, with all reasons. */
  readonly verdicts: readonly VerdictRecord[];
  /** Those that were kept: the newest for each recipient. */
  readonly kept: readonly VerdictRow[];
  readonly manifest: Manifest;
  /** SHA-256 of the manifest: what an approval is given for. */
  readonly manifestHash: string;
  /** By role, what whoever approves must acknowledge. */
  readonly acknowledge: Readonly<Record<string, readonly string[]>>;
  /** Why it may not be released now; absent where it may. */
  readonly objection?: string;
  readonly clearance?: ClearanceRow;
  readonly duties: readonly Duty[];
  readonly nextChange?: Day;
}

/**
 * Shows a case to somebody who needs to know it, decided as it stands now. The read is noted before
 * anything is handed out. Rejects with Denied "not-found", and raises an alarm, where there is no need.
 */
export async function readCase(id: string, by: string, ports: CasePorts): Promise<CaseView> {
  return (await lookAtCase(id, by, ports)).view;
}

/** The same, with what is known of the reader, and the day it was decided on. */
export async function lookAtCase(
  id: string,
  by: string,
  ports: CasePorts,
): Promise<{ readonly view: CaseView; readonly reader: Colleague; readonly day: Day }> {
  const day = ports.now().slice(0, 10);
  const found = await ports.cases.gather(id, { reader: by, day });
  const { gathered, reader } = await requireNeed(id, found, { by, kind: "read", day }, ports);
  await ports.cases.noteRead(by, "case", id);
  const { row } = gathered;
  const isErased = gathered.acts === undefined || row.status === "erased";
  if (isErased) return { view: { kind: "erased", id, service: row.service }, reader, day };
  const whole = requireWhole(id, gathered);
  const packs = await packsInForce(ports);
  const { state, matter, duties, clearance } = whole;
  const decision = decideState(state, matter, duties, day, packs, ports);
  const { bound, objection, nextChange } = decision;
  const view: CaseView = {
    kind: "case",
    service: row.service,
    state,
    status: row.status,
    acts: row.seq,
    steps: gathered.acts,
    compartments: whole.compartments,
    parties: whole.parties,
    item: matter.item.content ?? { name: "", notes: [], stated: [] },
    verdicts: decision.records,
    kept: whole.verdicts,
    manifest: bound.manifest,
    manifestHash: bound.hash,
    acknowledge: bound.acknowledge,
    ...(objection === undefined ? {} : { objection }),
    ...(clearance === undefined ? {} : { clearance }),
    duties: decision.duties,
    ...(nextChange === undefined ? {} : { nextChange }),
  };
  return { view, reader, day };
}
