import { z } from "@hono/zod-openapi";
import type { StandingPermission } from "../../core/casework/permission.ts";
import type { GrantPermission } from "../../usecases/cases/permissions/grant-permission.ts";
import type { ListedPermission } from "../../usecases/cases/ports.ts";
import type { AssertionAnswer } from "../../usecases/people/sign-in/ports.ts";
import { assertionAnswer } from "../routes/passkey-shape.ts";
import { day, id, secret } from "../routes/shape.ts";
import { label, maybe, partnerId, persons, prose, reasons, sent } from "./shape.ts";

export type Terms = Omit<GrantPermission, "id" | "by" | "sign">;

interface Signed {
  readonly id: string;
  readonly ticket: string;
  readonly answer: AssertionAnswer;
}

const labels = z.array(label).min(1).max(200);
const scope = {
  topics: labels,
  kinds: z
    .array(z.enum(["*", "non-personal", "personal", "unevaluated"]))
    .min(1)
    .max(4),
  uses: labels,
};

const terms = {
  role: label,
  until: day,
  partner: partnerId,
  purpose: prose(10_000),
  scope: z.strictObject({ ...scope, except: maybe(z.array(label).max(200)) }),
  persons,
  quota: z.int().min(1).max(1_000_000),
  acknowledges: z.array(reasons).max(100),
  says: reasons,
};

export const permission: z.ZodType<StandingPermission> = z
  .object({
    ...terms,
    id: z.string(),
    by: z.string(),
    on: z.string(),
    persons: z.array(z.string()),
  })
  .openapi("Permission");

/** One of a list: `until` is the last day it was given for, `ended` the one on which it was ended. */
export interface PermissionRow extends Omit<ListedPermission, "lastDay"> {
  readonly ended?: string;
}

export const listed: z.ZodType<PermissionRow> = z
  .object({
    id: z.string(),
    partner: z.string(),
    role: z.string(),
    giver: z.string(),
    on: z.string(),
    until: z.string(),
    ended: maybe(z.string()),
    quota: z.int(),
    used: z.int(),
  })
  .openapi("PermissionRow");

export function toListed({ lastDay, ...one }: ListedPermission): PermissionRow {
  const { id: which, partner, role, giver, on, until, quota, used } = one;
  const row = { id: which, partner, role, giver, on, until, quota, used };
  return lastDay === undefined ? row : { ...row, ended: lastDay };
}

export const drafted: z.ZodType<Terms> = sent(z.strictObject(terms));

/** As it was drafted, with the signature and the ticket under which that was asked for. */
export const signed: z.ZodType<Terms & Signed> = sent(
  z.strictObject({ id, ticket: secret, answer: assertionAnswer, ...terms }),
);
