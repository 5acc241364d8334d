import { createRoute, z } from "@hono/zod-openapi";
import type { Api } from "../env.ts";
import { guarded, NO_BODY, scoped } from "../guard/guarded.ts";
import { Problem, PROBLEMS } from "../problem.ts";

const state = z.object({ status: z.string() });

const health = createRoute({
  method: "get",
  path: "/health",
  summary: "Whether the process is alive",
  security: [{}],
  responses: {
    200: { description: "Alive", content: { "application/json": { schema: state } } },
    ...PROBLEMS,
  },
});

const ready = createRoute({
  method: "get",
  path: "/ready",
  summary: "Whether it can work: the database answers and the ledger can be written",
  security: [{}],
  responses: {
    200: { description: "Ready", content: { "application/json": { schema: state } } },
    ...PROBLEMS,
  },
});

/** For whoever watches the process; under any host name, and without a word about why not. */
export function healthRoutes(app: Api): void {
  app.openapi(health, (c) => c.json({ status: "alive" }, 200));
  app.openapi(ready, async (c) => {
    if (await c.get("ground").isReady()) return c.json({ status: "ready" }, 200);
    throw new Problem(503, "not-ready", "It cannot work now; its log says why.");
  });
}

const metrics = createRoute({
  method: "get",
  path: "/metrics",
  summary: "Counts for a monitoring system, in the text format of Prometheus",
  ...guarded(scoped("metrics"), NO_BODY),
  responses: {
    200: { description: "Counts", content: { "text/plain": { schema: z.string() } } },
    ...PROBLEMS,
  },
});

export function metricsRoute(app: Api): void {
  app.openapi(metrics, async (c) => c.text(await c.get("ground").metrics.text(), 200));
}
