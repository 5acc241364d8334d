import { z } from "@hono/zod-openapi";
import type { CaseStatus } from "../../core/casework/case-state.ts";
import type { Duty } from "../../core/casework/duty.ts";
import type { Day } from "../../core/day.ts";
import type { Outcome } from "../../core/deciding/verdict.ts";
import type { CaseOutcome } from "../../usecases/cases/deciding/outcome.ts";
import { PROBLEMS } from "../problem.ts";
import { maybe } from "./shape.ts";
import { outcome, toVerdictView, verdict, type VerdictView } from "./verdict-shape.ts";

/** How a case stands after a step, or after it was decided again. */
interface DecisionView {
  readonly case: string;
  readonly status: CaseStatus;
  readonly outcome: Outcome;
  readonly mayBeReleased: boolean;
  readonly objection?: string;
  readonly clearance?: string;
  readonly manifest: string;
  readonly verdicts: readonly VerdictView[];
  readonly kept: CaseOutcome["recipients"];
  readonly duties: readonly Duty[];
  readonly nextChange?: Day;
}

export const status: z.ZodType<CaseStatus> = z.enum(["open", "refused", "withdrawn", "closed"]);

export const duty: z.ZodType<Duty> = z
  .object({
    id: z.string(),
    says: z.string(),
    basis: z.enum(["law", "practice", "proposed"]),
    due: z.string(),
    done: z.boolean(),
    overdue: z.boolean(),
    escalatesTo: z.string(),
  })
  .openapi("Duty");

export const decision: z.ZodType<DecisionView> = z
  .object({
    case: z.string(),
    status,
    outcome: outcome.openapi({ description: "Of the recipients the worst" }),
    mayBeReleased: z.boolean(),
    objection: maybe(z.string()).openapi({ description: "Why it may not be released" }),
    clearance: maybe(z.string()).openapi({ description: "What a release would refer to" }),
    manifest: z.string().openapi({ description: "SHA-256 of what an approval is given for" }),
    verdicts: z.array(verdict),
    kept: z
      .array(z.object({ partner: z.string(), outcome, verdict: z.string() }))
      .openapi({ description: "For each recipient the verdict that stands in the ledger" }),
    duties: z.array(duty),
    nextChange: maybe(z.string()).openapi({
      description: "The next day on which it may come to something else",
    }),
  })
  .openapi("Decision");

/** The responses of a route that opens a case, takes a step in one or decides it. */
export const DECIDED: {
  readonly 200: {
    readonly description: string;
    readonly content: { readonly "application/json": { readonly schema: typeof decision } };
  };
  readonly default: (typeof PROBLEMS)["default"];
} = {
  200: {
    description: "How the case stands, for each recipient with reasons and what it needs",
    content: { "application/json": { schema: decision } },
  },
  ...PROBLEMS,
};

export function toDecisionView(one: CaseOutcome): DecisionView {
  const { objection, clearance, nextChange } = one;
  return {
    case: one.case,
    status: one.status,
    outcome: one.outcome,
    mayBeReleased: objection === undefined,
    ...(objection === undefined ? {} : { objection }),
    ...(clearance === undefined ? {} : { clearance }),
    manifest: one.manifest,
    verdicts: one.verdicts.map(toVerdictView),
    kept: one.recipients,
    duties: one.duties,
    ...(nextChange === undefined ? {} : { nextChange }),
  };
}
