import { createRoute, z } from "@hono/zod-openapi";
import { keepProfile, listProfiles } from "../../usecases/release/profiles.ts";
import type { Profile } from "../../usecases/release/ports.ts";
import { asker, type PortsOf } from "../cases/asker.ts";
import { partnerId, sent } from "../cases/shape.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, json, NO_BODY, scoped } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { plan } from "./plan-shape.ts";

/** A topic, as a code. */
export const topic: z.ZodString = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._:-]{0,63}$/, "take lower-case letters, digits and ._:-");

const params = z.object({ partner: partnerId });

const profile: z.ZodType<Profile> = z
  .object({
    id: z.string(),
    partner: z.string(),
    topic: z.string(),
    number: z.int(),
    plan,
    by: z.string(),
    at: z.string(),
  })
  .openapi("Profile");

const keep = createRoute({
  method: "post",
  path: "/partners/{partner}/profiles",
  summary: "Keeps a plan for a partner and topic, for the next copy",
  ...guarded(scoped("profiles:write"), json()),
  request: {
    params,
    body: {
      required: true,
      content: { "application/json": { schema: sent(z.strictObject({ topic, plan })) } },
    },
  },
  responses: {
    200: { description: "Kept", content: { "application/json": { schema: profile } } },
    ...PROBLEMS,
  },
});

const list = createRoute({
  method: "get",
  path: "/partners/{partner}/profiles",
  summary: "The plans kept for a partner, the newest of each topic",
  ...guarded(scoped("copies:read"), NO_BODY),
  request: { params },
  responses: {
    200: {
      description: "Profiles",
      content: { "application/json": { schema: z.object({ profiles: z.array(profile) }) } },
    },
    ...PROBLEMS,
  },
});

/** Plans that are used again. */
export function profileRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(keep, async (c) => {
      const kept = { ...c.req.valid("json"), ...c.req.valid("param") };
      return c.json(await keepProfile(kept, asker(c), portsOf(c)), 200);
    });
    api.openapi(list, async (c) => {
      const { partner } = c.req.valid("param");
      const profiles = await listProfiles(partner, asker(c).by, portsOf(c));
      return c.json({ profiles: [...profiles] }, 200);
    });
  };
}
