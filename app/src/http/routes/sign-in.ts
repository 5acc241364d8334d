import { createRoute } from "@hono/zod-openapi";
import {
  beginSignIn,
  signInWithPasskey,
} from "../../usecases/people/sign-in/sign-in-with-passkey.ts";
import type { Api } from "../env.ts";
import { guarded, json, NO_BODY, OPEN } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { begin, previousSession } from "./begin-session.ts";
import { passkeyRequest, signedAnswer } from "./passkey-shape.ts";
import { started } from "./session-shape.ts";

const options = createRoute({
  method: "post",
  path: "/sign-in/passkey/options",
  summary: "Begins a sign-in by key: the same for everybody",
  ...guarded(OPEN, NO_BODY),
  responses: {
    200: {
      description: "What to sign",
      content: { "application/json": { schema: passkeyRequest } },
    },
    ...PROBLEMS,
  },
});

const signIn = createRoute({
  method: "post",
  path: "/sign-in/passkey",
  summary: "Signs in by key; the session is in the cookie",
  ...guarded(OPEN, json()),
  request: { body: { required: true, content: { "application/json": { schema: signedAnswer } } } },
  responses: {
    200: { description: "Signed in", content: { "application/json": { schema: started } } },
    ...PROBLEMS,
  },
});

/** Sign-in by passkey. */
export function signInRoutes(api: Api): void {
  api.openapi(options, async (c) => c.json(await beginSignIn(c.get("ground").people), 200));
  api.openapi(signIn, async (c) => {
    const { ticket, answer } = c.req.valid("json");
    const { people } = c.get("ground");
    const session = await signInWithPasskey(ticket, answer, previousSession(c), people);
    return c.json(begin(c, session), 200);
  });
}
