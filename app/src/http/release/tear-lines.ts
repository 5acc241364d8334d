import { createRoute, z } from "@hono/zod-openapi";
import { makeTearLine } from "../../usecases/release/make-tear-line.ts";
import { asker, type PortsOf } from "../cases/asker.ts";
import { stated } from "../cases/item-shape.ts";
import { maybe, persons, sent } from "../cases/shape.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, json, scoped } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { id } from "../routes/shape.ts";
import { plan } from "./plan-shape.ts";

const made = z
  .object({ item: z.string(), sha256: z.string(), isNew: z.boolean(), size: z.int() })
  .openapi("TearLine");

const make = createRoute({
  method: "post",
  path: "/cases/{case}/tear-lines",
  summary: "Makes a tear line: a part of the item, as an item of its own, decided on its own",
  ...guarded(scoped("items:write"), json()),
  request: {
    params: z.object({ case: id }),
    body: {
      required: true,
      content: {
        "application/json": {
          schema: sent(
            z.strictObject({
              plan,
              stated: maybe(stated),
              persons: maybe(persons).openapi({
                description: "All persons it is about; leave it out where nobody knows them",
              }),
            }),
          ),
        },
      },
    },
  },
  responses: {
    200: { description: "Made", content: { "application/json": { schema: made } } },
    ...PROBLEMS,
  },
});

/** Less of an item, for those who may not have it whole. */
export function tearLineRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(make, async (c) => {
      const asked = { ...c.req.valid("json"), ...c.req.valid("param"), ...asker(c) };
      const { item, sha256, isNew, size } = await makeTearLine(asked, portsOf(c));
      return c.json({ item, sha256, isNew, size }, 200);
    });
  };
}
