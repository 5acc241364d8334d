import { suggest } from "../core/nearest.ts";
import { child, isNode, operands, pathOf, soleEntry, type Node } from "./expression.ts";
import type { Manifest } from "./manifest.ts";
import { measureKindOf, mentionsMeasures } from "./remainder.ts";
import type { RuleSource } from "./source.ts";
import type { Attribute } from "./vocabulary.ts";

const COMPARISONS = ["<", "<=", ">", ">="];
const MEMBERSHIP = ["contains", "containsAll", "containsAny"];

/**
 * Checks that one rule can be trusted with measures and with unknown facts:
 * - a measure stands only where more measures can never make a release less possible;
 * - of a list that the item gives (its originators) all are asked for, never any one of them;
 * - a fact that may be unknown stands only where its cautious value never makes it more possible;
 * - a measure is one that pack.yaml explains.
 * Out: one sentence for each breach.
 */
export function checkMonotone(
  rule: RuleSource,
  manifest: Manifest,
  vocabulary: ReadonlyMap<string, Attribute>,
): readonly string[] {
  const walk: Walk = { manifest, vocabulary, isDuty: rule.text.effect === "duty", breaches: [] };
  const conditions = rule.json["conditions"];
  for (const condition of Array.isArray(conditions) ? conditions : []) {
    const node: unknown = condition;
    if (!isNode(node) || !isNode(node["body"])) continue;
    const holds = node["kind"] === "when";
    visit(node["body"], holds === (rule.text.effect !== "forbid"), walk);
  }
  return [...new Set(walk.breaches)];
}

interface Walk {
  readonly manifest: Manifest;
  readonly vocabulary: ReadonlyMap<string, Attribute>;
  readonly isDuty: boolean;
  readonly breaches: string[];
}

/** `helps`: whether the truth of this node can only make a release more possible. */
function visit(node: Node, helps: boolean, walk: Walk): void {
  const [operator, argument] = soleEntry(node);
  if (operator === "!") return visit(child(argument, "arg"), !helps, walk);
  if (operator === "&&" || operator === "||") {
    visit(child(argument, "left"), helps, walk);
    return visit(child(argument, "right"), helps, walk);
  }
  if (mentionsMeasures(node)) return visitMeasures(operator, argument, helps, walk);
  if (!walk.isDuty) visitFacts(node, operator, helps, walk);
}

function visitMeasures(operator: string, argument: unknown, helps: boolean, walk: Walk): void {
  if (walk.isDuty) {
    walk.breaches.push("a duty may not depend on measures: it is never a condition");
    return;
  }
  if (!MEMBERSHIP.includes(operator)) {
    walk.breaches.push(
      `measures are used with "${operator}"; a rule may only ask contains, containsAll or containsAny of one set`,
    );
    return;
  }
  const kind = measureKindOf(child(argument, "left"));
  const right = child(argument, "right");
  if (kind === undefined || mentionsMeasures(right)) {
    walk.breaches.push("a rule may only ask whether named measures are in one set of measures");
    return;
  }
  if (!helps) {
    walk.breaches.push(
      `a measure of the kind ${kind} stands where having it could make a release less possible; turn the condition round`,
    );
  }
  if (operator === "containsAny" && isOpen(right)) {
    walk.breaches.push(
      `${kind} measures are any of ${pathOf(right) ?? "a list"}, which more names in the item make easier; ask containsAll`,
    );
  }
  visitNames(kind, right, walk);
}

/** Is a list of names taken from the question, so that nobody knows how long it is? */
function isOpen(node: Node): boolean {
  const [operator] = soleEntry(node);
  return operator === "Set" ? operands(node).some(isOpen) : operator !== "Value";
}

function visitNames(kind: string, right: Node, walk: Walk): void {
  const [operator, argument] = soleEntry(right);
  const known = new Map(walk.manifest.measures).get(kind as never);
  const names = [...(known?.keys() ?? [])];
  if (operator === "Value") return visitName(kind, argument, names, walk);
  if (operator === "Set") {
    if (operands(right).length === 0) {
      walk.breaches.push(`a rule asks for an empty list of ${kind} measures`);
    }
    for (const one of operands(right)) visitNames(kind, one, walk);
    return;
  }
  if (!names.includes("*")) {
    walk.breaches.push(
      `${kind} measures are named by ${pathOf(right) ?? operator}, but pack.yaml explains no "${kind}: *"`,
    );
  }
}

function visitName(kind: string, name: unknown, names: readonly string[], walk: Walk): void {
  if (typeof name === "string" && names.includes(name)) return;
  walk.breaches.push(
    `pack.yaml does not explain ${kind}:${String(name)}; ${suggest(String(name), names)}`,
  );
}

/** Facts that may be unknown, in the place of a truth or a comparison. */
function visitFacts(node: Node, operator: string, helps: boolean, walk: Walk): void {
  const path = pathOf(node);
  const attribute = path === undefined ? undefined : walk.vocabulary.get(path);
  if (attribute?.cautious !== undefined) {
    if (attribute.cautious === helps) walk.breaches.push(misplaced(attribute));
    return;
  }
  if (attribute !== undefined) return;
  const uncertain = uncertainIn(node, walk);
  if (uncertain.length === 0) return;
  const [only] = uncertain;
  if (only === undefined || uncertain.length > 1 || !COMPARISONS.includes(operator)) {
    walk.breaches.push(
      `${uncertain.map((a) => a.path).join(", ")} may be unknown and is used with "${operator}"; use it as a truth or compare it with a number`,
    );
    return;
  }
  if (isHigh(node, operator, only.path) === helps) walk.breaches.push(misplaced(only));
}

/** Is the comparison true for high values of the attribute (the cautious end)? */
function isHigh(node: Node, operator: string, path: string): boolean {
  const [, argument] = soleEntry(node);
  const onLeft = pathOf(child(argument, "left")) === path;
  return onLeft === operator.startsWith(">");
}

function uncertainIn(node: Node, walk: Walk): readonly Attribute[] {
  const path = pathOf(node);
  const own = path === undefined ? undefined : walk.vocabulary.get(path);
  if (own !== undefined) return own.cautious === undefined ? [] : [own];
  return operands(node).flatMap((operand) => uncertainIn(operand, walk));
}

function misplaced(attribute: Attribute): string {
  return `${attribute.path} reads as ${String(attribute.cautious)} when nobody knows it, and here that could make a release more possible; turn the condition round`;
}
