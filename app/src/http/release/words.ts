import { createRoute, z } from "@hono/zod-openapi";
import { WORDS } from "../../usecases/release/ports.ts";
import { recordWord } from "../../usecases/release/record-word.ts";
import { actOf } from "../act.ts";
import { asker, type PortsOf } from "../cases/asker.ts";
import { maybe, partnerId, reasons, sent } from "../cases/shape.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, json, scoped } from "../guard/guarded.ts";
import { DONE } from "../routes/done.ts";
import { id } from "../routes/shape.ts";

const record = createRoute({
  method: "post",
  path: "/partner-words",
  summary: "Enters what a partner said: receipt, acknowledgement, destruction, feedback",
  ...guarded(scoped("cases:write"), json()),
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: sent(
            z.strictObject({
              about: id.openapi({ description: "A release, or a notice of a recall" }),
              kind: z.enum(WORDS),
              partner: maybe(partnerId),
              onward: maybe(z.array(partnerId).max(100)).openapi({
                description: "Codes of those to whom the partner passed it on",
              }),
              says: maybe(reasons),
            }),
          ),
        },
      },
    },
  },
  responses: DONE,
});

/** What partners said, entered by the desk. */
export function wordRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(record, async (c) => {
      const { by, ...made } = asker(c);
      await recordWord({ ...c.req.valid("json"), ...made, id: actOf(c) }, by, portsOf(c));
      return c.json({ id: actOf(c) }, 200);
    });
  };
}
