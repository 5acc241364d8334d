import { Denied } from "../../people/denied.ts";
import { decideCase } from "./decide-case.ts";
import type { RecipientOutcome } from "./outcome.ts";
import type { CasePorts } from "../ports.ts";

/** What a release rests on. */
export interface Cleared {
  readonly case: string;
  /** The row of the database that a release refers to. */
  readonly clearance: string;
  /** SHA-256 of what was cleared, and what its approvals were given for. */
  readonly manifest: string;
  /** With the verdicts reached at this moment. */
  readonly recipients: readonly RecipientOutcome[];
}

/**
 * Decides a case at the moment of its release and keeps the verdicts it would go on.
 *
 * Rejects with Denied "not-allowed" where it may not be released now, and as `decideCase` does.
 */
export async function decideNow(id: string, ports: CasePorts): Promise<Cleared> {
  const { clearance, manifest, recipients, objection } = await decideCase(id, ports, {
    keepAll: true,
  });
  if (clearance !== undefined && objection === undefined) {
    return { case: id, clearance, manifest, recipients };
  }
  const what = `it may not be released: ${objection ?? "it is not cleared"}`;
  throw new Denied("not-allowed", `case ${id}`, what, "see what the case still needs");
}
