import { createRoute, z } from "@hono/zod-openapi";
import { handOut, type HandedOut } from "../../usecases/release/hand-out.ts";
import { asker, type PortsOf } from "../cases/asker.ts";
import { maybe } from "../cases/shape.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, NO_BODY, scoped } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { id } from "../routes/shape.ts";
import { medium } from "./plan-shape.ts";

const bytes = z.string().openapi({ format: "byte" });

const handed = z
  .object({
    release: z.string(),
    collection: z.string(),
    partner: z.string(),
    medium,
    sha256: z.string(),
    mediaType: z.string(),
    fileName: z.string(),
    bytes: bytes.openapi({ description: "Exactly what was released" }),
    caveats: z.array(z.object({ id: z.string(), says: z.string(), label: maybe(z.string()) })),
    from: z.object({ name: z.string(), organisation: z.string() }),
    at: z.string().openapi({ description: "Since when it may be handed out" }),
    receipt: maybe(
      z.object({
        proof: bytes.openapi({ description: "tlog-proof, of the partner's own log" }),
        entry: bytes.openapi({ description: "The exact bytes of the entry" }),
        policy: z.string().openapi({ description: "The keys of that log, as a tlog-policy" }),
      }),
    ),
  })
  .openapi("HandedOut");

const hand = createRoute({
  method: "get",
  path: "/releases/{release}/copies/{collection}",
  summary: "A copy that left as a package or an export, with its receipt; that you had it is noted",
  ...guarded(scoped("releases:read"), NO_BODY),
  request: { params: z.object({ release: id, collection: id }) },
  responses: {
    200: { description: "The copy", content: { "application/json": { schema: handed } } },
    ...PROBLEMS,
  },
});

/** What the desk itself brings to a partner. */
export function handOutRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(hand, async (c) => {
      const asked = { ...c.req.valid("param"), by: asker(c).by };
      return c.json(toView(await handOut(asked, portsOf(c))), 200);
    });
  };
}

function toView({ receipt, caveats, ...copy }: HandedOut): z.infer<typeof handed> {
  const shown = { ...copy, bytes: toBase64(copy.bytes), caveats: [...caveats] };
  if (receipt === undefined) return shown;
  const { receipt: proof, entry, policy } = receipt;
  return { ...shown, receipt: { proof: toBase64(proof), entry: toBase64(entry), policy } };
}

function toBase64(of: Uint8Array): string {
  return Buffer.from(of).toString("base64");
}
