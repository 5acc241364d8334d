import { createRoute, z } from "@hono/zod-openapi";
import { addMember } from "../../usecases/people/authority/add-member.ts";
import { createCompartment } from "../../usecases/people/authority/create-compartment.ts";
import { endMember } from "../../usecases/people/authority/end-member.ts";
import { listCompartments } from "../../usecases/people/authority/list-compartments.ts";
import { actOf } from "../act.ts";
import type { Api } from "../env.ts";
import { atBrowser, FRESH, guarded, json, NO_BODY, PERSON } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { DONE } from "./done.ts";
import { day, id } from "./shape.ts";

const code = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, "take letters, digits, - and _, at most 40");

const member = z.object({
  id: z.string(),
  person: z.string(),
  from: z.string(),
  until: z.string().nullable(),
  lastDay: z.string().nullable(),
});

const compartment = z.object({ id: z.string(), members: z.array(member) }).openapi("Compartment");

const list = createRoute({
  method: "get",
  path: "/compartments",
  summary: "The compartments you may look into; all of them for whoever keeps their members",
  ...guarded(PERSON, NO_BODY),
  responses: {
    200: {
      description: "Compartments",
      content: { "application/json": { schema: z.object({ compartments: z.array(compartment) }) } },
    },
    ...PROBLEMS,
  },
});

const create = createRoute({
  method: "post",
  path: "/compartments",
  summary: "Makes a compartment, with a code word for a name; it has no members yet",
  ...guarded(FRESH, json()),
  request: {
    body: {
      required: true,
      content: { "application/json": { schema: z.strictObject({ compartment: code }) } },
    },
  },
  responses: DONE,
});

const add = createRoute({
  method: "post",
  path: "/compartments/{compartment}/members",
  summary: "Lets somebody look into a compartment; nobody lets himself",
  ...guarded(FRESH, json()),
  request: {
    params: z.object({ compartment: code }),
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({ person: id, from: day, until: day.optional() }),
        },
      },
    },
  },
  responses: DONE,
});

const end = createRoute({
  method: "post",
  path: "/members/{member}/end",
  summary: "Ends somebody's place in a compartment; yesterday ends it at once",
  ...guarded(FRESH, json()),
  request: {
    params: z.object({ member: id }),
    body: {
      required: true,
      content: { "application/json": { schema: z.strictObject({ lastDay: day }) } },
    },
  },
  responses: DONE,
});

/** Need to know. */
export function compartmentRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const all = await listCompartments(atBrowser(c).person, c.get("ground").people);
    const compartments = all.map((one) => ({
      id: one.id,
      members: one.members.map(({ id: place, person, from, until, lastDay }) => ({
        id: place,
        person,
        from,
        until: until ?? null,
        lastDay: lastDay ?? null,
      })),
    }));
    return c.json({ compartments }, 200);
  });
  api.openapi(create, async (c) => {
    const given = c.req.valid("json");
    const by = atBrowser(c).person;
    await createCompartment(given.compartment, actOf(c), by, c.get("ground").people);
    return c.json({ id: actOf(c) }, 200);
  });
  api.openapi(add, async (c) => {
    const { until, ...given } = c.req.valid("json");
    const place = { ...given, until, compartment: c.req.valid("param").compartment };
    await addMember(place, actOf(c), atBrowser(c).person, c.get("ground").people);
    return c.json({ id: actOf(c) }, 200);
  });
  api.openapi(end, async (c) => {
    const { member: place } = c.req.valid("param");
    const { lastDay } = c.req.valid("json");
    await endMember(place, lastDay, actOf(c), atBrowser(c).person, c.get("ground").people);
    return c.json({ id: actOf(c) }, 200);
  });
}
