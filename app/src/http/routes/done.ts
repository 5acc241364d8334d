import { z } from "@hono/zod-openapi";
import { PROBLEMS } from "../problem.ts";

/** Under which id something was done or made. */
export const done: z.ZodObject<{ id: z.ZodString }> = z.object({ id: z.string() }).openapi("Done");

/** The responses of a route that only does something. */
export const DONE: {
  readonly 200: {
    readonly description: string;
    readonly content: { readonly "application/json": { readonly schema: typeof done } };
  };
  readonly default: (typeof PROBLEMS)["default"];
} = {
  200: { description: "Done", content: { "application/json": { schema: done } } },
  ...PROBLEMS,
};
