import * as z from "zod";
import { FACTS, isFactName, type FactName } from "../../core/facts/fact.ts";
import { isDay, toDay } from "../../core/day.ts";
import type { Binding } from "../../core/authority.ts";
import type { Performed, Person } from "../../core/measure.ts";
import { AUDIENCES, CRITERIA, PARTNER_KINDS, type Standing } from "../../core/partner.ts";
import { ACTIONS, HARMS, type OwnService, type Request } from "../../core/request.ts";
import type { GroupEntry, SourceDefault, StatedFacts, Statement } from "../../core/case.ts";

/** Shapes of the parts that case files and sites share. Every text is bounded. */
const text = z.string().min(1).max(10_000);
const id = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\s].*$/u, "starts with a space");
const day = z
  .string()
  .refine(isDay, "is not a day that exists, written YYYY-MM-DD")
  .meta({ format: "date" });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "is not a SHA-256 in lower-case hex");
const country = z.string().regex(/^[A-Z]{2}$/, "is not a two-letter country code in capitals");

const category = z.strictObject({
  topics: z.array(id).min(1),
  except: z.array(id).exactOptional(),
  kinds: z.array(z.enum(["*", "non-personal", "personal", "unevaluated"])).min(1),
  uses: z.array(id).min(1),
});

const note = z.strictObject({
  criteria: z.partialRecord(
    z.enum(CRITERIA),
    z.strictObject({
      finding: z.enum(["sufficient", "limited", "insufficient", "unknown"]),
      reasons: text,
      on: day,
    }),
  ),
  risks: z
    .array(
      z.strictObject({
        says: text,
        mitigation: text.exactOptional(),
        acceptance: text.exactOptional(),
      }),
    )
    .default([]),
  permits: z.array(category).default([]),
  listsEvents: z.array(id).default([]),
  harm: z.enum(["below-real", "real"]).exactOptional(),
  approvedBy: z.enum(["minister", "head"]).exactOptional(),
  approvedOn: day.exactOptional(),
  ministerInformedOn: day.exactOptional(),
  reviewBy: day.exactOptional(),
});

const experience = z.strictObject({
  id,
  type: id,
  on: day,
  learnedOn: day,
  severity: z.enum(["minor", "moderate", "serious", "grave"]),
  says: text,
  evidence: z
    .strictObject({
      ref: text,
      grade: z.string().regex(/^[A-F][1-6]$/, "is not an Admiralty grade such as B2"),
    })
    .exactOptional(),
  status: z.enum(["open", "contested", "closed"]),
  touches: category.exactOptional(),
});

/** A partner with its standing. */
export const partnerShape: z.ZodType<Standing> = z.strictObject({
  id,
  name: text,
  kind: z.enum(PARTNER_KINDS),
  audience: z.enum(AUDIENCES),
  country: country.exactOptional(),
  ids: z.array(id).default([]),
  relation: z.boolean().default(false),
  lawEnforcement: z.boolean().default(false),
  note: note.exactOptional(),
  experiences: z.array(experience).default([]),
  watch: z
    .array(
      z.strictObject({
        topic: id,
        sense: z.enum(["attributed", "concerns"]).exactOptional(),
        because: text,
      }),
    )
    .default([]),
  ceiling: z
    .strictObject({ system: id, label: id, agreement: text, from: day, until: day.exactOptional() })
    .exactOptional(),
});

/** Several partners that receive together. */
export const groupShape: z.ZodType<GroupEntry> = z.strictObject({
  id,
  name: text,
  members: z.array(id).min(2),
});

export const ownShape: z.ZodType<OwnService> = z.strictObject({
  id,
  name: text,
  country,
  ids: z.array(id).default([]),
});

export const personShape: z.ZodType<Person> = z.strictObject({
  id,
  roles: z.array(z.strictObject({ role: id, from: day, until: day.exactOptional() })),
});

const performedFields = {
  measure: id,
  by: id,
  on: day,
  expires: day.exactOptional(),
  partner: id.exactOptional(),
  purpose: text.exactOptional(),
  says: text.exactOptional(),
};

/**
 * A measure as a person writes it. What only a case knows (the manifest that was signed, a standing
 * permission, what was taken back) cannot be written here.
 */
export const performedShape: z.ZodType<Performed> = z.strictObject(performedFields);

/** A measure as a case has it, in the record of a verdict. */
export const performedInCaseShape: z.ZodType<Performed> = z.strictObject({
  ...performedFields,
  manifest: sha256.exactOptional(),
  acknowledges: z.array(text).exactOptional(),
  permission: id.exactOptional(),
  retracted: z.literal(true).exactOptional(),
  missing: text.exactOptional(),
  superseded: z.literal(true).exactOptional(),
});

/** What the approvals of a case had to be for, in the record of a verdict. */
export const bindingShape: z.ZodType<Binding> = z.strictObject({
  manifest: sha256,
  acknowledge: z.record(id, z.array(text)),
  permissions: z.array(z.strictObject({ id, objection: text.exactOptional() })),
});

export const requestShape: z.ZodType<Request> = z.strictObject({
  mode: z.enum(["release", "ask", "receive", "support"]).default("release"),
  purpose: text,
  use: id.exactOptional(),
  requester: id.exactOptional(),
  urgentWeighty: text.exactOptional(),
  intendedAction: z.enum(ACTIONS).exactOptional(),
  channel: z
    .strictObject({
      id,
      carriesCaveats: z.boolean(),
      encrypted: z.boolean(),
      public: z.boolean(),
    })
    .exactOptional(),
  risk: z
    .partialRecord(z.enum(HARMS), z.enum(["below-real", "real", "known-or-believed", "unknown"]))
    .exactOptional(),
  ownInterestOpposes: z.boolean().exactOptional(),
  series: z
    .strictObject({ from: day, until: day.exactOptional(), scoped: z.boolean().exactOptional() })
    .exactOptional(),
  formatLosesMarking: z.boolean().exactOptional(),
  registerUnavailable: z.boolean().exactOptional(),
  outsideOwnPowers: z.boolean().exactOptional(),
  specialPower: z.boolean().exactOptional(),
});

/** Facts as a person states them, by name. */
export const factsShape: z.ZodType<StatedFacts> = z.strictObject(
  Object.fromEntries(
    Object.keys(FACTS)
      .filter(isFactName)
      .map((name) => [name, factShape(name).exactOptional()]),
  ),
);

/** Facts with the person who states them, and on what. */
export const statedShape: z.ZodType<Statement> = z.strictObject({
  by: id,
  on: day,
  evidence: text.exactOptional(),
  facts: factsShape,
});

/** What a publisher means when it writes nothing, stated by a named person with evidence. */
export const sourceDefaultShape: z.ZodType<SourceDefault> = z.strictObject({
  source: id,
  by: id,
  on: day,
  evidence: text,
  facts: factsShape,
});

function factShape(name: FactName): z.ZodType {
  const spec = FACTS[name];
  const means = { description: spec.means };
  switch (spec.kind) {
    case "level":
      return z.enum(spec.levels).meta(means);
    case "flag":
    case "finding":
      return z.boolean().meta(means);
    case "set":
    case "lists":
      return z.array(id).meta(means);
    case "latest":
    case "earliest":
      return z
        .string()
        .refine((value) => toDay(value) !== undefined, "is not a day that exists")
        .meta({ ...means, format: "date" });
  }
}
