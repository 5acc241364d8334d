import { addDays } from "../../../../src/core/day.ts";
import type { StandingPermission } from "../../../../src/core/casework/permission.ts";
import type { Person } from "../../../../src/core/measure.ts";
import type { Recipient, Standing, WeightingNote } from "../../../../src/core/partner.ts";
import { HARMS, type Harm, type Request, type RiskLevel } from "../../../../src/core/request.ts";
import type { FactsSheet } from "../../../../src/core/facts/sheet.ts";
import { FACTS_STATED, PARTNER, PERSON, sheetOf } from "../../../support/plain.ts";

/** A small world in which cases meet everything the rules on people know. */
export const START = "2026-04-01";

const DAYS: readonly string[] = Array.from({ length: 100 }, (_, n) => addDays(START, n));

/** So many days after the start, 99 at most. */
export function dayAt(days: number): string {
  const day = DAYS[days];
  if (day === undefined) throw new Error(`day ${days} lies outside this world`);
  return day;
}

/** Roles with their days, counted from the start. */
const STAFF: Readonly<Record<string, readonly (readonly [string, number, number?])[]>> = {
  olga: [["officer", 0]],
  omar: [["officer", 0]],
  sam: [["second-assessor", 0]],
  sue: [["second-assessor", 0, 3]],
  lea: [["legal", 0]],
  hank: [["head", 0]],
  hera: [["head", 3]],
  mia: [["minister", 0]],
  max: [
    ["head", 0],
    ["minister", 0],
  ],
  ada: [["administrator", 0]],
  adam: [
    ["administrator", 0, 2],
    ["head", 0],
  ],
  lapsed: [],
  nobody: [],
};

export const PEOPLE: readonly Person[] = [
  ...Object.entries(STAFF).map(([id, held]) => ({
    id,
    roles: held.map(([role, from, until]) => ({
      role,
      from: dayAt(from),
      ...(until === undefined ? {} : { until: dayAt(until) }),
    })),
  })),
  { id: "lapsed", roles: [{ role: "head", from: "2020-01-01", until: "2026-03-31" }] },
];

const NOTE = PARTNER.note as WeightingNote;

function partner(id: string, change: Partial<Standing>): Standing {
  return { ...PARTNER, id, name: id, ids: [id], ...change };
}

/** The day after which nobody may release to "fading" in the regular way. */
export const FADES = dayAt(3);

const MEMBERS: readonly Standing[] = [
  partner("calm", {}),
  partner("watched", { watch: [{ topic: "terrorism", because: "quoted in public" }] }),
  partner("stranger", { relation: false }),
  partner("fading", { note: { ...NOTE, reviewBy: FADES } }),
];

export const RECIPIENTS: readonly Recipient[] = MEMBERS.map((one) => ({
  id: one.id,
  name: one.name,
  members: [one],
}));

/** Who may receive it together. */
export const AUDIENCES: readonly (readonly string[])[] = [
  ["calm"],
  ["watched"],
  ["calm", "watched"],
  ["stranger"],
  ["fading"],
  ["calm", "fading"],
];

export const ITEM_KINDS = ["plain", "raw", "received", "person"] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

const KNOWN = { ...FACTS_STATED, subjectKnown: true };

/** What it is about: evaluated and of nobody, unevaluated, from another originator, about somebody. */
export const SHEETS: Readonly<Record<ItemKind, FactsSheet>> = {
  plain: sheetOf(KNOWN),
  raw: sheetOf({ ...KNOWN, evaluated: false, filterEvidence: true, cableIntercept: false }),
  received: sheetOf({ ...KNOWN, originators: ["linde"] }),
  person: sheetOf({ ...KNOWN, ...PERSON }),
};

const BASE: Request = { mode: "release", purpose: "warn", use: "intelligence" };

export const REQUESTS: readonly Request[] = [
  BASE,
  { ...BASE, urgentWeighty: "an attack is expected within hours" },
  { ...BASE, purpose: "detain" },
  { ...BASE, risk: everyHarm("below-real") },
  { ...BASE, risk: { torture: "known-or-believed" } },
  { ...BASE, mode: "ask" },
];

/** What may be assessed before mitigation. */
export const RISKS: readonly Readonly<Partial<Record<Harm, RiskLevel>>>[] = [
  everyHarm("below-real"),
  { rendition: "real" },
  { torture: "known-or-believed" },
  { rendition: "below-real" },
];

function everyHarm(level: RiskLevel): Readonly<Partial<Record<Harm, RiskLevel>>> {
  return Object.fromEntries(HARMS.map((harm) => [harm, level]));
}

/** What was permitted beforehand, with the number of cases it served. */
interface Permitted {
  readonly permission: StandingPermission;
  readonly used: number;
}

/**
 * The minister, and somebody who is head too, permitted raw data to "calm"; one permission is used up.
 * `acknowledges`: what the packs demand of a minister.
 */
export function permissionsWith(acknowledges: readonly string[]): readonly Permitted[] {
  const series = { ...SERIES, acknowledges };
  return [
    { permission: series, used: 1 },
    { permission: { ...series, id: "other", by: "max", until: dayAt(2) }, used: 0 },
    { permission: { ...series, id: "spent", quota: 1 }, used: 1 },
  ];
}

const SERIES: StandingPermission = {
  id: "series",
  role: "minister",
  by: "mia",
  on: START,
  until: dayAt(5),
  partner: "calm",
  purpose: "warn",
  scope: { topics: ["terrorism"], kinds: ["unevaluated"], uses: ["*"] },
  persons: [],
  quota: 3,
  acknowledges: [],
  says: "a series of raw data on one threat",
};
