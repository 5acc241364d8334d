import type { Request } from "../../../../src/core/request.ts";
import { FADES, type ItemKind } from "./world.ts";

type Risk = Readonly<Record<string, string>>;

/** What there is to look at. */
interface Situation {
  readonly recipient: string;
  readonly kind: ItemKind;
  readonly isUrgent: boolean;
  /** The regular way to this recipient is closed that day. */
  readonly isClosed: boolean;
  readonly risk: Risk;
}

const GRAVE = ["torture", "unlawful-killing", "enforced-disappearance"];
const LEVELS = ["below-real", "unknown", "real", "known-or-believed"];

/**
 * When · what must then have been done, "a | b + c" for a, or else b and c; "never" where nothing helps.
 * Caveats attach themselves.
 */
const DEMANDS: readonly (readonly [(s: Situation) => boolean, readonly string[] | "never"])[] = [
  [() => true, ["state:necessity", "state:proportionality"]],
  [(s) => s.recipient === "watched", ["approve:head", "approve:second-assessor"]],
  [(s) => s.kind === "raw", ["approve:minister", "assess:unevaluated-risk"]],
  [(s) => s.kind === "received", ["consent:linde | sanitise:third-party"]],
  [(s) => s.isClosed && !s.isUrgent, "never"],
  [(s) => s.isClosed, ["approve:head", "approve:minister"]],
  [(s) => s.isClosed && s.kind === "person", ["state:written-form"]],
  [(s) => GRAVE.some((harm) => s.risk[harm] === "known-or-believed"), "never"],
  [
    (s) => s.kind === "person" && Object.values(s.risk).some((level) => level !== "below-real"),
    ["sanitise:person | approve:head + approve:minister + assure:written"],
  ],
];

/** What the rules demand before the item may go to a recipient on a day. */
export function demandsOn(
  recipient: string,
  kind: ItemKind,
  request: Omit<Request, "risk">,
  risk: Risk,
  day: string,
): readonly string[] | "never" {
  const isClosed = recipient === "stranger" || (recipient === "fading" && day > FADES);
  const isUrgent = request.urgentWeighty !== undefined;
  const said = DEMANDS.filter(([when]) => when({ recipient, kind, isUrgent, isClosed, risk }));
  const demands = said.map(([, what]) => what);
  return demands.includes("never") ? "never" : [...new Set(demands.flat())].toSorted();
}

/** Is one way of a demand done? */
export function isDone(demand: string, have: readonly (string | undefined)[]): boolean {
  return demand.split(" | ").some((way) => way.split(" + ").every((one) => have.includes(one)));
}

/** The worst of some levels of risk. */
export function worstRisk(levels: readonly string[]): string {
  return levels.toSorted((a, b) => LEVELS.indexOf(b) - LEVELS.indexOf(a))[0] ?? "";
}
