import { z } from "@hono/zod-openapi";

// What stands in an address is text.

export const yesOrNo: z.ZodType<boolean> = z
  .enum(["true", "false"])
  .transform((text) => text === "true")
  .openapi({ type: "boolean" });

/** Rows of a page: 50 where nothing is said. */
export const howMany: z.ZodType<number> = z
  .string()
  .regex(/^(?:[1-9]\d?|1\d\d|200)$/, "it is no number from 1 to 200")
  .transform(Number)
  .openapi({ type: "integer", minimum: 1, maximum: 200 });
