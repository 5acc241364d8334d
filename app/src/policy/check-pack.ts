import { validate } from "@cedar-policy/cedar-wasm/nodejs";
import type { PackProblem } from "./problem.ts";
import { checkMonotone } from "./monotone.ts";
import type { PackSource } from "./read-pack.ts";
import { compileRule } from "./rule.ts";
import type { RuleSource } from "./source.ts";
import { UnsupportedError } from "./expression.ts";
import { readVocabulary } from "./vocabulary.ts";

/**
 * Everything that is wrong with a pack, by file and line; empty when it may be used.
 *
 * Checked: annotations, unique ids, operators both engines know, measures and unknown facts only
 * where they cannot do harm, measures that pack.yaml explains, and Cedar's strict validation.
 */
export function checkPack(source: PackSource): readonly PackProblem[] {
  const vocabulary = readVocabulary(source.schema);
  const problems = [...source.problems, ...repeatedIds(source.rules)];
  if (problems.length === 0 && !source.rules.some((rule) => rule.text.effect === "permit")) {
    problems.push({
      file: source.manifestFile,
      line: 1,
      says: "the pack has no permit, so it would never allow anything; write at least one route",
    });
  }
  for (const rule of source.rules) {
    const unsupported = unsupportedIn(rule);
    if (unsupported !== undefined) problems.push(at(rule, unsupported));
    else {
      const breaches = checkMonotone(rule, source.manifest, vocabulary);
      problems.push(...breaches.map((says) => at(rule, says)));
    }
  }
  if (problems.length === 0) problems.push(...validateStrictly(source));
  return problems.toSorted((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  );
}

function at(rule: RuleSource, says: string): PackProblem {
  return { file: rule.file, line: rule.line, rule: rule.text.rule, says };
}

function repeatedIds(rules: readonly RuleSource[]): PackProblem[] {
  const first = new Map<string, RuleSource>();
  const problems: PackProblem[] = [];
  for (const rule of rules) {
    const before = first.get(rule.text.rule);
    if (before === undefined) first.set(rule.text.rule, rule);
    else if (rule.text.rule !== "") {
      problems.push(at(rule, `the id stands already at ${before.file}:${before.line}`));
    }
  }
  return problems;
}

function unsupportedIn(rule: RuleSource): string | undefined {
  try {
    compileRule(rule.text, rule.json);
    return undefined;
  } catch (error) {
    if (error instanceof UnsupportedError) return `packs may not use ${error.message}`;
    throw error;
  }
}

/** Cedar's own validation, strict: types, attributes, actions. */
function validateStrictly(source: PackSource): PackProblem[] {
  const staticPolicies = Object.fromEntries(source.rules.map((r) => [r.text.rule, r.cedar]));
  const answer = validate({ schema: source.schema, policies: { staticPolicies } });
  if (answer.type !== "success") {
    const says = answer.errors.map((error) => error.message).join("; ");
    return [{ file: source.manifestFile, line: 1, says: `Cedar cannot validate it: ${says}` }];
  }
  return [...answer.validationErrors, ...answer.validationWarnings].map(({ policyId, error }) => {
    const rule = source.rules.find((one) => one.text.rule === policyId);
    const says = `Cedar: ${error.message}${error.help === null || error.help === undefined ? "" : ` (${error.help})`}`;
    return rule === undefined ? { file: source.manifestFile, line: 1, says } : at(rule, says);
  });
}
