import { z } from "@hono/zod-openapi";
import type { PersonDescription } from "../../usecases/cases/redress/person-text.ts";
import { words } from "../routes/shape.ts";

/** NUL, and half of a surrogate pair: no text of ours can hold them. */
const UNKEEPABLE = /[\0\p{Cs}]/u;

/**
 * A field that may be left out. JSON has no `undefined`, so that leaving it out is the one way; the
 * generator of the OpenAPI document asks whether `undefined` would pass, and an exact optional says no.
 */
export function maybe<S extends z.ZodType>(shape: S): z.ZodExactOptional<S> {
  return shape.optional() as unknown as z.ZodExactOptional<S>;
}

/** A body as it is sent: no text in it has a character that could not be kept as it is. */
export function sent<S extends z.ZodType>(shape: S): S {
  return shape.superRefine((value, context) => {
    const path = findUnkeepable(value, []);
    if (path === undefined) return;
    const message = "it has a character that cannot be kept: NUL, or half of a surrogate pair";
    context.addIssue({ code: "custom", path: [...path], message });
  });
}

/**
 * A shape that case files have too, under the name the OpenAPI document gives it. It is described by zod
 * itself: the generator does not know an exact optional, nor a pattern in Unicode.
 */
export function shared<T>(name: string, shape: z.ZodType<T>): z.ZodType<T> {
  const { $schema: _, ...json } = z.toJSONSchema(shape, { io: "input", unrepresentable: "any" });
  // A shape made before this package was loaded lacks the method; a copy has it.
  return shape.superRefine(() => {}).openapi(name, { ...json, type: "object" } as object);
}

/** Words on one line or several. */
export function prose(most: number): z.ZodString {
  return z
    .string()
    .min(1)
    .max(most)
    .refine((text) => !/[^\P{Cc}\t\n\r]/u.test(text), "it has characters that cannot be shown");
}

/** The reasons somebody writes down. */
export const reasons: z.ZodString = prose(10_000);

/** The name of a partner, role, measure or originator. */
export const label: z.ZodString = words(200);

/** The id of a partner or group. */
export const partnerId: z.ZodString = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, "take letters, digits and ._:-, at most 64");

export const compartments: z.ZodType<readonly string[]> = z.array(words(40)).max(20);

/** Somebody the item or the words are about, by what they can be found by. */
export const person: z.ZodType<PersonDescription> = z
  .strictObject({
    names: z.array(words(200)).max(20),
    numbers: z.array(z.strictObject({ kind: words(40), value: words(200) })).max(20),
  })
  .openapi("PersonDescription");

export const persons: z.ZodType<readonly PersonDescription[]> = z.array(person).max(200);

function findUnkeepable(
  value: unknown,
  path: readonly (string | number)[],
): readonly (string | number)[] | undefined {
  if (typeof value === "string") return UNKEEPABLE.test(value) ? path : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, one] of Object.entries(value)) {
    const found = UNKEEPABLE.test(key) ? path : findUnkeepable(one, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
