import { isReasoned } from "../measure.ts";
import { HARMS, type Harm, type RiskLevel } from "../request.ts";
import type { Act, Assessment, Mitigation } from "./act.ts";
import type { CaseState } from "./case-state.ts";

/** From the best to the worst; what nobody knows is worse than what was found to be low. */
const LEVELS: readonly RiskLevel[] = ["below-real", "unknown", "real", "known-or-believed"];

type Risk = Readonly<Partial<Record<Harm, RiskLevel>>>;

/**
 * The risk before mitigation: for each harm the newest level that each assessor gave it, and of those
 * the worst, so that nobody lowers what another found. Whoever asks can raise a risk and not lower it.
 */
export function riskBefore({ assessments, request }: CaseState): Risk {
  const byAssessor = new Map<string, Risk>();
  for (const { stage, by, risk } of assessments) {
    if (stage === "before") byAssessor.set(by, { ...byAssessor.get(by), ...risk });
  }
  return worstOf([raised(request.risk ?? {}), ...byAssessor.values()]);
}

/** The newest assessment after mitigation since the request was changed; it replaces earlier ones. */
export function assessmentAfter({ assessments }: CaseState): Assessment | undefined {
  return assessments.findLast((one) => one.stage === "after");
}

/**
 * Why a risk cannot be assessed like this; undefined where it can. Before and after mitigation are two
 * records; a mitigation is counted once, and only a mitigation lowers a risk: no strategic value, no
 * urgency (DESIGN §11.5-6).
 */
export function assessmentObjection(
  act: Extract<Act, { readonly kind: "assess" }>,
  state: CaseState,
): string | undefined {
  if (Object.keys(act.risk).length === 0) return "it names no harm";
  if (act.stage === "before") {
    return act.mitigations.length === 0
      ? undefined
      : "the risk before mitigation is assessed without mitigations";
  }
  if (!state.assessments.some((one) => one.stage === "before")) {
    return "assess the risk before mitigation first";
  }
  return mitigationObjection(act.mitigations) ?? lowering(act, riskBefore(state));
}

function mitigationObjection(mitigations: readonly Mitigation[]): string | undefined {
  const bare = mitigations.find((one) => !isReasoned(one.says) || one.evidence.trim() === "");
  if (bare !== undefined) return `the mitigation ${bare.id} says too little, or shows no evidence`;
  const twice = mitigations.find((one, i) => mitigations.findIndex(isSame(one)) !== i);
  return twice === undefined ? undefined : `the mitigation ${twice.id} is counted twice`;
}

/** Another id makes no other mitigation. */
function isSame(one: Mitigation): (other: Mitigation) => boolean {
  const fold = (text: string): string => text.trim().split(/\s+/).join(" ").toLowerCase();
  return (other) => other.id === one.id || fold(other.says) === fold(one.says);
}

function lowering({ risk, mitigations }: Assessment, before: Risk): string | undefined {
  for (const harm of harmsOf(risk)) {
    const was = before[harm];
    if (was === undefined) return `the risk of ${harm} was not assessed before mitigation`;
    if (rank(risk[harm]) < rank(was) && mitigations.length === 0) {
      return `the risk of ${harm} falls from ${was} to ${risk[harm] ?? ""} without any mitigation`;
    }
  }
  return undefined;
}

function raised(risk: Risk): Risk {
  return Object.fromEntries(Object.entries(risk).filter(([, level]) => level !== "below-real"));
}

function worstOf(risks: readonly Risk[]): Risk {
  const worst: Partial<Record<Harm, RiskLevel>> = {};
  for (const risk of risks) {
    for (const harm of harmsOf(risk)) {
      const level = risk[harm];
      if (level !== undefined && rank(level) >= rank(worst[harm])) worst[harm] = level;
    }
  }
  return worst;
}

function harmsOf(risk: Risk): readonly Harm[] {
  return HARMS.filter((harm) => risk[harm] !== undefined);
}

function rank(level: RiskLevel | undefined): number {
  return level === undefined ? -1 : LEVELS.indexOf(level);
}
