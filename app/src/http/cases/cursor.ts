import { z } from "@hono/zod-openapi";
import { toDay } from "../../core/day.ts";
import type { CaseCursor, DutyCursor } from "../../usecases/cases/lists.ts";
import { sent } from "./shape.ts";
import { day, id } from "../routes/shape.ts";

const moment = z
  .string()
  .max(40)
  .refine((text) => text.includes("T") && toDay(text) !== undefined && !text.startsWith("0000"));

/** Where a page of cases begins, as the page before said it. */
export const caseCursor: z.ZodType<CaseCursor> = cursorOf(
  z.tuple([moment, id]).transform(([updated, last]) => ({ updated, id: last })),
);

/** Where a page of duties begins. */
export const dutyCursor: z.ZodType<DutyCursor> = cursorOf(
  z
    .tuple([day, id, z.string().min(1).max(2_000)])
    .transform(([due, of, duty]) => ({ due, case: of, id: duty })),
);

export function fromCaseCursor({ updated, id: last }: CaseCursor): string {
  return toText([updated, last]);
}

export function fromDutyCursor({ due, case: of, id: duty }: DutyCursor): string {
  return toText([due, of, duty]);
}

/** It says where to go on, and shows nothing that the page before did not; nobody else need read it. */
function toText(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

function cursorOf<T>(shape: z.ZodType<T>): z.ZodType<T> {
  const parts = sent(z.array(z.string())).pipe(shape as z.ZodType<T, string[]>);
  return z
    .string()
    .max(4_000)
    .transform((text, context) => {
      const read = parts.safeParse(fromText(text));
      if (read.success) return read.data;
      const message = "it is not the next of a page before";
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    })
    .openapi({ type: "string", description: "The `next` of the page before" });
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    return undefined;
  }
}
