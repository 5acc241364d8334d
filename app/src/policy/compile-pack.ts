import { createHash } from "node:crypto";
import { fixed } from "../core/canonical-json.ts";
import type { MeasureTable } from "../core/deciding/formula.ts";
import type { MeasureKind } from "../core/measure.ts";
import type { MeasureText, Pack } from "../core/pack.ts";
import type { Question } from "../core/question/question.ts";
import { CedarGate } from "./cedar.ts";
import { checkPack } from "./check-pack.ts";
import { namedAttributes } from "./narrow-schema.ts";
import { authorizeWhole } from "./both-engines.ts";
import { ruleByRule } from "./rule-by-rule.ts";
import { findRemainders } from "./evaluator.ts";
import type { Manifest } from "./manifest.ts";
import { refusePack } from "./problem.ts";
import type { PackSource } from "./read-pack.ts";
import { compileRule, type CompiledRule } from "./rule.ts";

/** A pack with both its engines in reach, for comparing them. */
export interface CompiledPack extends Pack {
  readonly rules: readonly CompiledRule[];
  readonly gate: CedarGate;
}

/** Compiles a pack for both engines. Throws a Refusal when it does not pass its check. */
export function compilePack(source: PackSource): CompiledPack {
  const problems = checkPack(source);
  if (problems.length > 0) throw refusePack(problems);
  const { manifest, hash } = source;
  const rules = source.rules.map((rule) => compileRule(rule.text, rule.json));
  const policies = Object.fromEntries(source.rules.map((r) => [r.text.rule, r.cedar]));
  const named = namedAttributes(rules.flatMap((rule) => rule.names));
  const gate = new CedarGate(`${manifest.id} ${hash}`, policies, source.schema, named);
  return {
    id: manifest.id,
    version: manifest.version,
    hash,
    ruleHashes: fixed(
      Object.fromEntries(source.rules.map((r) => [r.text.rule, sha256(r.cedar)] as const)),
    ),
    covers: manifest.covers,
    readsContainers: manifest.readsContainers,
    decidesClassification: manifest.decidesClassification,
    measureNames: [...manifest.measures].flatMap(([kind, texts]) =>
      [...texts.keys()].map((what) => `${kind}:${what}`),
    ),
    measure: (kind, what) => measureText(manifest, kind, what),
    remainders: (question: Question, table: MeasureTable) => findRemainders(rules, question, table),
    authorize: (question, measures) => authorizeWhole(rules, gate, question, measures),
    ruleByRule: (question, table) => ruleByRule(rules, gate, question, table),
    rules,
    gate,
  };
}

function measureText(manifest: Manifest, kind: MeasureKind, what: string): MeasureText | undefined {
  const known = manifest.measures.get(kind);
  const general = known?.get("*");
  return known?.get(what) ?? (general === undefined ? undefined : { ...general, isGeneral: true });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
