import { z } from "@hono/zod-openapi";

/** Who is signed in from now on; the secret is in the cookie. */
export interface Started {
  readonly person: string;
  readonly expires: string;
}

export const started: z.ZodType<Started> = z
  .object({ person: z.string(), expires: z.string() })
  .openapi("Session");
