import { createRoute, z } from "@hono/zod-openapi";
import type { Act } from "../../core/casework/act.ts";
import { statementOf, type ApprovalStatement } from "../../core/casework/approval-statement.ts";
import type { Manifest } from "../../core/casework/manifest.ts";
import { draftApproval } from "../../usecases/cases/steps/draft-approval.ts";
import type { CasePorts } from "../../usecases/cases/ports.ts";
import { takeStep } from "../../usecases/cases/steps/take-step.ts";
import { actOf } from "../act.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, json, PERSON } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { day, id } from "../routes/shape.ts";
import { challengeFor, verifyStepUp } from "../step-up.ts";
import { asker, type PortsOf } from "./asker.ts";
import { DECIDED, toDecisionView } from "./decision-shape.ts";
import { manifest } from "./manifest-shape.ts";
import { maybe } from "./shape.ts";
import { approval, approvalDraft } from "./step-shape.ts";

/** What the signature is for: it is good for nothing else. */
const PURPOSE = "approve";

interface ChallengeView {
  readonly ticket: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly manifest: Manifest;
  readonly manifestHash: string;
  readonly acknowledge: Readonly<Record<string, readonly string[]>>;
  readonly statement: ApprovalStatement;
}

const challenge: z.ZodType<ChallengeView> = z
  .object({
    ticket: z.string(),
    options: z.record(z.string(), z.unknown()),
    manifest,
    manifestHash: z.string(),
    acknowledge: z.record(z.string(), z.array(z.string())).openapi({
      description: "By role what whoever signs under it acknowledges; * is every role not named",
    }),
    statement: z
      .object({
        manifest: z.string(),
        role: z.string(),
        decision: z.literal("approve"),
        acknowledges: z.array(z.string()),
        says: z.string(),
        expires: maybe(day),
      })
      .openapi({ description: "What is signed: of its canonical JSON (RFC 8785) the SHA-256" }),
  })
  .openapi("ApprovalChallenge");

const params = z.object({ case: id });

const ask = createRoute({
  method: "post",
  path: "/cases/{case}/approvals/challenge",
  summary:
    "Begins an approval: what would leave, and what your key is to sign of it and your reasons",
  ...guarded(PERSON, json()),
  request: {
    params,
    body: {
      required: true,
      content: { "application/json": { schema: approvalDraft } },
    },
  },
  responses: {
    200: {
      description: "What to look at, and what to sign",
      content: { "application/json": { schema: challenge } },
    },
    ...PROBLEMS,
  },
});

const approve = createRoute({
  method: "post",
  path: "/cases/{case}/approvals",
  summary: "Approves exactly what was signed; a conflict where that is no longer what would leave",
  ...guarded(PERSON, json()),
  request: {
    params,
    body: { required: true, content: { "application/json": { schema: approval } } },
  },
  responses: DECIDED,
});

/**
 * Approvals, in two requests: what the key signs is what exactly would leave, the role, that it is an
 * approval, what is acknowledged, the reasons and the last day. One that is denied leaves its ticket and
 * its signature unused.
 */
export function approvalRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(ask, async (c) => {
      const draft = { ...c.req.valid("json"), ...c.req.valid("param"), by: asker(c).by };
      const { view, statement } = await draftApproval(draft, portsOf(c));
      const { manifest: what, manifestHash, acknowledge } = view;
      const begun = await challengeFor(c, PURPOSE, payloadOf(statement, portsOf(c)));
      return c.json({ ...begun, manifest: what, manifestHash, acknowledge, statement }, 200);
    });
    api.openapi(approve, async (c) => {
      const { ticket, answer, persons, ...signed } = c.req.valid("json");
      const taken = {
        ...asker(c),
        ...c.req.valid("param"),
        ...(persons === undefined ? {} : { persons }),
        step: { kind: "approve" as const, ...signed },
        id: actOf(c),
        sign: async (act: Act) => {
          if (act.kind !== "approve") throw new Error(`a signature for "${act.kind}"`);
          const payload = payloadOf(statementOf(act), portsOf(c));
          return JSON.stringify(await verifyStepUp(c, PURPOSE, payload, { ticket, answer }));
        },
      };
      return c.json(toDecisionView(await takeStep(taken, portsOf(c))), 200);
    });
  };
}

function payloadOf(
  statement: ApprovalStatement,
  { digest }: Pick<CasePorts, "digest">,
): Uint8Array {
  return Buffer.from(digest(statement), "hex");
}
