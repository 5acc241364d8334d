import { createRoute, z } from "@hono/zod-openapi";
import { readItem } from "../../usecases/cases/items/read-item.ts";
import { stateFacts } from "../../usecases/cases/items/state-facts.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, hasScope, json, NO_BODY, scoped } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { id } from "../routes/shape.ts";
import { asker, type PortsOf } from "./asker.ts";
import { item, stated, toItemView } from "./item-shape.ts";
import { maybe, persons, sent } from "./shape.ts";

const read = createRoute({
  method: "get",
  path: "/items/{item}",
  summary: "What is known of an item; not its bytes",
  ...guarded(scoped("cases:read"), NO_BODY),
  request: { params: z.object({ item: id }) },
  responses: {
    200: { description: "The item", content: { "application/json": { schema: item } } },
    ...PROBLEMS,
  },
});

const state = createRoute({
  method: "post",
  path: "/items/{item}/facts",
  summary: "States facts of an item, for which you answer; cases on it are decided again",
  ...guarded(scoped("items:write"), json()),
  request: {
    params: z.object({ item: id }),
    body: {
      required: true,
      content: {
        "application/json": {
          schema: sent(z.strictObject({ stated, persons: maybe(persons) })),
        },
      },
    },
  },
  responses: {
    200: {
      description: "The number of what is known of it now",
      content: { "application/json": { schema: z.object({ version: z.int() }) } },
    },
    ...PROBLEMS,
  },
});

/** What is known of items. */
export function itemRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(read, async (c) => {
      const found = await readItem(c.req.valid("param").item, asker(c).by, portsOf(c));
      return c.json(toItemView(found, hasScope(c, "copies:read")), 200);
    });
    api.openapi(state, async (c) => {
      const given = { ...c.req.valid("json"), ...c.req.valid("param"), ...asker(c) };
      return c.json({ version: await stateFacts(given, portsOf(c)) }, 200);
    });
  };
}
