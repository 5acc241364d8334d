import { demandsOn } from "../../../core/approval.ts";
import { statementOf, type ApprovalStatement } from "../../../core/casework/approval-statement.ts";
import type { Step } from "../../../core/casework/act.ts";
import { Denied } from "../../people/denied.ts";
import { withMandateEnd } from "./approval.ts";
import type { CasePorts } from "../ports.ts";
import { lookAtCase, type WholeView } from "../read-case.ts";

type Approval = Extract<Step, { readonly kind: "approve" }>;

/** An approval somebody means to give. */
export interface ApprovalDraft extends Pick<Approval, "role" | "says" | "expires"> {
  readonly case: string;
  readonly by: string;
}

/**
 * What somebody looks at who means to approve, and what is to be signed of it: all that will be kept of
 * the approval, its last day included. Reading it is a read of the case; rejects as `readCase`, and with
 * Denied "not-found" where the case was erased.
 */
export async function draftApproval(
  { case: id, by, ...said }: ApprovalDraft,
  ports: CasePorts,
): Promise<{ readonly view: WholeView; readonly statement: ApprovalStatement }> {
  const { view, reader, day } = await lookAtCase(id, by, ports);
  if (view.kind === "erased") {
    const what = "what it said was erased";
    throw new Denied("not-found", `case ${id}`, what, "there is nothing left to approve");
  }
  const acknowledges = demandsOn(said.role, view.acknowledge);
  const manifest = view.manifestHash;
  const approval = { kind: "approve" as const, ...said, manifest, acknowledges };
  return { view, statement: statementOf(withMandateEnd(approval, reader, day)) };
}
