import { z } from "@hono/zod-openapi";
import type { Act, Step } from "../../core/casework/act.ts";
import { HARMS, type Request } from "../../core/request.ts";
import { requestShape } from "../../formats/case/shape.ts";
import type { PersonDescription } from "../../usecases/cases/redress/person-text.ts";
import type { TakeStep } from "../../usecases/cases/steps/take-step.ts";
import type { AssertionAnswer } from "../../usecases/people/sign-in/ports.ts";
import { PERSON, scoped, type Access } from "../guard/guarded.ts";
import { assertionAnswer } from "../routes/passkey-shape.ts";
import { day, id, secret, sha256 } from "../routes/shape.ts";
import { medium, PLAN_SHOWN, shownPlan } from "../release/plan-shape.ts";
import { label, maybe, partnerId, persons, prose, reasons, sent, shared } from "./shape.ts";

/** Whom the words of a step are about. */
interface About {
  readonly persons?: readonly PersonDescription[];
}

type Approval = Extract<Step, { readonly kind: "approve" }>;

/** A step in a case that is open, as it is handed in. */
export type Said = Exclude<TakeStep["step"], Approval> & About;

/** One kind of step: what its route is for, who may ask for it, and what it takes. */
export interface StepForm {
  readonly kind: Said["kind"];
  readonly summary: string;
  readonly access: Access;
  readonly shape: z.ZodType<Said>;
}

/** An approval as it is handed in: with the signature, and the ticket under which that was asked for. */
export type SaidApproval = Omit<Approval, "kind"> &
  About & { readonly ticket: string; readonly answer: AssertionAnswer };

type Preparing = Extract<Act, { readonly kind: "prepare" }>;

/** A step as it is shown: without its plan to whom no plans are shown. */
export type StepView =
  Exclude<Act, Preparing> | (Omit<Preparing, "plan"> & Partial<Pick<Preparing, "plan">>);

/** What was asked, as it is kept. */
export const asked: z.ZodType<Request> = shared("Request", requestShape);

/** What is asked. Whoever asks is who is signed in. */
export const request: z.ZodType<Request> = asked.refine(
  ({ requester }) => requester === undefined,
  { path: ["requester"], message: "leave it out: the requester is whoever asks" },
);

export const recipients: z.ZodType<readonly string[]> = z.array(partnerId).min(1).max(100);

const expires = maybe(day);
const level = z.enum(["below-real", "real", "known-or-believed", "unknown"]);
const mitigation = z.strictObject({ id: label, says: reasons, evidence: reasons });

const opens = {
  item: z.object({ id: z.string(), sha256: z.string() }),
  recipients,
  request: asked,
  compartments: z.array(z.string()),
};
const says = { says: reasons };
const decides = { role: label, ...says };
const states = { measure: label, ...says };
const assesses = {
  stage: z.enum(["before", "after"]),
  risk: z.partialRecord(z.enum(HARMS), level),
  mitigations: z.array(mitigation).max(50),
  ...says,
};
const asks = { originator: label, partner: partnerId, scope: reasons, due: day };
const consents = {
  originator: label,
  partner: partnerId,
  purpose: prose(10_000),
  scope: reasons,
  expires,
  evidence: reasons,
};
const assures = {
  assurance: label,
  partner: partnerId,
  ...says,
  expires,
  onward: maybe(z.array(partnerId).max(100)).openapi({
    description: "Codes of those to whom the partner may pass it on under it",
  }),
};
const approves = {
  ...decides,
  manifest: sha256,
  acknowledges: z.array(reasons).max(100),
  expires,
};
const retracts = { act: id, ...says };
const reviews = { duty: prose(2_000), ...says };

const place = { recipient: partnerId, partner: partnerId, medium, collection: id };
const texts = z.array(z.string());
const prepares = { ...place, plan: shownPlan, sha256, aspects: texts, caveats: texts };
const leaves = { copies: z.array(z.object({ ...place, act: id, sha256 })) };
const recalls = {
  release: id,
  how: z.enum(["recall", "correction"]),
  replacement: maybe(id),
  due: day,
  notices: z.array(z.object({ id, partner: partnerId, onward: maybe(partnerId) })),
  ...says,
};

/** A program may take it in a person's name. */
const ANYBODY = scoped("cases:write");

