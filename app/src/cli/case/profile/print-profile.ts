import { bodiesOf, textOf, type Body } from "../../../client/read-answer.ts";

/** Where the profiles of a partner are in the API. */
export function pathOf(partner: string): string {
  return `/partners/${encodeURIComponent(partner)}/profiles`;
}

/** One profile in a line: "malware for linde, version 2: for a partner (kept 2026-11-26 by …)". */
export function profileLine(profile: Body): string {
  const { topic, partner, number, by, at } = profile;
  const about = `${textOf(topic)} for ${textOf(partner)}, version ${String(number)}`;
  return `${about}: ${textOf(planOf(profile)["name"])} (kept ${textOf(at).slice(0, 10)} by ${textOf(by)})`;
}

/** What its plan takes out, a step in a line. */
export function planLines(profile: Body): readonly string[] {
  const plan = planOf(profile);
  const steps = bodiesOf(plan["steps"]).map(stepLine);
  const taken = steps.length === 0 ? ["  no steps of its own"] : steps;
  return plan["mark"] === true ? [...taken, "  each copy carries its recipient's mark"] : taken;
}

/** "  2. remove-words: words Ada Fox, Bo; with [removed]" */
function stepLine({ step, ...fields }: Body, index: number): string {
  const said = Object.entries(fields).map(([name, value]) => `${name} ${valueOf(value)}`);
  return `  ${index + 1}. ${[textOf(step), ...(said.length === 0 ? [] : [said.join("; ")])].join(": ")}`;
}

function valueOf(value: unknown): string {
  return Array.isArray(value) ? value.map(textOf).join(", ") : textOf(value);
}

function planOf(profile: Body): Body {
  return bodiesOf([profile["plan"]])[0] ?? {};
}
