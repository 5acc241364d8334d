import { createRoute, z } from "@hono/zod-openapi";
import { refused } from "../../usecases/people/sign-in/challenge.ts";
import {
  beginProvider,
  signInWithProvider,
} from "../../usecases/people/sign-in/sign-in-with-provider.ts";
import { keepWay, takeWay } from "../cookie.ts";
import type { Api } from "../env.ts";
import { guarded, json, NO_BODY, OPEN } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { begin, previousSession } from "./begin-session.ts";
import { started } from "./session-shape.ts";
import { name, secret } from "./shape.ts";

const link = secret.optional().openapi({
  description: "The secret of an enrolment link: the account becomes that of its person.",
});

const list = createRoute({
  method: "get",
  path: "/sign-in/providers",
  summary: "The identity providers by which one can sign in",
  ...guarded(OPEN, NO_BODY),
  responses: {
    200: {
      description: "Their names",
      content: { "application/json": { schema: z.object({ providers: z.array(z.string()) }) } },
    },
    ...PROBLEMS,
  },
});

const start = createRoute({
  method: "post",
  path: "/sign-in/providers/{provider}",
  summary: "Begins a sign-in at an identity provider (OpenID Connect, code flow with PKCE)",
  ...guarded(OPEN, json()),
  request: {
    params: z.object({ provider: name }),
    body: {
      required: true,
      content: { "application/json": { schema: z.strictObject({ link }) } },
    },
  },
  responses: {
    200: {
      description: "Where to send the browser",
      content: { "application/json": { schema: z.object({ url: z.string() }) } },
    },
    ...PROBLEMS,
  },
});

const callback = createRoute({
  method: "post",
  path: "/sign-in/callback",
  summary: "Ends it: the page that the provider sent the browser to hands in its address's query",
  ...guarded(OPEN, json()),
  request: {
    body: {
      required: true,
      content: {
        "application/json": { schema: z.strictObject({ query: z.string().max(4_096), link }) },
      },
    },
  },
  responses: {
    200: { description: "Signed in", content: { "application/json": { schema: started } } },
    ...PROBLEMS,
  },
});

/**
 * Sign-in by identity provider. The provider sends the browser to a page of the desk, with GET; that page
 * hands in what it was sent, so that no GET begins a session, and the cookie that binds the browser to
 * its way out and back is never sent from another site.
 */
export function providerRoutes(api: Api): void {
  api.openapi(list, (c) => c.json({ providers: [...c.get("ground").people.providers.ids()] }, 200));
  api.openapi(start, async (c) => {
    const { people } = c.get("ground");
    const { provider } = c.req.valid("param");
    const begun = await beginProvider(provider, c.req.valid("json").link, people);
    keepWay(c, begun.ticket, people.rules.challengeLife / 1000);
    return c.json({ url: begun.url }, 200);
  });
  api.openapi(callback, async (c) => {
    const { people } = c.get("ground");
    const given = c.req.valid("json");
    const ticket = takeWay(c);
    if (ticket === undefined) throw refused();
    const back = { ticket, query: given.query, link: given.link };
    const session = await signInWithProvider(back, previousSession(c), people);
    return c.json(begin(c, session), 200);
  });
}
