import { createRoute, z } from "@hono/zod-openapi";
import { endPasskey } from "../../usecases/people/authority/end-passkey.ts";
import { addPasskey, beginPasskey } from "../../usecases/people/sign-in/add-passkey.ts";
import { actOf } from "../act.ts";
import type { Api } from "../env.ts";
import { atBrowser, FRESH, guarded, json, NO_BODY, PERSON } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { DONE } from "./done.ts";
import { creationAnswer, passkeyRequest } from "./passkey-shape.ts";
import { base64url, secret } from "./shape.ts";

const passkey = z.object({ id: z.string(), at: z.string() });

const list = createRoute({
  method: "get",
  path: "/passkeys",
  summary: "Your keys that are in use",
  ...guarded(PERSON, NO_BODY),
  responses: {
    200: {
      description: "Keys, the oldest first",
      content: { "application/json": { schema: z.object({ passkeys: z.array(passkey) }) } },
    },
    ...PROBLEMS,
  },
});

const options = createRoute({
  method: "post",
  path: "/passkeys/options",
  summary: "Begins to make another key of yours",
  ...guarded(FRESH, NO_BODY),
  responses: {
    200: {
      description: "What key to make",
      content: { "application/json": { schema: passkeyRequest } },
    },
    ...PROBLEMS,
  },
});

const add = createRoute({
  method: "post",
  path: "/passkeys",
  summary: "Registers another key of yours; your other sessions end",
  ...guarded(FRESH, json()),
  request: {
    body: {
      required: true,
      content: {
        "application/json": { schema: z.strictObject({ ticket: secret, answer: creationAnswer }) },
      },
    },
  },
  responses: DONE,
});

const end = createRoute({
  method: "post",
  path: "/passkeys/{passkey}/end",
  summary: "Takes a key out of use, and ends every session of its person",
  ...guarded(FRESH, NO_BODY),
  request: { params: z.object({ passkey: base64url(1_364) }) },
  responses: DONE,
});

/** The keys people prove themselves by. */
export function passkeyRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const { person } = atBrowser(c);
    const all = await c.get("ground").people.store.read((people) => people.passkeys(person));
    return c.json({ passkeys: all.map(({ id, at }) => ({ id, at })) }, 200);
  });
  api.openapi(options, async (c) =>
    c.json(await beginPasskey(atBrowser(c), c.get("ground").people), 200),
  );
  api.openapi(add, async (c) => {
    const { ticket, answer } = c.req.valid("json");
    await addPasskey(atBrowser(c), ticket, answer, actOf(c), c.get("ground").people);
    return c.json({ id: actOf(c) }, 200);
  });
  api.openapi(end, async (c) => {
    const { passkey: key } = c.req.valid("param");
    await endPasskey(key, actOf(c), atBrowser(c).person, c.get("ground").people);
    return c.json({ id: actOf(c) }, 200);
  });
}
