import { createRoute, z } from "@hono/zod-openapi";
import { decideCase } from "../../usecases/cases/deciding/decide-case.ts";
import { letIn } from "../../usecases/cases/let-in.ts";
import { openCase } from "../../usecases/cases/steps/open-case.ts";
import { readCase } from "../../usecases/cases/read-case.ts";
import { tellPartner } from "../../usecases/cases/partners/tell-partner.ts";
import { actOf } from "../act.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, hasScope, json, NO_BODY, PERSON, scoped } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { DONE } from "../routes/done.ts";
import { id } from "../routes/shape.ts";
import { asker, type PortsOf } from "./asker.ts";
import { caseView, toCaseView } from "./case-view.ts";
import { DECIDED, toDecisionView } from "./decision-shape.ts";
import { compartments, maybe, partnerId, persons, sent } from "./shape.ts";
import { recipients, request } from "./step-shape.ts";

const params = z.object({ case: id });

const open = createRoute({
  method: "post",
  path: "/cases",
  summary: "Asks whether an item may go to these recipients, and is answered",
  ...guarded(scoped("cases:write"), json()),
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: sent(
            z.strictObject({
              item: id,
              recipients,
              request,
              compartments: maybe(compartments),
              persons: maybe(persons),
            }),
          ),
        },
      },
    },
  },
  responses: DECIDED,
});

const read = createRoute({
  method: "get",
  path: "/cases/{case}",
  summary: "A case, decided as it stands; that you read it is noted",
  ...guarded(scoped("cases:read"), NO_BODY),
  request: { params },
  responses: {
    200: { description: "The case", content: { "application/json": { schema: caseView } } },
    ...PROBLEMS,
  },
});

const decide = createRoute({
  method: "post",
  path: "/cases/{case}/decide",
  summary: "Decides a case again as it stands, and keeps what came out otherwise",
  ...guarded(scoped("decide"), NO_BODY),
  request: { params },
  responses: DECIDED,
});

const tell = createRoute({
  method: "get",
  path: "/cases/{case}/partner-text",
  summary: "What a recipient may be told: that it can have the item, or not, and never why",
  ...guarded(scoped("cases:read"), NO_BODY),
  request: { params, query: z.strictObject({ partner: partnerId }) },
  responses: {
    200: {
      description: "The words",
      content: { "application/json": { schema: z.object({ text: z.string() }) } },
    },
    ...PROBLEMS,
  },
});

const admit = createRoute({
  method: "post",
  path: "/cases/{case}/people",
  summary: "Lets a colleague work on a case",
  ...guarded(PERSON, json()),
  request: {
    params,
    body: {
      required: true,
      content: { "application/json": { schema: z.strictObject({ person: id }) } },
    },
  },
  responses: DONE,
});

/** Cases: opened, read, decided. */
export function caseFileRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(open, async (c) => {
      const asked = { ...c.req.valid("json"), ...asker(c), id: actOf(c) };
      return c.json(toDecisionView(await openCase(asked, portsOf(c))), 200);
    });
    api.openapi(read, async (c) => {
      const view = await readCase(c.req.valid("param").case, asker(c).by, portsOf(c));
      return c.json(toCaseView(view, hasScope(c, "copies:read")), 200);
    });
    api.openapi(decide, async (c) => {
      const { by } = asker(c);
      const decided = await decideCase(c.req.valid("param").case, portsOf(c), { by });
      return c.json(toDecisionView(decided), 200);
    });
    api.openapi(tell, async (c) => {
      const { partner } = c.req.valid("query");
      const { by } = asker(c);
      const text = await tellPartner(c.req.valid("param").case, partner, by, portsOf(c));
      return c.json({ text }, 200);
    });
    api.openapi(admit, async (c) => {
      const { person } = c.req.valid("json");
      await letIn(c.req.valid("param").case, person, asker(c).by, portsOf(c));
      return c.json({ id: actOf(c) }, 200);
    });
  };
}
