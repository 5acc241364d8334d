import { z } from "@hono/zod-openapi";
import { OUTCOMES, type Reason, type Verdict } from "../../core/deciding/verdict.ts";
import {
  internalReasons,
  type InternalReasons,
} from "../../usecases/cases/deciding/internal-reasons.ts";
import type { VerdictRecord } from "../../usecases/record.ts";
import { maybe } from "./shape.ts";

/**
 * A verdict as the desk sees it. What it was reached on is in the ledger; here is what it says, for
 * inside the house: a partner gets the partner's text and nothing of this.
 */
export interface VerdictView extends Omit<Verdict, "item" | "notes"> {
  readonly atBest?: Verdict["outcome"];
  /** The same in words: what stands against it, what it needs, what was done and does not count. */
  readonly texts: InternalReasons;
}

export const outcome: z.ZodType<Verdict["outcome"]> = z.enum(OUTCOMES).openapi("Outcome");
const basis = z.enum(["law", "practice", "proposed"]);
const texts = z.array(z.string());

const reason: z.ZodType<Reason> = z
  .object({
    pack: z.string(),
    rule: z.string(),
    effect: z.enum(["permit", "forbid", "duty"]),
    member: maybe(z.string()).openapi({ description: "In a group: whom it is about" }),
    met: z.boolean(),
    open: z.boolean().openapi({ description: "Measures can still open or satisfy it" }),
    says: z.string(),
    clause: z.string(),
    basis,
    because: z.array(
      z.object({
        fact: z.string(),
        value: z.union([z.boolean(), z.number(), z.string(), texts]),
        unknown: z.boolean(),
      }),
    ),
  })
  .openapi("Reason");

const path = z
  .object({ measures: texts, needs: texts, cost: z.number(), outcome })
  .openapi("Path", { description: "A smallest set of measures after which it may go" });

const task = z.object({
  pack: z.string(),
  rule: z.string(),
  task: z.string(),
  basis,
  due: maybe(z.literal("at-once")).openapi({ description: "It is due on the same day" }),
  after: maybe(z.literal("approval")).openapi({ description: "Not before an approval counts" }),
});

export const verdict: z.ZodType<VerdictView> = z
  .object({
    partner: z.string(),
    purpose: z.string(),
    mode: z.string(),
    now: z.string(),
    outcome,
    atBest: maybe(outcome).openapi({
      description: "The outcome if all that is unknown were found out and harmless",
    }),
    reasons: z.array(reason),
    paths: z.array(path),
    tasks: z.array(task),
    unknown: texts,
    performed: z.array(z.object({ measure: z.string(), counts: z.boolean(), why: z.string() })),
    alarm: maybe(z.string()),
    packs: z.array(z.object({ id: z.string(), version: z.string(), hash: z.string() })),
    texts: z.object({ against: texts, needs: z.array(texts), notCounted: texts }),
  })
  .openapi("Verdict");

export function toVerdictView(record: VerdictRecord): VerdictView {
  const { partner, purpose, mode, now, reasons, paths, tasks, unknown, performed, packs } = record;
  const { atBest, alarm } = record;
  return {
    partner,
    purpose,
    mode,
    now,
    outcome: record.outcome,
    ...(atBest === undefined ? {} : { atBest }),
    reasons,
    paths,
    tasks,
    unknown,
    performed,
    ...(alarm === undefined ? {} : { alarm }),
    packs,
    texts: internalReasons(record),
  };
}
