import { z } from "@hono/zod-openapi";
import { isDay } from "../../core/day.ts";

// Lengths are bounds on what a stranger may make us keep, not on what makes sense.

/** The id of something, as we write it. */
export const id: z.ZodString = z
  .string()
  .regex(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/, "it is no UUID in lower case")
  .openapi({ format: "uuid" });

/** A day that exists; the database has no year 0. */
export const day: z.ZodString = z
  .string()
  .regex(/^(?!0000)\d{4}-\d{2}-\d{2}$/, "it is no day: write YYYY-MM-DD")
  .refine(isDay, "there is no such day")
  .openapi({ format: "date" });

/** A moment in UTC. */
export const moment: z.ZodISODateTime = z.iso.datetime();

/** Words on one line, without what a terminal or a database would stumble over. */
export function words(most: number): z.ZodString {
  return (
    z
      .string()
      .min(1)
      .max(most)
      // No pattern: the generator of the OpenAPI document would write its flag into it.
      .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), "it has characters that cannot be shown")
  );
}

/** A name made for programs. */
export const name: z.ZodString = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "take lower-case letters, digits and hyphens");

/** Bytes as base64url, of at most so many characters. */
export function base64url(most: number): z.ZodString {
  return z
    .string()
    .min(1)
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/, "it is not base64url");
}

/** A secret that this server has made: a link's, or a ticket. */
export const secret: z.ZodString = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "it is none of ours");

/** SHA-256 in lower-case hex. */
export const sha256: z.ZodString = z.string().regex(/^[0-9a-f]{64}$/, "it is no SHA-256 in hex");
