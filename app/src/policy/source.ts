import { policySetTextToParts, policyToJson } from "@cedar-policy/cedar-wasm/nodejs";
import type { Basis, Effect, RuleText, TaskTiming } from "../core/pack.ts";
import { isNode, type Node } from "./expression.ts";
import type { PackProblem } from "./problem.ts";

/** One rule as written, with where it stands. */
export interface RuleSource {
  readonly text: RuleText;
  readonly file: string;
  readonly line: number;
  /** The rule in Cedar's language. */
  readonly cedar: string;
  /** The same in Cedar's JSON form. */
  readonly json: Node;
}

const BASES: readonly Basis[] = ["law", "practice", "proposed"];
/** Rules on this action state duties; they are never part of an answer. */
export const DUTY_ACTION = "duty";

/** Splits one .cedar file into its rules. What is wrong goes into `problems`. */
export function readRules(cedar: string, file: string, problems: PackProblem[]): RuleSource[] {
  const parts = policySetTextToParts(cedar);
  if (parts.type !== "success") {
    for (const error of parts.errors) {
      const at = error.sourceLocations?.[0]?.start ?? 0;
      problems.push({
        file,
        line: lineAtByte(cedar, at),
        says: `Cedar cannot read it: ${error.message}`,
      });
    }
    return [];
  }
  const placeOf = placeFinder(cedar);
  for (const template of parts.policy_templates) {
    const line = lineAt(cedar, placeOf(template));
    problems.push({ file, line, says: "templates with slots are not used in packs" });
  }
  return parts.policies
    .map((text) => ({ text, at: placeOf(text) }))
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ text, at }) => readRule(text, file, lineAt(cedar, at), problems) ?? []);
}

/**
 * Where each part of a text stands, in UTF-16 units; the same part again stands further on. Cedar
 * hands the rules of a file out in another order than the file's (the tenth before the second).
 */
function placeFinder(cedar: string): (part: string) => number {
  const next = new Map<string, number>();
  return (part) => {
    const at = cedar.indexOf(part, next.get(part) ?? 0);
    next.set(part, at + 1);
    return at;
  };
}

function readRule(
  cedar: string,
  file: string,
  line: number,
  problems: PackProblem[],
): RuleSource | undefined {
  const answer = policyToJson(cedar);
  if (answer.type !== "success") {
    problems.push({ file, line, says: answer.errors.map((e) => e.message).join("; ") });
    return undefined;
  }
  const json: unknown = answer.json;
  const annotations = isNode(json) && isNode(json["annotations"]) ? json["annotations"] : {};
  const note = (name: string): string => {
    const value = annotations[name];
    return typeof value === "string" ? value.trim() : "";
  };
  const id = note("id");
  const complain = (says: string): void => {
    problems.push({ file, line, ...(id === "" ? {} : { rule: id }), says });
  };
  for (const name of ["id", "says", "clause", "basis"]) {
    if (note(name) === "") complain(`the rule has no @${name}`);
  }
  const basis = BASES.find((one) => one === note("basis"));
  if (basis === undefined && note("basis") !== "") {
    complain(`@basis is "${note("basis")}"; it is one of ${BASES.join(", ")}`);
  }
  if (!isNode(json)) return undefined;
  const task = note("task");
  const timing = timingOf(note, complain);
  const effect = effectOf(json, complain);
  if (effect === "duty" && task === "") complain("a rule on the action duty needs a @task");
  return {
    text: {
      rule: id,
      effect,
      says: note("says"),
      clause: note("clause"),
      basis: basis ?? "proposed",
      ...(task === "" ? {} : { task, ...timing }),
    },
    file,
    line,
    cedar,
    json,
  };
}

/** When the rule's task falls due, in two annotations: what its words say alone sets no day. */
function timingOf(note: (name: string) => string, complain: (says: string) => void): TaskTiming {
  const [task, due, after] = [note("task"), note("due"), note("after")];
  if (due !== "" && due !== "at-once") complain(`@due is "${due}"; it is at-once, or left out`);
  if (after !== "" && after !== "approval") {
    complain(`@after is "${after}"; it is approval, or left out`);
  }
  if (task === "" && due + after !== "")
    complain("@due and @after are about a @task, and there is none");
  if (/\bat once\b/.test(task) && due === "") {
    complain('its @task says at once, and only @due("at-once") sets the day: add it');
  }
  return {
    ...(due === "at-once" ? { due } : {}),
    ...(after === "approval" ? { after } : {}),
  };
}

function effectOf(json: Node, complain: (says: string) => void): Effect {
  const head = isNode(json["action"]) ? json["action"] : {};
  const named = isNode(head["entity"]) ? [head["entity"]] : head["entities"];
  const actions = Array.isArray(named)
    ? named.map((entity: unknown) => (isNode(entity) ? String(entity["id"]) : ""))
    : [];
  if (head["op"] === "All") complain("the rule names no action; say which it is about");
  if (actions.includes(DUTY_ACTION)) {
    if (actions.length > 1) complain("a duty stands alone; do not mix it with other actions");
    if (json["effect"] !== "permit") complain("a duty is written as a permit");
    return "duty";
  }
  return json["effect"] === "permit" ? "permit" : "forbid";
}

/** The line, from 1, of a place in a text. */
function lineAt(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

/** The same for a place that Cedar gives: it counts bytes of UTF-8. */
function lineAtByte(text: string, at: number): number {
  return Buffer.from(text, "utf8").subarray(0, at).toString("utf8").split("\n").length;
}
