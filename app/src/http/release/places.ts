import { createRoute, z } from "@hono/zod-openapi";
import type { PartnerCollection } from "../../usecases/release/ports.ts";
import { createCollection, listCollections } from "../../usecases/release/collections.ts";
import { actOf } from "../act.ts";
import { asker, type PortsOf } from "../cases/asker.ts";
import { maybe, partnerId, prose, sent } from "../cases/shape.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, json, NO_BODY, PERSON, scoped } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { name, words } from "../routes/shape.ts";
import { medium } from "./plan-shape.ts";

const params = z.object({ partner: partnerId });

const collection: z.ZodType<PartnerCollection> = z
  .object({
    id: z.string(),
    partner: z.string(),
    alias: z.string(),
    title: z.string(),
    description: maybe(z.string()),
    medium,
    canWrite: z.boolean().openapi({ description: "The partner writes to it, and fetches nothing" }),
  })
  .openapi("PartnerCollection");

/** Programs of partners read it as a path, and split it at these. */
const title = words(100).refine((text) => !/[.,*/]/.test(text), "leave out . , * and /");

const create = createRoute({
  method: "post",
  path: "/partners/{partner}/collections",
  summary: "Makes a place from which a partner fetches, or to which it writes",
  ...guarded(PERSON, json()),
  request: {
    params,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: sent(
            z.strictObject({
              alias: name,
              title,
              description: maybe(prose(1_000)),
              medium,
              canWrite: z.boolean(),
            }),
          ),
        },
      },
    },
  },
  responses: {
    200: { description: "Made", content: { "application/json": { schema: collection } } },
    ...PROBLEMS,
  },
});

const list = createRoute({
  method: "get",
  path: "/partners/{partner}/collections",
  summary: "The places of a partner",
  ...guarded(scoped("partners:read"), NO_BODY),
  request: { params },
  responses: {
    200: {
      description: "Places",
      content: {
        "application/json": { schema: z.object({ collections: z.array(collection) }) },
      },
    },
    ...PROBLEMS,
  },
});

/** Places at partners. */
export function placeRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(create, async (c) => {
      const place = { ...c.req.valid("json"), ...c.req.valid("param") };
      const mark = { id: actOf(c), by: asker(c).by };
      return c.json(await createCollection(place, mark, portsOf(c)), 200);
    });
    api.openapi(list, async (c) => {
      const { partner } = c.req.valid("param");
      const collections = await listCollections(partner, asker(c).by, portsOf(c));
      return c.json({ collections: [...collections] }, 200);
    });
  };
}
