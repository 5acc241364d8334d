import { createRoute, z } from "@hono/zod-openapi";
import { orderCorrection, orderDeletion } from "../../usecases/cases/redress/order-deletion.ts";
import type { Api, Routes } from "../env.ts";
import { FRESH, guarded, json } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { id } from "../routes/shape.ts";
import { asker, type PortsOf } from "./asker.ts";
import { reasons, sent } from "./shape.ts";

const order = {
  items: z.array(id).min(1).max(200),
  basis: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.:/_-]{0,63}$/, "give an article or the number of an order"),
};
const ordered = z
  .object({
    order: z.string(),
    cases: z.array(z.string()).readonly(),
    duties: z.int().openapi({ description: "How many recipients are to be told" }),
  })
  .openapi("Order");
const ORDERED = {
  200: { description: "Ordered", content: { "application/json": { schema: ordered } } },
  ...PROBLEMS,
};

const deletion = createRoute({
  method: "post",
  path: "/orders/deletion",
  summary: "Deletes items and what cases on them say, for good; recipients are to be told",
  ...guarded(FRESH, json()),
  request: {
    body: {
      required: true,
      content: { "application/json": { schema: sent(z.strictObject(order)) } },
    },
  },
  responses: ORDERED,
});

const correction = createRoute({
  method: "post",
  path: "/orders/correction",
  summary: "Orders what is wrong in items to be corrected; recipients are to be told",
  ...guarded(FRESH, json()),
  request: {
    body: {
      required: true,
      content: {
        "application/json": { schema: sent(z.strictObject({ ...order, words: reasons })) },
      },
    },
  },
  responses: ORDERED,
});

/** Orders about what is held of a person: the key that would read it again is destroyed at once. */
export function orderRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(deletion, async (c) => {
      const given = { ...c.req.valid("json"), by: asker(c).by };
      return c.json(await orderDeletion(given, portsOf(c)), 200);
    });
    api.openapi(correction, async (c) => {
      const given = { ...c.req.valid("json"), by: asker(c).by };
      return c.json(await orderCorrection(given, portsOf(c)), 200);
    });
  };
}
