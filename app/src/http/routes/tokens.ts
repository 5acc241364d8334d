import { createRoute, z } from "@hono/zod-openapi";
import { endToken } from "../../usecases/people/authority/end-token.ts";
import { issueToken } from "../../usecases/people/authority/issue-token.ts";
import { SCOPES } from "../../usecases/people/scope.ts";
import { actOf } from "../act.ts";
import type { Api } from "../env.ts";
import { atBrowser, FRESH, guarded, json, NO_BODY, PERSON } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { DONE } from "./done.ts";
import { id, moment, sha256, words } from "./shape.ts";

const token = z
  .object({
    id: z.string(),
    machine: z.string(),
    scopes: z.array(z.string()),
    expires: z.string(),
    ended: z.string().nullable(),
  })
  .openapi("Token");

const issued = z
  .object({
    id: z.string(),
    /** Shown this once. */
    secret: z.string(),
    expires: z.string(),
  })
  .openapi("IssuedToken");

const list = createRoute({
  method: "get",
  path: "/tokens",
  summary: "The tokens of machines that work for you",
  ...guarded(PERSON, NO_BODY),
  responses: {
    200: {
      description: "Tokens, without their secrets",
      content: { "application/json": { schema: z.object({ tokens: z.array(token) }) } },
    },
    ...PROBLEMS,
  },
});

const issue = createRoute({
  method: "post",
  path: "/tokens",
  summary: "Makes a token for a machine that works for you; its secret is shown once",
  ...guarded(FRESH, json()),
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            machine: words(100),
            scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length).openapi({
              description:
                "What stands in items it reads with copies:read (what would leave, beside what it was made from, and the plans kept for partners) and releases:read (what has left) alone",
            }),
            expires: moment,
            /** SHA-256 of the public key of the only client certificate it shall work with. */
            certificate: sha256.optional(),
          }),
        },
      },
    },
  },
  responses: {
    200: { description: "A token, once", content: { "application/json": { schema: issued } } },
    ...PROBLEMS,
  },
});

const end = createRoute({
  method: "post",
  path: "/tokens/{token}/end",
  summary: "Ends a machine's token",
  ...guarded(FRESH, NO_BODY),
  request: { params: z.object({ token: id }) },
  responses: DONE,
});

/** Secrets of machines. */
export function tokenRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const { person } = atBrowser(c);
    const all = await c.get("ground").people.store.read((people) => people.tokens(person));
    const tokens = all.map((one) => ({
      id: one.id,
      machine: one.machine,
      expires: one.expires,
      scopes: [...one.scopes],
      ended: one.ended ?? null,
    }));
    return c.json({ tokens }, 200);
  });
  api.openapi(issue, async (c) => {
    const { certificate, ...given } = c.req.valid("json");
    const pin = certificate === undefined ? undefined : Buffer.from(certificate, "hex");
    const by = atBrowser(c).person;
    const made = { ...given, certificate: pin };
    return c.json(await issueToken(made, actOf(c), by, c.get("ground").people), 200);
  });
  api.openapi(end, async (c) => {
    const { token: which } = c.req.valid("param");
    await endToken(which, actOf(c), atBrowser(c).person, c.get("ground").people);
    return c.json({ id: actOf(c) }, 200);
  });
}
