import { createRoute, z } from "@hono/zod-openapi";
import type { Change } from "../../core/release/copy.ts";
import { prepareCopy, type CopyPrepared } from "../../usecases/release/prepare-copy.ts";
import { previewCopy, type CopyPreview } from "../../usecases/release/preview-copy.ts";
import { findPlan } from "../../usecases/release/profiles.ts";
import { actOf } from "../act.ts";
import { asker, type PortsOf } from "../cases/asker.ts";
import { decision, toDecisionView } from "../cases/decision-shape.ts";
import { maybe, partnerId, persons, sent } from "../cases/shape.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, json, NO_BODY, scoped } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { id } from "../routes/shape.ts";
import { medium, plan } from "./plan-shape.ts";
import { topic } from "./profiles.ts";

const change: z.ZodType<Change> = z.object({
  step: z.string() as z.ZodType<string> as z.ZodType<Change["step"]>,
  place: z.string(),
  says: z.string(),
});
const texts = z.array(z.string());

const prepared = z
  .object({
    act: z.string().openapi({ description: "The step: what a release names" }),
    sha256: z.string(),
    size: z.int(),
    aspects: texts.openapi({ description: "What the plan carried out, by measures sanitise:*" }),
    caveats: texts.openapi({ description: "The caveats that stand in its bytes" }),
    changes: z.array(change),
    decision,
  })
  .openapi("PreparedCopy");

const preview = z
  .object({
    act: z.string(),
    partner: z.string(),
    medium,
    sha256: z.string(),
    mediaType: z.string(),
    fileName: z.string(),
    bytes: z.string().openapi({ format: "byte", description: "Exactly what would leave" }),
    changes: z.array(change),
    difference: z.object({
      lines: z.array(z.object({ kind: z.enum(["same", "removed", "added"]), text: z.string() })),
      more: z.int(),
    }),
  })
  .openapi("CopyPreview");

const prepare = createRoute({
  method: "post",
  path: "/cases/{case}/copies",
  summary: "Makes a copy for one recipient, by a plan or a kept profile; approvals are then for it",
  ...guarded(scoped("cases:write"), json()),
  request: {
    params: z.object({ case: id }),
    body: {
      required: true,
      content: {
        "application/json": {
          schema: sent(
            z.strictObject({
              recipient: partnerId,
              partner: maybe(partnerId).openapi({ description: "Of a group: whose copy it is" }),
              collection: id,
              plan: maybe(plan),
              profile: maybe(topic).openapi({ description: "Instead of a plan: a kept one" }),
              persons: maybe(persons),
            }),
          ).refine((one) => (one.plan === undefined) !== (one.profile === undefined), {
            path: ["plan"],
            message: "give a plan or the topic of a profile",
          }),
        },
      },
    },
  },
  responses: {
    200: {
      description: "Made, and how the case stands with it",
      content: { "application/json": { schema: prepared } },
    },
    ...PROBLEMS,
  },
});

const show = createRoute({
  method: "get",
  path: "/cases/{case}/copies/{copy}",
  summary: "The exact bytes that would leave, and how they differ; that you looked is noted",
  ...guarded(scoped("copies:read"), NO_BODY),
  request: { params: z.object({ case: id, copy: id }) },
  responses: {
    200: { description: "The copy", content: { "application/json": { schema: preview } } },
    ...PROBLEMS,
  },
});

/** Copies: made for a recipient, and looked at before anybody signs. */
export function copyRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(prepare, async (c) => {
      const { plan: given, profile, ...said } = c.req.valid("json");
      const ports = portsOf(c);
      const who = asker(c);
      const whose = said.partner ?? said.recipient;
      const chosen = given ?? (await findPlan(whose, profile ?? "", who.by, ports));
      const asked = { ...said, ...who, ...c.req.valid("param"), plan: chosen, id: actOf(c) };
      return c.json(toPrepared(await prepareCopy(asked, ports)), 200);
    });
    api.openapi(show, async (c) => {
      const asked = { ...c.req.valid("param"), by: asker(c).by };
      return c.json(toView(await previewCopy(asked, portsOf(c))), 200);
    });
  };
}

function toPrepared(made: CopyPrepared): z.infer<typeof prepared> {
  const { outcome, aspects, caveats, changes, ...rest } = made;
  const lists = { aspects: [...aspects], caveats: [...caveats], changes: [...changes] };
  return { ...rest, ...lists, decision: toDecisionView(outcome) };
}

function toView({ bytes, ...shown }: CopyPreview): z.infer<typeof preview> {
  const { changes, difference } = shown;
  return {
    ...shown,
    bytes: Buffer.from(bytes).toString("base64"),
    changes: [...changes],
    difference: { lines: [...difference.lines], more: difference.more },
  };
}
