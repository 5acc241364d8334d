import { createRoute, z } from "@hono/zod-openapi";
import {
  endCredential,
  issueCredential,
  listCredentials,
} from "../../usecases/release/collections.ts";
import { actOf } from "../act.ts";
import { asker, type PortsOf } from "../cases/asker.ts";
import { maybe, partnerId, sent } from "../cases/shape.ts";
import type { Api, Routes } from "../env.ts";
import { FRESH, guarded, json, NO_BODY, PERSON } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { DONE } from "../routes/done.ts";
import { id, moment, sha256 } from "../routes/shape.ts";

const params = z.object({ partner: partnerId });

/** "192.0.2.0/24", "2001:db8::/32". */
const network = z
  .string()
  .max(50)
  .regex(/^[0-9A-Fa-f.:]+\/\d{1,3}$/, "it is no network: write 192.0.2.0/24")
  .refine(
    (text) => z.cidrv4().safeParse(text).success || z.cidrv6().safeParse(text).success,
    "there is no such network",
  );

const issued = z
  .object({
    id: z.string(),
    root: z.string().openapi({ description: "The segment of the partner's own address" }),
    secret: maybe(z.string()).openapi({ description: "Shown now and never again" }),
  })
  .openapi("IssuedCredential");

const issue = createRoute({
  method: "post",
  path: "/partners/{partner}/credentials",
  summary: "Makes a secret for a partner's programs, or takes the key of their certificate",
  ...guarded(FRESH, json()),
  request: {
    params,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: sent(
            z.strictObject({
              addresses: z.array(network).max(50),
              until: moment,
              certificate: maybe(sha256).openapi({
                description: "SHA-256 of its public key (SPKI); a secret is made without it",
              }),
            }),
          ),
        },
      },
    },
  },
  responses: {
    200: { description: "Issued", content: { "application/json": { schema: issued } } },
    ...PROBLEMS,
  },
});

const row = z.object({
  id: z.string(),
  kind: z.enum(["secret", "certificate"]),
  addresses: z.array(z.string()),
  from: z.string(),
  until: z.string(),
  isEnded: z.boolean(),
});

const list = createRoute({
  method: "get",
  path: "/partners/{partner}/credentials",
  summary: "With what a partner shows who it is, without the secrets",
  ...guarded(PERSON, NO_BODY),
  request: { params },
  responses: {
    200: {
      description: "Credentials",
      content: { "application/json": { schema: z.object({ credentials: z.array(row) }) } },
    },
    ...PROBLEMS,
  },
});

const end = createRoute({
  method: "post",
  path: "/partners/{partner}/credentials/{credential}/end",
  summary: "Ends a credential at once",
  ...guarded(PERSON, NO_BODY),
  request: { params: z.object({ partner: partnerId, credential: id }) },
  responses: DONE,
});

/** With what partners show who they are. */
export function credentialRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(issue, async (c) => {
      const { certificate, ...terms } = c.req.valid("json");
      const key = certificate === undefined ? {} : { certificate: Buffer.from(certificate, "hex") };
      const mark = { id: actOf(c), by: asker(c).by };
      const asked = { ...terms, ...c.req.valid("param"), ...key };
      return c.json(await issueCredential(asked, mark, portsOf(c)), 200);
    });
    api.openapi(list, async (c) => {
      const { partner } = c.req.valid("param");
      const found = await listCredentials(partner, asker(c).by, portsOf(c));
      const credentials = found.map(
        ({ id: credential, kind, addresses, from, until, isEnded }) => ({
          id: credential,
          kind,
          addresses: [...addresses],
          from,
          until,
          isEnded,
        }),
      );
      return c.json({ credentials }, 200);
    });
    api.openapi(end, async (c) => {
      const { credential } = c.req.valid("param");
      await endCredential(credential, { id: actOf(c), by: asker(c).by }, portsOf(c));
      return c.json({ id: actOf(c) }, 200);
    });
  };
}
