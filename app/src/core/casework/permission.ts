import { isPermitted, type ItemCategory } from "../question/category.ts";
import { addDays, monthsBegun, type Day } from "../day.ts";
import { ADMINISTRATOR, isReasoned, rolesOn, type Person } from "../measure.ts";
import type { Category } from "../partner.ts";
import type { Mode } from "../request.ts";

/**
 * An approval given beforehand for a series of like cases: for whom, of whom, until when, how often.
 */
export interface StandingPermission {
  readonly id: string;
  /** The role under which it was given, and by whom, when. */
  readonly role: string;
  readonly by: string;
  readonly on: Day;
  /** Its last day. */
  readonly until: Day;
  readonly partner: string;
  readonly purpose: string;
  /** What it covers: topics, kinds of data, uses. */
  readonly scope: Category;
  /** Opaque ids of the persons it is about; empty: of no person. */
  readonly persons: readonly string[];
  /** How many cases it covers. */
  readonly quota: number;
  /** What the giver acknowledged in signing it, as for an approval. */
  readonly acknowledges: readonly string[];
  readonly says: string;
}

/** Longest series of unevaluated data, in months (Wiv 2017 art. 89(2)). */
const MOST_MONTHS = 12;

/** Why a permission may not be given like this; undefined where it may. */
export function permissionObjection(
  one: StandingPermission,
  people: readonly Person[],
): string | undefined {
  const roles = rolesOn(one.by, people, one.on);
  if (roles.includes(ADMINISTRATOR)) return "an administrator decides nothing";
  if (!roles.includes(one.role)) {
    return `${one.by} does not hold the role ${one.role} on ${one.on}`;
  }
  return isReasoned(one.says) ? termsObjection(one) : "it gives no reasons";
}

/** What a case looks like to a permission. */
export interface CaseInScope {
  readonly partner: string;
  readonly mode: Mode;
  readonly purpose: string;
  /** An urgent and weighty reason is given. */
  readonly isUrgent: boolean;
  readonly category: ItemCategory;
  /** Undefined where nobody said who the persons are: then no permission covers it. */
  readonly persons: readonly string[] | undefined;
}

/**
 * Why a permission does not cover a case today; undefined where it does. `used`: in how many other
 * cases it served. What is not known of the item lies outside.
 */
export function outOfScope(
  one: StandingPermission,
  about: CaseInScope,
  used: number,
  now: Day,
): string | undefined {
  if (now < one.on || now > one.until) return `it is in force from ${one.on} until ${one.until}`;
  if (used >= one.quota) return `its quota of ${one.quota} cases is used up`;
  if (one.partner !== about.partner) return `it is for ${one.partner}`;
  if (about.mode !== "release") return `it is for releases, and this is about "${about.mode}"`;
  if (about.isUrgent) return "what is urgent and weighty is permitted case by case";
  if (one.purpose !== about.purpose) return `it is for the purpose "${one.purpose}"`;
  if (!isPermitted(about.category, [one.scope])) {
    return "it does not cover every topic, kind of data and use of this case";
  }
  return personsObjection(one, about.persons) ?? termsObjection(one);
}

function personsObjection(
  one: StandingPermission,
  persons: CaseInScope["persons"],
): string | undefined {
  if (persons === undefined) return "nobody has said which persons the item is about";
  const isCovered = persons.every((person) => one.persons.includes(person));
  return isCovered ? undefined : "it does not cover every person in the item";
}

function termsObjection({ on, until, quota, scope }: StandingPermission): string | undefined {
  if (until < on) return "it ends before it begins";
  if (!Number.isSafeInteger(quota) || quota < 1) return "its quota is not 1 or more";
  const isUnevaluated = scope.kinds.some((kind) => kind === "*" || kind === "unevaluated");
  // Its last day counts, so it ends with the beginning of the next.
  if (isUnevaluated && monthsBegun(on, addDays(until, 1)) > MOST_MONTHS) {
    return `it covers unevaluated data for more than ${MOST_MONTHS} months (Wiv 2017 art. 89(2))`;
  }
  return undefined;
}
