import { createRoute, z } from "@hono/zod-openapi";
import { takeStep } from "../../usecases/cases/steps/take-step.ts";
import { actOf } from "../act.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, json } from "../guard/guarded.ts";
import { id } from "../routes/shape.ts";
import { asker, type PortsOf } from "./asker.ts";
import { DECIDED, toDecisionView } from "./decision-shape.ts";
import { STEPS, type StepForm } from "./step-shape.ts";

/**
 * A route for each kind of step, so that the document says of each who may take it and what it takes.
 * What a step is called in the ledger is the id of its request.
 */
export function stepRoutes(portsOf: PortsOf): Routes {
  return (api) => {
    for (const form of STEPS) addStep(api, form, portsOf);
  };
}

function addStep(api: Api, { kind, summary, access, shape }: StepForm, portsOf: PortsOf): void {
  const route = createRoute({
    method: "post",
    path: `/cases/{case}/steps/${kind}`,
    summary,
    ...guarded(access, json()),
    request: {
      params: z.object({ case: id }),
      body: { required: true, content: { "application/json": { schema: shape } } },
    },
    responses: DECIDED,
  });
  api.openapi(route, async (c) => {
    const { persons, ...step } = c.req.valid("json");
    const about = persons === undefined ? {} : { persons };
    const taken = { ...asker(c), ...c.req.valid("param"), ...about, step, id: actOf(c) };
    return c.json(toDecisionView(await takeStep(taken, portsOf(c))), 200);
  });
}
