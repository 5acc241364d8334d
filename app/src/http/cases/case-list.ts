import { createRoute, z } from "@hono/zod-openapi";
import { OUTCOMES } from "../../core/deciding/verdict.ts";
import { listCases } from "../../usecases/cases/list-cases.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, NO_BODY, scoped } from "../guard/guarded.ts";
import { Problem, PROBLEMS } from "../problem.ts";
import { id } from "../routes/shape.ts";
import { asker, type PortsOf } from "./asker.ts";
import { caseCursor, fromCaseCursor } from "./cursor.ts";
import { howMany, yesOrNo } from "./query.ts";
import { maybe, partnerId } from "./shape.ts";
import { outcome } from "./verdict-shape.ts";

const STATUSES = ["open", "refused", "withdrawn", "closed", "erased"] as const;

const row = z
  .object({
    id: z.string(),
    service: z.string(),
    item: z.string(),
    requester: z.string(),
    opened: z.string(),
    updated: z.string(),
    status: z.enum(STATUSES),
    outcome,
    mayBeReleased: z.boolean(),
    isDue: z.boolean().openapi({ description: "It has a duty that is due, or late" }),
    acts: z.int(),
  })
  .openapi("CaseRow");

const list = createRoute({
  method: "get",
  path: "/cases",
  summary: "Cases you need to know, those changed last first",
  ...guarded(scoped("cases:read"), NO_BODY),
  request: {
    query: z.strictObject({
      mine: maybe(yesOrNo).openapi({ description: "Only those you take part in" }),
      status: maybe(z.enum(STATUSES)),
      outcome: maybe(z.enum(OUTCOMES)),
      partner: maybe(partnerId),
      due: maybe(yesOrNo).openapi({ description: "Only those with a duty that is due, or late" }),
      after: maybe(caseCursor),
      most: maybe(howMany),
    }),
  },
  responses: {
    200: {
      description: "A page, and where the next one begins; null on the last",
      content: {
        "application/json": {
          schema: z.object({ cases: z.array(row).readonly(), next: z.string().nullable() }),
        },
      },
    },
    ...PROBLEMS,
  },
});

const find = createRoute({
  method: "get",
  path: "/steps/{step}",
  summary: "In which case a step of yours was taken: for whoever got no answer to a request",
  ...guarded(scoped("cases:read"), NO_BODY),
  request: { params: z.object({ step: id }) },
  responses: {
    200: {
      description: "The case",
      content: { "application/json": { schema: z.object({ case: z.string() }) } },
    },
    ...PROBLEMS,
  },
});

/** Which cases there are. */
export function caseListRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(list, async (c) => {
      const { due, ...filters } = c.req.valid("query");
      const about = due === undefined ? {} : { isDue: due };
      const page = await listCases({ ...filters, ...about, by: asker(c).by }, portsOf(c));
      const next = page.next === undefined ? null : fromCaseCursor(page.next);
      return c.json({ cases: page.cases, next }, 200);
    });
    api.openapi(find, async (c) => {
      const found = await portsOf(c).cases.findAct(c.req.valid("param").step);
      if (found?.by === asker(c).by) return c.json({ case: found.case }, 200);
      throw new Problem(404, "not-found", "No such step of yours was taken; send it again.");
    });
  };
}
