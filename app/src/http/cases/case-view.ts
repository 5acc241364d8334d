import { z } from "@hono/zod-openapi";
import type { CaseState } from "../../core/casework/case-state.ts";
import type { CaseView, WholeView } from "../../usecases/cases/read-case.ts";
import type { ItemReference } from "../../core/casework/act.ts";
import { duty, status } from "./decision-shape.ts";
import { content, toContentView, type ItemView } from "./item-shape.ts";
import { manifest } from "./manifest-shape.ts";
import { maybe } from "./shape.ts";
import { step, toStepView, type StepView } from "./step-shape.ts";
import { outcome, toVerdictView, verdict, type VerdictView } from "./verdict-shape.ts";

type Erased = Extract<CaseView, { readonly kind: "erased" }>;

interface Whole
  extends
    Pick<CaseState, "id" | "status" | "requester" | "opened" | "recipients">,
    Pick<CaseState, "retracted" | "answered">,
    Omit<WholeView, "state" | "status" | "steps" | "item" | "verdicts"> {
  readonly kind: "case";
  readonly item: ItemReference & Required<Pick<ItemView, "content">>;
  readonly steps: readonly StepView[];
  /** Ids of steps that were taken for an earlier request. */
  readonly superseded: readonly string[];
  readonly verdicts: readonly VerdictView[];
  readonly mayBeReleased: boolean;
}

const texts = z.array(z.string());

const signature = z.object({
  partner: z.string(),
  role: z.string(),
  by: z.string(),
  from: z.union([z.object({ approval: z.string() }), z.object({ permission: z.string() })]),
  expires: z.string(),
});

const whole = z
  .object({
    kind: z.literal("case"),
    id: z.string(),
    service: z.string(),
    status,
    requester: z.string(),
    opened: z.string(),
    recipients: texts,
    item: z.object({ id: z.string(), sha256: z.string(), content }),
    compartments: texts,
    parties: texts.openapi({ description: "Who takes part in it" }),
    acts: z.int().openapi({ description: "How many steps were taken" }),
    steps: z.array(step).openapi({ description: "Every step, in order" }),
    retracted: texts.openapi({ description: "Approvals that were taken back" }),
    superseded: texts.openapi({ description: "Steps taken for an earlier request" }),
    answered: texts.openapi({ description: "Questions to originators that were answered" }),
    verdicts: z.array(verdict),
    kept: z
      .array(z.object({ partner: z.string(), nth: z.int(), verdict: z.string(), outcome }))
      .openapi({ description: "For each recipient the newest verdict in the ledger" }),
    manifest,
    manifestHash: z.string().openapi({ description: "SHA-256: what an approval is given for" }),
    acknowledge: z.record(z.string(), texts),
    mayBeReleased: z.boolean(),
    objection: maybe(z.string()).openapi({ description: "Why it may not be released" }),
    clearance: maybe(
      z.object({ id: z.string(), manifest: z.string(), signatures: z.array(signature) }),
    ),
    duties: z.array(duty),
    nextChange: maybe(z.string()),
  })
  .openapi("Case");

const erased = z
  .object({ kind: z.literal("erased"), id: z.string(), service: z.string() })
  .openapi("ErasedCase");

export const caseView: z.ZodType<Whole | Erased> = z.discriminatedUnion("kind", [whole, erased]);

/** `maySeePlans`: by which plans copies were made, and a tear line. */
export function toCaseView(view: CaseView, maySeePlans: boolean): Whole | Erased {
  if (view.kind === "erased") return view;
  const { state, status: _, steps, item, verdicts, ...rest } = view;
  const { id, status: now, requester, opened, recipients, retracted, answered } = state;
  return {
    ...rest,
    id,
    status: now,
    requester,
    opened,
    recipients,
    item: { ...state.item, content: toContentView(item, maySeePlans) },
    steps: steps.map((one) => toStepView(one, maySeePlans)),
    retracted,
    superseded: state.superseded.map((one) => one.id),
    answered,
    verdicts: verdicts.map(toVerdictView),
    mayBeReleased: view.objection === undefined,
  };
}
