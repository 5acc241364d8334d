import type { Day } from "./day.ts";

/**
 * The seven kinds of measure, and the set of `context.measures` that each is a member of.
 * A measure is written "kind:what", for instance "approve:head".
 */
export const MEASURE_KINDS = {
  approve: "approvals",
  consent: "consents",
  attach: "caveats",
  sanitise: "sanitised",
  state: "statements",
  assess: "assessments",
  assure: "assurances",
} as const;
export type MeasureKind = keyof typeof MEASURE_KINDS;
export type MeasureSetName = (typeof MEASURE_KINDS)[MeasureKind];

/** Measures as the rules see them: one set of names for each kind. */
export type MeasureSets = Readonly<Record<MeasureSetName, readonly string[]>>;

/** Something a person did in this case, as recorded. */
export interface Performed {
  readonly measure: string;
  /** Person id; for a consent or an assurance who gave it. */
  readonly by: string;
  readonly on: Day;
  readonly expires?: Day;
  /** Consents, assurances and what was sanitised in a copy: for which partner; consents: for which purpose. */
  readonly partner?: string;
  readonly purpose?: string;
  /** The reasons, or the reference to the paper. */
  readonly says?: string;
  /** An approval: the SHA-256 of the manifest it was given for. */
  readonly manifest?: string;
  /** An approval: what the person acknowledged in signing. */
  readonly acknowledges?: readonly string[];
  /** An approval that follows from a standing permission with this id. */
  readonly permission?: string;
  /** Taken back by whoever gave it. */
  readonly retracted?: true;
  /** Something sanitised in this copy: another copy for the same recipient, in which it was not. */
  readonly missing?: string;
  /** Reasons written before the request was changed: they were for something else. */
  readonly superseded?: true;
}

/** A person and the roles held, with their days. */
export interface Person {
  readonly id: string;
  readonly roles: readonly { readonly role: string; readonly from: Day; readonly until?: Day }[];
}

/** Whoever holds this role decides nothing, whatever else is held that day. */
export const ADMINISTRATOR = "administrator";

/** Fewest characters with which a reason says something. */
export const LEAST_REASON = 10;

/** A measure that was performed, and whether it counts. */
export interface JudgedMeasure {
  readonly measure: string;
  readonly counts: boolean;
  readonly why: string;
}

/** The roles somebody holds on a day, its first and its last day included. */
export function rolesOn(person: string, people: readonly Person[], day: Day): readonly string[] {
  return people
    .filter(({ id }) => id === person)
    .flatMap(({ roles }) => roles)
    .filter(({ from, until }) => from <= day && (until === undefined || day <= until))
    .map(({ role }) => role);
}

/** Does a text say something? Blanks around it do not count. */
export function isReasoned(text: string | undefined): boolean {
  return (text ?? "").trim().length >= LEAST_REASON;
}

/** The set a kind's measures are members of: "approve" gives "approvals". */
export function setOf(kind: MeasureKind): MeasureSetName {
  return MEASURE_KINDS[kind];
}

/** Splits "kind:what"; undefined when the kind is not one of the seven or nothing follows. */
export function splitMeasure(
  text: string,
): { readonly kind: MeasureKind; readonly what: string } | undefined {
  const colon = text.indexOf(":");
  const kind = text.slice(0, Math.max(colon, 0));
  const what = text.slice(colon + 1);
  return isMeasureKind(kind) && what !== "" ? { kind, what } : undefined;
}

/** The measures as sets, every list in alphabetical order without repeats. */
export function toSets(measures: readonly string[]): MeasureSets {
  const sets: Record<MeasureSetName, string[]> = {
    approvals: [],
    consents: [],
    caveats: [],
    sanitised: [],
    statements: [],
    assessments: [],
    assurances: [],
  };
  for (const measure of [...new Set(measures)].toSorted()) {
    const parts = splitMeasure(measure);
    if (parts === undefined) throw new Error(`not a measure: ${measure}`);
    sets[setOf(parts.kind)].push(parts.what);
  }
  return sets;
}

function isMeasureKind(text: string): text is MeasureKind {
  return Object.hasOwn(MEASURE_KINDS, text);
}
