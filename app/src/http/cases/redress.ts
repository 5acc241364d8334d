import { createRoute, z } from "@hono/zod-openapi";
import { endHold, holdDeletion } from "../../usecases/cases/redress/hold-deletion.ts";
import { searchPerson, type PersonFound } from "../../usecases/cases/redress/search-person.ts";
import { actOf } from "../act.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, json, NO_BODY, PERSON } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { DONE } from "../routes/done.ts";
import { id } from "../routes/shape.ts";
import { medium } from "../release/plan-shape.ts";
import { asker, type PortsOf } from "./asker.ts";
import { maybe, person, reasons, sent } from "./shape.ts";
import { outcome } from "./verdict-shape.ts";

const mentions = z
  .object({
    items: z.array(z.object({ item: z.string(), sha256: z.string() })),
    cases: z.array(
      z.object({
        case: z.string(),
        item: z.string(),
        service: z.string(),
        status: z.enum(["open", "refused", "withdrawn", "closed", "erased"]),
        outcome,
        recipients: z.array(z.string()),
        wasCleared: z.boolean().openapi({ description: "It may have gone to its recipients" }),
      }),
    ),
    holds: z.array(z.string()).openapi({ description: "Complaints that run" }),
    released: z
      .array(
        z.object({
          item: z.string(),
          case: z.string(),
          release: z.string(),
          at: z.string(),
          partner: z.string(),
          medium,
          sha256: z.string(),
          disclosed: maybe(z.string()).openapi({ description: "When it was shown to it" }),
          recalled: maybe(z.string()).openapi({ description: "The step that called it back" }),
        }),
      )
      .openapi({ description: "What of it left, to whom" }),
  })
  .openapi("Mentions");

const search = createRoute({
  method: "post",
  path: "/persons/search",
  summary: "What about this person went, or may have gone, to whom; that you searched is noted",
  ...guarded(PERSON, json()),
  request: {
    body: { required: true, content: { "application/json": { schema: sent(person) } } },
  },
  responses: {
    200: { description: "Where", content: { "application/json": { schema: mentions } } },
    ...PROBLEMS,
  },
});

const hold = createRoute({
  method: "post",
  path: "/persons/holds",
  summary: "While a complaint runs nothing about the person is deleted",
  ...guarded(PERSON, json()),
  request: {
    body: {
      required: true,
      content: {
        "application/json": { schema: sent(z.strictObject({ person, complaint: reasons })) },
      },
    },
  },
  responses: {
    200: {
      description: "It holds",
      content: { "application/json": { schema: z.object({ hold: z.string() }) } },
    },
    ...PROBLEMS,
  },
});

const release = createRoute({
  method: "post",
  path: "/persons/holds/{hold}/end",
  summary: "Ends a hold, because the complaint was answered",
  ...guarded(PERSON, NO_BODY),
  request: { params: z.object({ hold: id }) },
  responses: DONE,
});

/** Redress. Who is looked for stands in the body: an address ends up in logs. */
export function redressRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(search, async (c) =>
      c.json(toView(await searchPerson(c.req.valid("json"), asker(c).by, portsOf(c))), 200),
    );
    api.openapi(hold, async (c) => {
      const held = { ...c.req.valid("json"), by: asker(c).by };
      return c.json({ hold: await holdDeletion(held, portsOf(c)) }, 200);
    });
    api.openapi(release, async (c) => {
      await endHold(c.req.valid("param").hold, asker(c).by, portsOf(c));
      return c.json({ id: actOf(c) }, 200);
    });
  };
}

function toView({ items, cases, holds, released }: PersonFound): z.infer<typeof mentions> {
  return {
    items: [...items],
    cases: cases.map((one) => ({ ...one, recipients: [...one.recipients] })),
    holds: [...holds],
    released: released.map(({ disclosed, recalled, ...copy }) => ({
      ...copy,
      ...(disclosed === undefined ? {} : { disclosed }),
      ...(recalled === undefined ? {} : { recalled }),
    })),
  };
}
