import { z } from "@hono/zod-openapi";
import type { Medium } from "../../core/release/copy.ts";
import type { SanitisePlan, SanitiseStep } from "../../core/release/plan.ts";
import { words } from "../routes/shape.ts";
import { label, maybe, shared } from "../cases/shape.ts";

const terms = z.array(words(200)).max(500);
const property = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z0-9_.-]+$/, "it is no name of a property");

const sanitiseStep: z.ZodType<SanitiseStep> = z.discriminatedUnion("step", [
  z.strictObject({ step: z.literal("honour-markings"), most: label }),
  z.strictObject({ step: z.literal("drop-property"), property }),
  z.strictObject({ step: z.literal("mask"), property, with: label }),
  z.strictObject({ step: z.literal("remove-words"), words: terms, with: z.string().max(200) }),
  z.strictObject({ step: z.literal("generalise-time"), to: z.enum(["day", "month", "year"]) }),
  z.strictObject({ step: z.literal("generalise-place"), to: z.enum(["country", "region"]) }),
  z.strictObject({
    step: z.literal("cut-originators"),
    originators: z.union([terms, z.literal("all-others")]),
  }),
  z.strictObject({ step: z.literal("remove-persons") }),
  z.strictObject({ step: z.literal("remove-own-nationals"), names: terms }),
  z.strictObject({ step: z.literal("remove-protected-professions"), names: terms }),
  z.strictObject({ step: z.literal("remove-sources"), names: terms }),
  z.strictObject({ step: z.literal("remove-special-categories"), words: terms }),
]);

/** A plan as a person writes it, and as it is kept. */
export const plan: z.ZodType<SanitisePlan> = shared(
  "SanitisePlan",
  z.strictObject({
    name: label,
    steps: z.array(sanitiseStep).max(50),
    mark: z.boolean().optional().openapi({
      description: "Whether the copy carries its recipient's mark, for `caveat trace`",
    }),
  }),
);

/**
 * The plan of what was made by it. It says what must not leave, so it is shown to persons, and to a token
 * only under the scope under which what was removed is read.
 */
export const shownPlan: z.ZodExactOptional<typeof plan> = maybe(plan);

/** The same for whoever reads the document; it stands on what has the plan, which is a shape of its own. */
export const PLAN_SHOWN = "its plan is left out for a token without the scope copies:read";

export const medium: z.ZodType<Medium> = z.enum(["taxii", "misp-feed", "package", "export"]);