/** Every kind of step that has no routes of its own, as opening, approving and releasing have. */
export const STEPS: readonly StepForm[] = [
  {
    kind: "amend",
    summary: "Changes what is asked; what was said and approved before no longer counts",
    access: ANYBODY,
    shape: said({ recipients, request }).transform((one) => ({ kind: "amend" as const, ...one })),
  },
  {
    kind: "state",
    summary: "Writes reasons down, under a measure like state:necessity",
    access: ANYBODY,
    shape: said(states).transform((one) => ({ kind: "state" as const, ...one })),
  },
  {
    kind: "assess",
    summary: "Assesses the risk before mitigation, or after it",
    access: PERSON,
    shape: said(assesses).transform((one) => ({ kind: "assess" as const, ...one })),
  },
  {
    kind: "ask-consent",
    summary: "Notes that an originator was asked for its consent, and by when it should answer",
    access: ANYBODY,
    shape: said(asks).transform((one) => ({ kind: "ask-consent" as const, ...one })),
  },
  {
    kind: "consent",
    summary: "Records the consent of an originator, and where it is written",
    access: ANYBODY,
    shape: said(consents).transform((one) => ({ kind: "consent" as const, ...one })),
  },
  {
    kind: "assure",
    summary: "Records an assurance that a partner gave",
    access: ANYBODY,
    shape: said(assures).transform((one) => ({ kind: "assure" as const, ...one })),
  },
  {
    kind: "refuse",
    summary: "Refuses, under a role that decides",
    access: PERSON,
    shape: said(decides).transform((one) => ({ kind: "refuse" as const, ...one })),
  },
  {
    kind: "override",
    summary: "Lets a refused case go on, under a higher role, which must then approve it",
    access: PERSON,
    shape: said(decides).transform((one) => ({ kind: "override" as const, ...one })),
  },
  {
    kind: "retract",
    summary: "Takes an approval of yours back",
    access: PERSON,
    shape: said(retracts).transform((one) => ({ kind: "retract" as const, ...one })),
  },
  {
    kind: "withdraw",
    summary: "Ends a case because the requester no longer asks",
    access: ANYBODY,
    shape: said(says).transform((one) => ({ kind: "withdraw" as const, ...one })),
  },
  {
    kind: "close",
    summary: "Ends a case because all is done",
    access: ANYBODY,
    shape: said(says).transform((one) => ({ kind: "close" as const, ...one })),
  },
  {
    kind: "review",
    summary: "Writes the review that a duty asks for",
    access: PERSON,
    shape: said(reviews).transform((one) => ({ kind: "review" as const, ...one })),
  },
];

export const approvalDraft: z.ZodType<Pick<Approval, "role" | "says" | "expires">> = z
  .strictObject({ ...decides, expires })
  .openapi("ApprovalDraft");

export const approval: z.ZodType<SaidApproval> = said({
  ticket: secret,
  answer: assertionAnswer,
  ...approves,
}).openapi("Approval");

const taken = {
  id: z.string(),
  by: z.string(),
  at: z.string(),
  machine: maybe(z.literal(true)).openapi({ description: "A program took it" }),
};

export const step: z.ZodType<StepView> = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("open"), ...taken, ...opens }),
    z.object({ kind: z.literal("amend"), ...taken, recipients, request: asked }),
    z.object({ kind: z.literal("state"), ...taken, ...states }),
    z.object({ kind: z.literal("assess"), ...taken, ...assesses }),
    z.object({ kind: z.literal("ask-consent"), ...taken, ...asks }),
    z.object({ kind: z.literal("consent"), ...taken, ...consents }),
    z.object({ kind: z.literal("assure"), ...taken, ...assures }),
    z.object({ kind: z.literal("approve"), ...taken, ...approves }),
    z.object({ kind: z.literal("refuse"), ...taken, ...decides }),
    z.object({ kind: z.literal("override"), ...taken, ...decides }),
    z.object({ kind: z.literal("retract"), ...taken, ...retracts }),
    z.object({ kind: z.literal("withdraw"), ...taken, ...says }),
    z.object({ kind: z.literal("close"), ...taken, ...says }),
    z.object({ kind: z.literal("review"), ...taken, ...reviews }),
    z
      .object({ kind: z.literal("prepare"), ...taken, ...prepares })
      .openapi({ description: `A copy was made; ${PLAN_SHOWN}` }),
    z.object({ kind: z.literal("release"), ...taken, ...leaves }),
    z.object({ kind: z.literal("recall"), ...taken, ...recalls }),
  ])
  .openapi("Step");

export function toStepView(act: Act, maySeePlans: boolean): StepView {
  if (maySeePlans || act.kind !== "prepare") return act;
  const { plan: _, ...shown } = act;
  return shown;
}

function said<F extends z.ZodRawShape>(fields: F) {
  return sent(z.strictObject({ ...fields, persons: maybe(persons) }));
}
