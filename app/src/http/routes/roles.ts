import { createRoute, z } from "@hono/zod-openapi";
import { confirmRole } from "../../usecases/people/authority/confirm-role.ts";
import { endRole } from "../../usecases/people/authority/end-role.ts";
import { proposeRole } from "../../usecases/people/authority/propose-role.ts";
import type { Grant } from "../../usecases/people/records.ts";
import { actOf } from "../act.ts";
import type { Api } from "../env.ts";
import { atBrowser, FRESH, guarded, json, NO_BODY, PERSON } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { DONE } from "./done.ts";
import { day, id, name, words } from "./shape.ts";

const grant = z
  .object({
    id: z.string(),
    person: z.string(),
    role: z.string(),
    from: z.string(),
    until: z.string().nullable(),
    mandate: z.string(),
    proposedBy: z.string().nullable(),
    confirmedBy: z.string().nullable(),
    confirmedAt: z.string().nullable(),
    lastDay: z.string().nullable(),
  })
  .openapi("RoleGrant");

const list = createRoute({
  method: "get",
  path: "/roles",
  summary: "Every role that was proposed, confirmed or ended, of everybody or of one person",
  ...guarded(PERSON, NO_BODY),
  request: { query: z.object({ person: id.optional() }) },
  responses: {
    200: {
      description: "Grants",
      content: { "application/json": { schema: z.object({ roles: z.array(grant) }) } },
    },
    ...PROBLEMS,
  },
});

const propose = createRoute({
  method: "post",
  path: "/roles",
  summary: "Proposes a role for somebody: none until a third person confirms it",
  ...guarded(FRESH, json()),
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            person: id,
            role: name,
            from: day,
            until: day.optional(),
            mandate: words(500),
          }),
        },
      },
    },
  },
  responses: DONE,
});

const confirm = createRoute({
  method: "post",
  path: "/roles/{role}/confirm",
  summary: "Confirms a role that somebody else proposed for a third person",
  ...guarded(FRESH, NO_BODY),
  request: { params: z.object({ role: id }) },
  responses: DONE,
});

const end = createRoute({
  method: "post",
  path: "/roles/{role}/end",
  summary: "Ends a role, or withdraws a proposal; yesterday ends it at once",
  ...guarded(FRESH, json()),
  request: {
    params: z.object({ role: id }),
    body: {
      required: true,
      content: { "application/json": { schema: z.strictObject({ lastDay: day }) } },
    },
  },
  responses: DONE,
});

/** Roles, which take two to give. */
export function roleRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const { person } = c.req.valid("query");
    const all = await c.get("ground").people.store.read((people) => people.grants(person));
    return c.json({ roles: all.map(toJson) }, 200);
  });
  api.openapi(propose, async (c) => {
    const { until, ...proposal } = c.req.valid("json");
    const by = atBrowser(c).person;
    await proposeRole({ ...proposal, until }, actOf(c), by, c.get("ground").people);
    return c.json({ id: actOf(c) }, 200);
  });
  api.openapi(confirm, async (c) => {
    const { role } = c.req.valid("param");
    await confirmRole(role, actOf(c), atBrowser(c).person, c.get("ground").people);
    return c.json({ id: actOf(c) }, 200);
  });
  api.openapi(end, async (c) => {
    const { role } = c.req.valid("param");
    const { lastDay } = c.req.valid("json");
    await endRole(role, lastDay, actOf(c), atBrowser(c).person, c.get("ground").people);
    return c.json({ id: actOf(c) }, 200);
  });
}

function toJson(one: Grant): z.infer<typeof grant> {
  return {
    ...one,
    until: one.until ?? null,
    proposedBy: one.proposedBy ?? null,
    confirmedBy: one.confirmedBy ?? null,
    confirmedAt: one.confirmedAt ?? null,
    lastDay: one.lastDay ?? null,
  };
}
