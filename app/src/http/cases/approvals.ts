import { createRoute, z } from "@hono/zod-openapi";
import type { Manifest } from "../../core/casework/manifest.ts";
import { readCase, type CaseView } from "../../usecases/cases/read-case.ts";
import { takeStep } from "../../usecases/cases/take-step.ts";
import { Denied } from "../../usecases/people/denied.ts";
import { actOf } from "../act.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, json, NO_BODY, PERSON } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { id } from "../routes/shape.ts";
import { challengeFor, verifyStepUp } from "../step-up.ts";
import { asker, type PortsOf } from "./asker.ts";
import { DECIDED, toDecisionView } from "./decision-shape.ts";
import { manifest } from "./manifest-shape.ts";
import { approval } from "./step-shape.ts";

/** What the signature is for: it is good for nothing else. */
const PURPOSE = "approve";

interface ChallengeView {
  readonly ticket: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly manifest: Manifest;
  readonly manifestHash: string;
  readonly acknowledge: Readonly<Record<string, readonly string[]>>;
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
  })
  .openapi("ApprovalChallenge");

const params = z.object({ case: id });

const ask = createRoute({
  method: "post",
  path: "/cases/{case}/approvals/challenge",
  summary: "Begins an approval: what would leave, and its SHA-256 as the challenge for your key",
  ...guarded(PERSON, NO_BODY),
  request: { params },
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

/** Approvals, in two requests: what the key signs is the hash of the manifest, and nothing else. */
export function approvalRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(ask, async (c) => {
      const view = await readCase(c.req.valid("param").case, asker(c).by, portsOf(c));
      const { manifest: what, manifestHash, acknowledge } = requireThere(view);
      const begun = await challengeFor(c, PURPOSE, Buffer.from(manifestHash, "hex"));
      return c.json({ ...begun, manifest: what, manifestHash, acknowledge }, 200);
    });
    api.openapi(approve, async (c) => {
      const { ticket, answer, persons, ...signed } = c.req.valid("json");
      const payload = Buffer.from(signed.manifest, "hex");
      const assertion = await verifyStepUp(c, PURPOSE, payload, { ticket, answer });
      const taken = {
        ...asker(c),
        ...c.req.valid("param"),
        ...(persons === undefined ? {} : { persons }),
        step: { kind: "approve" as const, ...signed },
        id: actOf(c),
        assertion: JSON.stringify(assertion),
      };
      return c.json(toDecisionView(await takeStep(taken, portsOf(c))), 200);
    });
  };
}

function requireThere(view: CaseView): Extract<CaseView, { readonly kind: "case" }> {
  if (view.kind === "case") return view;
  const what = "what it said was erased";
  throw new Denied("not-found", `case ${view.id}`, what, "there is nothing left to approve");
}
