import { createRoute, z } from "@hono/zod-openapi";
import {
  beginEnrolment,
  enrolWithPasskey,
} from "../../usecases/people/sign-in/enrol-with-passkey.ts";
import type { Api } from "../env.ts";
import { guarded, json, OPEN } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { begin, previousSession } from "./begin-session.ts";
import { creationAnswer, passkeyRequest } from "./passkey-shape.ts";
import { started } from "./session-shape.ts";
import { secret } from "./shape.ts";

const options = createRoute({
  method: "post",
  path: "/enrol/passkey/options",
  summary: "Begins to make a key, with the secret of an enrolment link",
  ...guarded(OPEN, json()),
  request: {
    body: {
      required: true,
      content: { "application/json": { schema: z.strictObject({ link: secret }) } },
    },
  },
  responses: {
    200: {
      description: "What key to make",
      content: { "application/json": { schema: passkeyRequest } },
    },
    ...PROBLEMS,
  },
});

const enrol = createRoute({
  method: "post",
  path: "/enrol/passkey",
  summary: "Registers the key, uses the link up, and signs in",
  ...guarded(OPEN, json()),
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({ link: secret, ticket: secret, answer: creationAnswer }),
        },
      },
    },
  },
  responses: {
    200: { description: "Signed in", content: { "application/json": { schema: started } } },
    ...PROBLEMS,
  },
});

/** Enrolment by a link that works once. */
export function enrolRoutes(api: Api): void {
  api.openapi(options, async (c) => {
    const { link } = c.req.valid("json");
    return c.json(await beginEnrolment(link, c.get("ground").people), 200);
  });
  api.openapi(enrol, async (c) => {
    const { link, ticket, answer } = c.req.valid("json");
    const { people } = c.get("ground");
    const session = await enrolWithPasskey(link, ticket, answer, previousSession(c), people);
    return c.json(begin(c, session), 200);
  });
}
