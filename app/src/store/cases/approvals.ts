import type { Day } from "../../core/day.ts";
import { lookup, type Lookup } from "../transaction/statement.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";

export interface ApprovalRow {
  readonly act: string;
  readonly manifest: Uint8Array;
  readonly role: string;
  readonly approver: string;
  readonly round: number;
  readonly expires: Day;
  readonly isEnded: boolean;
}

export interface NewApproval extends Omit<ApprovalRow, "isEnded"> {
  readonly case: string;
  readonly requester: string;
  readonly grant: string;
  readonly validFrom: Day;
  readonly validUntil: Day;
  readonly on: Day;
}

/** The approvals of a case, those that were taken back among them. */
export async function readApprovals({ select }: Reader, id: string): Promise<ApprovalRow[]> {
  const { rows } = await select.executeQuery(approvalsOf({ id }));
  return rows.map(({ ended, ...row }) => ({ ...row, isEnded: ended !== null }));
}

const approvalsOf: Lookup<
  { readonly id: string },
  Omit<ApprovalRow, "isEnded"> & { readonly ended: string | null }
> = lookup((query, { id }) =>
  query
    .selectFrom("approval")
    .leftJoin("approval_end", "approval_end.approval", "approval.act")
    .select(["approval.act", "approval.manifest", "approval.role", "approval.approver"])
    .select(["approval.round", "approval.expires", "approval_end.approval as ended"])
    .where("approval.case_id", "=", id)
    .compile(),
);

/**
 * Adds an approval. The database refuses one by the requester, under a role that was not confirmed or not
 * held on the day, or a second one of the same.
 */
export async function addApproval({ change }: Transactor, one: NewApproval): Promise<void> {
  const { act, manifest, role, approver, requester, round, expires } = one;
  const row = {
    act,
    manifest,
    role,
    approver,
    requester,
    round,
    expires,
    case_id: one.case,
    previous: round === 1 ? null : round - 1,
    grant_id: one.grant,
    valid_from: one.validFrom,
    valid_until: one.validUntil,
    on_day: one.on,
  };
  await change.executeQuery(change.insertInto("approval").values(row));
}

export interface NewApprovalEnd {
  readonly approval: string;
  /** The approver's own act that ends it. */
  readonly act: string;
  readonly case: string;
  readonly manifest: Uint8Array;
  readonly role: string;
  readonly approver: string;
  readonly round: number;
}

export async function addApprovalEnds(
  { change }: Transactor,
  ends: readonly NewApprovalEnd[],
): Promise<void> {
  if (ends.length === 0) return;
  const rows = ends.map(({ case: id, ...rest }) => ({ case_id: id, ...rest }));
  await change.executeQuery(change.insertInto("approval_end").values(rows));
}
