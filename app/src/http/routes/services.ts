import { createRoute, z } from "@hono/zod-openapi";
import { registerService } from "../../usecases/people/authority/register-service.ts";
import { actOf } from "../act.ts";
import type { Api } from "../env.ts";
import { atBrowser, FRESH, guarded, json, NO_BODY, scoped } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { DONE } from "./done.ts";
import { name, words } from "./shape.ts";

const KINDS = ["civil", "military", "csirt", "police", "other"] as const;

const service = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(KINDS),
    /** Who is its minister. */
    minister: z.string().nullable(),
  })
  .openapi("Service");

const list = createRoute({
  method: "get",
  path: "/services",
  summary: "The services whose people work here, with their ministers",
  ...guarded(scoped("people:read"), NO_BODY),
  responses: {
    200: {
      description: "Services",
      content: { "application/json": { schema: z.object({ services: z.array(service) }) } },
    },
    ...PROBLEMS,
  },
});

const register = createRoute({
  method: "post",
  path: "/services",
  summary: "Registers a service",
  ...guarded(FRESH, json()),
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            id: name,
            name: words(200),
            kind: z.enum(KINDS),
            minister: words(200).optional(),
          }),
        },
      },
    },
  },
  responses: DONE,
});

/** The services that share this site. */
export function serviceRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const all = await c.get("ground").people.store.read((people) => people.services());
    const services = all.map((one) => ({ ...one, minister: one.minister ?? null }));
    return c.json({ services }, 200);
  });
  api.openapi(register, async (c) => {
    const { minister, ...given } = c.req.valid("json");
    const by = atBrowser(c).person;
    await registerService({ ...given, minister }, actOf(c), by, c.get("ground").people);
    return c.json({ id: actOf(c) }, 200);
  });
}
