import type { Day } from "../day.ts";
import type { Step } from "./act.ts";

type Approval = Extract<Step, { readonly kind: "approve" }>;

/**
 * What whoever approves signs: the SHA-256 of its canonical JSON (RFC 8785) is the challenge of the key. It
 * can be made again from the act, so that the signature is checked without us.
 */
export interface ApprovalStatement {
  /** SHA-256 of the manifest: what exactly would leave. */
  readonly manifest: string;
  readonly role: string;
  readonly decision: "approve";
  /** In alphabetical order, each once. */
  readonly acknowledges: readonly string[];
  /** The reasons, as they were written. */
  readonly says: string;
  /** Its last day, where it has one. */
  readonly expires?: Day;
}

/** The statement of an approval, before it is given or as it was. */
export function statementOf({
  manifest,
  role,
  acknowledges,
  says,
  expires,
}: Omit<Approval, "kind">): ApprovalStatement {
  const each = [...new Set(acknowledges)].toSorted();
  const until = expires === undefined ? {} : { expires };
  return { manifest, role, decision: "approve", acknowledges: each, says, ...until };
}
