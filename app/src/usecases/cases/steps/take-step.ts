import type { Act, Step } from "../../../core/casework/act.ts";
import { requireForThis } from "./approval.ts";
import { requireKnownMeasure } from "../deciding/known-measure.ts";
import type { CaseOutcome } from "../deciding/outcome.ts";
import { packsInForce } from "../deciding/packs.ts";
import type { PersonDescription } from "../redress/person-text.ts";
import type { CasePorts } from "../ports.ts";
import { requireRecipients } from "./recipients.ts";
import { takeAnyStep, type Signing } from "./take-any-step.ts";

/** Steps with which something is kept or leaves have use cases of their own. */
type OtherKinds = "open" | "prepare" | "release" | "recall";

/** A step somebody takes in a case. */
export interface TakeStep {
  readonly case: string;
  readonly by: string;
  readonly step: Exclude<Step, { readonly kind: OtherKinds }>;
  /** The id of the step, made by whoever takes it, so that it can be sent again. */
  readonly id?: string;
  /**
   * Asks for the answer of the key with which an approval was signed (WebAuthn), as it came, and rejects
   * where it is not for this act. Called once, when nothing else stands against the step: an approval that
   * is denied uses no signature up.
   */
  readonly sign?: Signing;
  /** Whom the words of this step are about. */
  readonly persons?: readonly PersonDescription[];
  /** A program takes it in this person's name. */
  readonly machine?: true;
}

/**
 * Takes a step in a case and decides the case again, all in one write. Whether somebody may is judged on
 * the day of the step and on the case as it is then; sent again under the same id it is taken once.
 *
 * Rejects with Denied "not-found" (also where there is no need to know the case, with an alarm),
 * "not-allowed", or "conflict" (what is approved has changed), and with a Refusal "unknown-partner" or
 * "unknown-measure".
 */
export async function takeStep(taken: TakeStep, ports: CasePorts): Promise<CaseOutcome> {
  const { step } = taken;
  const packs = await packsInForce(ports);
  requireKnownMeasure(step, packs);
  if (step.kind === "amend") requireRecipients(step.recipients);
  const toStep = (): Step => step;
  return takeAnyStep({ ...taken, kind: step.kind, toStep, packs }, ports, {
    ...(step.kind === "amend" ? { recipients: step.recipients } : {}),
    check: (act: Act, { whole, decision }) => requireForThis(act, whole, decision),
  });
}
