import { createRoute, z } from "@hono/zod-openapi";
import { rightsNow } from "../../usecases/people/rights.ts";
import { pendingRecoveries } from "../../usecases/people/sign-in/pending-recoveries.ts";
import { signOut } from "../../usecases/people/sign-in/sign-out.ts";
import { actOf } from "../act.ts";
import { dropSession } from "../cookie.ts";
import type { Api } from "../env.ts";
import { atBrowser, guarded, json, NO_BODY, PERSON } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { DONE } from "./done.ts";

const recovery = z.object({
  id: z.string(),
  by: z.string().nullable(),
  usableFrom: z.string(),
  expires: z.string(),
});

const self = z
  .object({
    person: z.string(),
    name: z.string(),
    service: z.string(),
    administers: z.boolean(),
    roles: z.array(z.string()),
    compartments: z.array(z.string()),
    proven: z.string(),
    /** Links that would give somebody a key of yours: stop what you did not ask for. */
    recoveries: z.array(recovery),
  })
  .openapi("Self");

const me = createRoute({
  method: "get",
  path: "/me",
  summary: "Who is signed in, with the rights of this moment",
  ...guarded(PERSON, NO_BODY),
  responses: {
    200: { description: "You", content: { "application/json": { schema: self } } },
    ...PROBLEMS,
  },
});

const leave = createRoute({
  method: "post",
  path: "/sign-out",
  summary: "Ends this session, or everywhere every session of yours",
  ...guarded(PERSON, json()),
  request: {
    body: {
      required: true,
      content: { "application/json": { schema: z.strictObject({ everywhere: z.boolean() }) } },
    },
  },
  responses: DONE,
});

/** Whoever is signed in, and the way out. */
export function meRoutes(api: Api): void {
  api.openapi(me, async (c) => {
    const { by, ...who } = atBrowser(c);
    const { people } = c.get("ground");
    const { roles, compartments } = await rightsNow(who.person, people);
    const pending = await pendingRecoveries(who.person, people);
    const recoveries = pending.map(({ id, by: maker, usableFrom, expires }) => ({
      id,
      usableFrom,
      expires,
      by: maker ?? null,
    }));
    const rights = { roles: [...roles], compartments: [...compartments] };
    return c.json({ ...who, ...rights, proven: by.proven, recoveries }, 200);
  });
  api.openapi(leave, async (c) => {
    const { person, by } = atBrowser(c);
    const { everywhere } = c.req.valid("json");
    await signOut({ person, hash: by.hash }, everywhere, c.get("ground").people);
    dropSession(c);
    return c.json({ id: actOf(c) }, 200);
  });
}
