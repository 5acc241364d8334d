import { CLASSIFICATION_LEVELS } from "../facts/fact.ts";
import { parseClassification, classificationOf, type Classification } from "./classification.ts";

/**
 * One system treats a label of another as one of its own, by agreement, between two days. It runs
 * one way only and is not passed on: A to B and B to C does not give A to C.
 */
export interface Equivalence {
  /** SYSTEM:LABEL, "NL:Stg. GEHEIM". */
  readonly from: string;
  /** SYSTEM:LABEL in the system that does so. */
  readonly to: string;
  /** What says so. */
  readonly agreement: string;
  /** First day, YYYY-MM-DD. */
  readonly validFrom: string;
  /** Last day, YYYY-MM-DD; absent while it lasts. */
  readonly validUntil?: string;
}

/**
 * The label of another system that a label is equivalent to on a day (YYYY-MM-DD), and by which
 * agreement; undefined when the table has none that day. Several: the most restrictive one.
 */
export function equivalentLabel(
  label: string,
  toSystem: string,
  on: string,
  table: readonly Equivalence[],
): { readonly label: string; readonly agreement: string } | undefined {
  const from = parseClassification(label);
  if (from === undefined) return undefined;
  const [best] = table
    .filter((row) => isSame(row.from, from) && isValid(row, on))
    .map((row) => ({ row, to: parseClassification(row.to) }))
    .filter(({ to }) => to?.system === toSystem)
    .toSorted((a, b) => rank(b.to) - rank(a.to));
  return best === undefined ? undefined : { label: best.row.to, agreement: best.row.agreement };
}

/**
 * May a partner whose ceiling this is hold an item with these labels on this day?
 *
 * In: every label of the item as SYSTEM:LABEL, the ceiling in the partner's own system, the day.
 * Labels of the same system compare by level, others by the table. Not within: no label at all, a
 * label or ceiling that is not known, an equivalence that is missing, over or not yet there. A
 * label of level "none" is within every known ceiling. Always says why.
 */
export function withinCeiling(
  labels: readonly string[],
  ceiling: { readonly system: string; readonly label: string },
  on: string,
  table: readonly Equivalence[],
): { readonly within: boolean; readonly because: string } {
  const limit = classificationOf(ceiling.system, ceiling.label);
  const name = `${ceiling.system}:${ceiling.label}`;
  if (limit === undefined) return { within: false, because: `the ceiling ${name} is not known` };
  if (labels.length === 0) return { within: false, because: "no classification is known" };
  const reasons = labels.map((label) => compare(label, limit, on, table));
  const worst = reasons.find((reason) => !reason.within);
  return worst ?? { within: true, because: reasons.map((reason) => reason.because).join("; ") };
}

function compare(
  label: string,
  limit: Classification,
  on: string,
  table: readonly Equivalence[],
): { readonly within: boolean; readonly because: string } {
  const known = parseClassification(label);
  if (known === undefined) return { within: false, because: `the label ${label} is not known` };
  if (known.level === "none") return { within: true, because: `${label} is not classified` };
  if (known.system === limit.system) return decide(known, limit, label);
  const equal = equivalentLabel(label, limit.system, on, table);
  const as = equal === undefined ? undefined : parseClassification(equal.label);
  if (equal === undefined || as === undefined) {
    return { within: false, because: `no equivalence of ${label} in ${limit.system} on ${on}` };
  }
  return decide(as, limit, `${label}, as ${equal.label} by ${equal.agreement},`);
}

function decide(
  label: Classification,
  limit: Classification,
  subject: string,
): { readonly within: boolean; readonly because: string } {
  const within = rank(label) <= rank(limit);
  const ceiling = `${limit.system}:${limit.label}`;
  return { within, because: `${subject} is ${within ? "within" : "above"} the ceiling ${ceiling}` };
}

function rank(one: Classification | undefined): number {
  return CLASSIFICATION_LEVELS.findIndex((level) => level === one?.level);
}

function isSame(written: string, one: Classification): boolean {
  const other = parseClassification(written);
  return other?.system === one.system && other.label === one.label;
}

function isValid(row: Equivalence, on: string): boolean {
  return row.validFrom <= on && (row.validUntil === undefined || on <= row.validUntil);
}
