import { createRoute, z } from "@hono/zod-openapi";
import { acknowledgementsOf } from "../../core/casework/acknowledge.ts";
import type { StandingPermission } from "../../core/casework/permission.ts";
import {
  endPermission,
  grantPermission,
  toPermission,
} from "../../usecases/cases/permissions/grant-permission.ts";
import { listPermissions } from "../../usecases/cases/permissions/list-permissions.ts";
import { packsInForce } from "../../usecases/cases/deciding/packs.ts";
import { actOf } from "../act.ts";
import type { Api, Ask, Routes } from "../env.ts";
import { guarded, json, NO_BODY, PERSON } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { DONE } from "../routes/done.ts";
import { id } from "../routes/shape.ts";
import { challengeFor, verifyStepUp } from "../step-up.ts";
import { asker, type PortsOf } from "./asker.ts";
import { drafted, listed, permission, signed, toListed, type Terms } from "./permission-shape.ts";
import { howMany } from "./query.ts";
import { maybe } from "./shape.ts";

/** What the signature is for: it is good for nothing else. */
const PURPOSE = "permit";

const demands = createRoute({
  method: "get",
  path: "/acknowledgements",
  summary: "By role what whoever signs under it acknowledges; * is every role not named",
  ...guarded(PERSON, NO_BODY),
  responses: {
    200: {
      description: "The texts, which an approval or a permission repeats",
      content: {
        "application/json": {
          schema: z.object({ acknowledge: z.record(z.string(), z.array(z.string()).readonly()) }),
        },
      },
    },
    ...PROBLEMS,
  },
});

const list = createRoute({
  method: "get",
  path: "/permissions",
  summary: "The standing permissions of your service, with how much of each quota is used",
  ...guarded(PERSON, NO_BODY),
  request: { query: z.strictObject({ after: maybe(id), most: maybe(howMany) }) },
  responses: {
    200: {
      description: "A page, and the id after which the next one begins; null on the last",
      content: {
        "application/json": {
          schema: z.object({ permissions: z.array(listed), next: z.string().nullable() }),
        },
      },
    },
    ...PROBLEMS,
  },
});

const ask = createRoute({
  method: "post",
  path: "/permissions/challenge",
  summary: "Begins a standing permission: its SHA-256 is the challenge for your key",
  ...guarded(PERSON, json()),
  request: {
    body: {
      required: true,
      content: { "application/json": { schema: drafted } },
    },
  },
  responses: {
    200: {
      description: "The permission as it would be kept, and what to sign",
      content: {
        "application/json": {
          schema: z.object({
            ticket: z.string(),
            options: z.record(z.string(), z.unknown()),
            permission,
          }),
        },
      },
    },
    ...PROBLEMS,
  },
});

const give = createRoute({
  method: "post",
  path: "/permissions",
  summary: "Gives a standing permission for a series of like cases, exactly as it was signed",
  ...guarded(PERSON, json()),
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: signed,
        },
      },
    },
  },
  responses: {
    200: { description: "Kept", content: { "application/json": { schema: permission } } },
    ...PROBLEMS,
  },
});

const end = createRoute({
  method: "post",
  path: "/permissions/{permission}/end",
  summary: "Ends a standing permission with this day",
  ...guarded(PERSON, NO_BODY),
  request: { params: z.object({ permission: id }) },
  responses: DONE,
});

/** Approvals given beforehand. */
export function permissionRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(demands, async (c) => {
      const packs = await packsInForce(portsOf(c));
      return c.json({ acknowledge: acknowledgementsOf(packs) }, 200);
    });
    api.openapi(list, async (c) => {
      const page = await listPermissions({ ...c.req.valid("query"), by: asker(c).by }, portsOf(c));
      const permissions = page.permissions.map(toListed);
      return c.json({ permissions, next: page.next ?? null }, 200);
    });
    api.openapi(ask, async (c) => {
      const ports = portsOf(c);
      const given = { ...c.req.valid("json"), by: asker(c).by, id: ports.newId() };
      const { one, payload } = await draft(given, portsOf, c);
      const begun = await challengeFor(c, PURPOSE, payload);
      return c.json({ ...begun, permission: one }, 200);
    });
    api.openapi(give, async (c) => {
      const { ticket, answer, ...said } = c.req.valid("json");
      const given = { ...said, by: asker(c).by };
      const { payload } = await draft(given, portsOf, c);
      const sign = async (): Promise<string> =>
        JSON.stringify(await verifyStepUp(c, PURPOSE, payload, { ticket, answer }));
      return c.json(await grantPermission({ ...given, sign }, portsOf(c)), 200);
    });
    api.openapi(end, async (c) => {
      await endPermission(c.req.valid("param").permission, asker(c).by, portsOf(c));
      return c.json({ id: actOf(c) }, 200);
    });
  };
}

/** As it would be kept today, and what is signed of it: the SHA-256 of its canonical JSON. */
async function draft(
  given: Terms & { readonly id: string; readonly by: string },
  portsOf: PortsOf,
  c: Ask,
): Promise<{ readonly one: StandingPermission; readonly payload: Uint8Array }> {
  const ports = portsOf(c);
  const one = await toPermission(given, ports.now().slice(0, 10), ports);
  return { one, payload: Buffer.from(ports.digest(one), "hex") };
}
