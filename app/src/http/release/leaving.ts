import { createRoute, z } from "@hono/zod-openapi";
import { MOST_COPIES } from "../../core/casework/leaving.ts";
import { readNotices } from "../../usecases/release/read-notices.ts";
import { recallRelease } from "../../usecases/release/recall-release.ts";
import { releaseCase } from "../../usecases/release/release-case.ts";
import { actOf } from "../act.ts";
import { asker, type PortsOf } from "../cases/asker.ts";
import { DECIDED, toDecisionView } from "../cases/decision-shape.ts";
import { maybe, persons, reasons, sent } from "../cases/shape.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, json, NO_BODY, scoped } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { day, id } from "../routes/shape.ts";

const params = z.object({ case: id });

const TOO_MANY = `name ${MOST_COPIES} copies at most, and the others in another release`;

const release = createRoute({
  method: "post",
  path: "/cases/{case}/release",
  summary: "Releases what was prepared, if it may leave at this moment",
  ...guarded(scoped("cases:write"), json()),
  request: {
    params,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: sent(
            z.strictObject({
              copies: maybe(z.array(id).min(1).max(MOST_COPIES, TOO_MANY)).openapi({
                description: "The steps that prepared them; all that have not left without it",
              }),
            }),
          ),
        },
      },
    },
  },
  responses: DECIDED,
});

const recall = createRoute({
  method: "post",
  path: "/cases/{case}/recalls",
  summary: "Calls back what left, or says what takes its place; everybody who has it is told",
  ...guarded(scoped("cases:write"), json()),
  request: {
    params,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: sent(
            z.strictObject({
              release: id,
              how: z.enum(["recall", "correction"]),
              replacement: maybe(id),
              due: maybe(day),
              says: reasons,
              persons: maybe(persons),
            }),
          ),
        },
      },
    },
  },
  responses: DECIDED,
});

const word = z.object({
  id: z.string(),
  kind: z.enum(["receipt", "acknowledgement", "destruction", "feedback"]),
  at: z.string(),
  onward: z.array(z.string()),
  says: z.string().nullable(),
  by: z.string().nullable().openapi({ description: "Who of the desk entered it" }),
});

const notices = z
  .object({
    notices: z.array(
      z.object({
        id: z.string(),
        partner: z.string(),
        onward: z.string().nullable(),
        due: z.string(),
        state: z.enum(["open", "acknowledged", "destroyed", "escalated"]),
        words: z.array(word),
      }),
    ),
  })
  .openapi("Notices");

const read = createRoute({
  method: "get",
  path: "/cases/{case}/recalls/{recall}",
  summary: "Who was told of a recall, and what they answered; that you looked is noted",
  ...guarded(scoped("cases:read"), NO_BODY),
  request: { params: z.object({ case: id, recall: id }) },
  responses: {
    200: { description: "Notices", content: { "application/json": { schema: notices } } },
    ...PROBLEMS,
  },
});

/** What leaves, and how it is called back. */
export function leavingRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(release, async (c) => {
      const asked = { ...c.req.valid("json"), ...asker(c), ...c.req.valid("param") };
      return c.json(toDecisionView(await releaseCase({ ...asked, id: actOf(c) }, portsOf(c))), 200);
    });
    api.openapi(recall, async (c) => {
      const asked = { ...c.req.valid("json"), ...asker(c), ...c.req.valid("param") };
      const outcome = await recallRelease({ ...asked, id: actOf(c) }, portsOf(c));
      return c.json(toDecisionView(outcome), 200);
    });
    api.openapi(read, async (c) => {
      const asked = { ...c.req.valid("param"), by: asker(c).by };
      const found = await readNotices(asked, portsOf(c));
      return c.json({ notices: found.map(toView) }, 200);
    });
  };
}

function toView({
  id: notice,
  partner,
  onward,
  due,
  state,
  words,
}: Awaited<ReturnType<typeof readNotices>>[number]) {
  return {
    id: notice,
    partner,
    due,
    state,
    onward: onward ?? null,
    words: words.map((one) => ({
      id: one.id,
      kind: one.kind,
      at: one.at,
      onward: [...one.onward],
      says: one.says ?? null,
      by: one.by ?? null,
    })),
  };
}
