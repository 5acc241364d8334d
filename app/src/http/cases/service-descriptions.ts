import { createRoute, z } from "@hono/zod-openapi";
import { describeService } from "../../usecases/cases/partners/describe-service.ts";
import { actOf } from "../act.ts";
import type { Api, Ask, Routes } from "../env.ts";
import { FRESH, guarded, json, NO_BODY, scoped } from "../guard/guarded.ts";
import { Problem, PROBLEMS } from "../problem.ts";
import { DONE } from "../routes/done.ts";
import { name, words } from "../routes/shape.ts";
import { asker, type PortsOf } from "./asker.ts";

const description = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    minister: z.string().nullable(),
    country: z.string(),
    ids: z
      .array(z.string())
      .readonly()
      .openapi({ description: "Under which it appears in items as their originator" }),
  })
  .openapi("ServiceDescription");

const list = createRoute({
  method: "get",
  path: "/services/descriptions",
  summary: "Where the own services are, and under which ids they appear in items",
  ...guarded(scoped("people:read"), NO_BODY),
  responses: {
    200: {
      description: "The services that were described: only they can open cases",
      content: {
        "application/json": { schema: z.object({ services: z.array(description) }) },
      },
    },
    ...PROBLEMS,
  },
});

const describe = createRoute({
  method: "post",
  path: "/services/{service}/description",
  summary: "Says where a service is; its country stays, ids may be added",
  ...guarded(FRESH, json()),
  request: {
    params: z.object({ service: name }),
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            country: z.string().regex(/^[A-Z]{2}$/, "it is no code of ISO 3166-1 in capitals"),
            ids: z.array(words(200)).max(100),
          }),
        },
      },
    },
  },
  responses: DONE,
});

/** The own services as they appear in items. */
export function serviceDescriptionRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(list, async (c) => {
      const all = await portsOf(c).register.services();
      const services = all.map(({ own, kind, minister }) => ({
        ...own,
        kind,
        minister: minister ?? null,
      }));
      return c.json({ services }, 200);
    });
    api.openapi(describe, async (c) => {
      const { service } = c.req.valid("param");
      await requireService(c, service);
      const given = { ...c.req.valid("json"), service, by: asker(c).by };
      await describeService(given, portsOf(c));
      return c.json({ id: actOf(c) }, 200);
    });
  };
}

async function requireService(c: Ask, id: string): Promise<void> {
  const found = await c.get("ground").people.store.read((people) => people.findService(id));
  if (found !== undefined) return;
  throw new Problem(404, "not-found", "There is no such service; register it first.");
}
