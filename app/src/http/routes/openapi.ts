import { createRoute, z } from "@hono/zod-openapi";
import type { Api } from "../env.ts";
import { ACT_HEADER } from "../guard/refuse-foreign.ts";
import { PROBLEMS } from "../problem.ts";

const DESCRIPTION = [
  "The desk's API. Every answer that is not a success is a problem (RFC 9457) with a stable code.",
  `A request that changes something carries a fresh UUID in ${ACT_HEADER}: it is made once, and`,
  "what it makes has that id.",
].join(" ");

/** Serves the OpenAPI document, made from the schemas that requests are checked with. */
export function documentRoute(app: Api, path: string): void {
  const route = createRoute({
    method: "get",
    path,
    summary: "This document",
    security: [{}],
    responses: {
      200: {
        description: "OpenAPI 3.1",
        content: { "application/json": { schema: z.record(z.string(), z.unknown()) } },
      },
      ...PROBLEMS,
    },
  });
  let made: Record<string, unknown> | undefined;
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "__Host-caveat",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "token", {
    type: "http",
    scheme: "bearer",
  });
  app.openapi(route, (c) => {
    const info = { title: "Caveat", version: "1", description: DESCRIPTION };
    made ??= { ...app.getOpenAPI31Document({ openapi: "3.1.0", info }) };
    return c.json(made, 200);
  });
}
