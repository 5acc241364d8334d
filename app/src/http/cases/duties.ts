import { createRoute, z } from "@hono/zod-openapi";
import { fulfilDuty } from "../../usecases/cases/duties/fulfil-duty.ts";
import { listDuties } from "../../usecases/cases/duties/list-duties.ts";
import { actOf } from "../act.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, json, NO_BODY, PERSON, scoped } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { DONE } from "../routes/done.ts";
import { day, id } from "../routes/shape.ts";
import { asker, type PortsOf } from "./asker.ts";
import { dutyCursor, fromDutyCursor } from "./cursor.ts";
import { duty } from "./decision-shape.ts";
import { howMany, yesOrNo } from "./query.ts";
import { maybe, prose, sent } from "./shape.ts";

const row = z.object({ case: z.string(), service: z.string(), duty });

const list = createRoute({
  method: "get",
  path: "/duties",
  summary: "What must be done because of cases you need to know, the one due first first",
  ...guarded(scoped("cases:read"), NO_BODY),
  request: {
    query: z.strictObject({
      mine: maybe(yesOrNo).openapi({ description: "Only of cases you take part in" }),
      done: maybe(yesOrNo).openapi({ description: "Those that are done; else those that are not" }),
      due: maybe(day).openapi({ description: "Due on this day at the latest" }),
      escalated: maybe(yesOrNo).openapi({ description: "Late, and before a role of yours" }),
      after: maybe(dutyCursor),
      most: maybe(howMany),
    }),
  },
  responses: {
    200: {
      description: "A page, and where the next one begins; null on the last",
      content: {
        "application/json": {
          schema: z.object({ duties: z.array(row), next: z.string().nullable() }),
        },
      },
    },
    ...PROBLEMS,
  },
});

const fulfil = createRoute({
  method: "post",
  path: "/cases/{case}/duties/done",
  summary: "Notes that a duty of an erased case was done; of others the step review says so",
  ...guarded(PERSON, json()),
  request: {
    params: z.object({ case: id }),
    body: {
      required: true,
      content: { "application/json": { schema: sent(z.strictObject({ duty: prose(2_000) })) } },
    },
  },
  responses: DONE,
});

/** Duties. */
export function dutyRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(list, async (c) => {
      const { done, ...filters } = c.req.valid("query");
      const about = done === undefined ? {} : { isDone: done };
      const page = await listDuties({ ...filters, ...about, by: asker(c).by }, portsOf(c));
      const next = page.next === undefined ? null : fromDutyCursor(page.next);
      const duties = page.duties.map(({ case: of, service, ...rest }) => ({
        case: of,
        service,
        duty: rest,
      }));
      return c.json({ duties, next }, 200);
    });
    api.openapi(fulfil, async (c) => {
      const { duty: which } = c.req.valid("json");
      await fulfilDuty(c.req.valid("param").case, which, asker(c).by, portsOf(c));
      return c.json({ id: actOf(c) }, 200);
    });
  };
}
