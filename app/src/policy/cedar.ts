import {
  getCedarVersion,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
  type AuthorizationAnswer,
} from "@cedar-policy/cedar-wasm/nodejs";
import type { EngineAnswer } from "../core/pack.ts";
import { setOf, type MeasureSets } from "../core/measure.ts";
import type { Question } from "../core/question.ts";
import type { CompiledRule } from "./rule.ts";

/** The version of the Cedar engine, for the hash of a verdict. */
export const CEDAR_VERSION: string = getCedarVersion();

const PARTNER = { type: "Partner", id: "partner" } as const;
const ITEM = { type: "Item", id: "item" } as const;
/** Answers about single rules kept before all are forgotten. */
const MOST_KEPT = 50_000;

/**
 * Cedar behind a gate that closes. Cedar itself fails open: a forbid that errors is skipped
 * (measured). Here any error, any answer that is not a plain allow, any request the schema does not
 * accept and any exception is a denial with the error named. The request holds two entities and no
 * reference to any other, so nothing can dangle.
 */
export class CedarGate {
  readonly #set: string;
  /** Answers about single rules, by rule and the values it names. */
  readonly #known = new Map<string, boolean | string>();
  readonly #keys = new WeakMap<Question, Map<CompiledRule, string>>();

  /** Prepares a set of policies by rule id. `name` must be unique to the pack's hash. */
  constructor(name: string, policies: Readonly<Record<string, string>>, schema: string) {
    this.#set = name;
    const schemaAnswer = preparseSchema(name, schema);
    if (schemaAnswer.type !== "success") throw new Error(`Cedar refuses the schema of ${name}`);
    const answer = preparsePolicySet(name, { staticPolicies: { ...policies } });
    if (answer.type !== "success") throw new Error(`Cedar refuses the policies of ${name}`);
    for (const [rule, policy] of Object.entries(policies)) {
      preparsePolicySet(`${name} ${rule}`, { staticPolicies: { [rule]: policy } });
    }
  }

  /** Allow only when Cedar says so without any error. Never throws. */
  authorize(question: Question, measures: MeasureSets): EngineAnswer {
    try {
      return toAnswer(this.ask(question.action, question, { ...question.context, measures }));
    } catch (error) {
      return { allow: false, errors: [`Cedar failed: ${String(error)}`] };
    }
  }

  /**
   * Is this one rule satisfied, by what it names in the question and the measures of the kinds it
   * looks at? A sentence when Cedar fails. A rule is a pure function of these, so an answer given
   * once is kept.
   */
  isSatisfied(rule: CompiledRule, question: Question, measures: MeasureSets): boolean | string {
    const key = `${this.#keyOf(rule, question)}${measuresKey(rule, measures)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const answer = this.#askRule(rule, question, measures);
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    this.#known.set(key, answer);
    return answer;
  }

  /** What the rule sees of the question, as text; worked out once for each question. */
  #keyOf(rule: CompiledRule, question: Question): string {
    let keys = this.#keys.get(question);
    if (keys === undefined) this.#keys.set(question, (keys = new Map()));
    let key = keys.get(rule);
    if (key === undefined) {
      const seen = JSON.stringify(project(rule.names, question));
      keys.set(rule, (key = `${rule.text.rule} ${question.action} ${seen}`));
    }
    return key;
  }

  #askRule(rule: CompiledRule, question: Question, measures: MeasureSets): boolean | string {
    const seen = project(rule.names, question);
    const answer = statefulIsAuthorized({
      ...heads(question.action),
      context: { ...seen.context, measures } as never,
      entities: entitiesOf(seen),
      preparsedPolicySetId: `${this.#set} ${rule.text.rule}`,
    });
    if (answer.type !== "success") return answer.errors.map((e) => e.message).join("; ");
    const [error] = answer.response.diagnostics.errors;
    if (error !== undefined) return `Cedar, rule ${rule.text.rule}: ${error.error.message}`;
    return answer.response.diagnostics.reason.includes(rule.text.rule);
  }

  /** The raw answer, for comparing engines; not `typed`: without the schema. Throws what Cedar throws. */
  ask(
    action: string,
    entities: { readonly principal: object; readonly resource: object },
    context: object,
    typed = true,
  ): AuthorizationAnswer {
    return statefulIsAuthorized({
      ...heads(action),
      context: context as never,
      entities: entitiesOf(entities),
      preparsedPolicySetId: this.#set,
      ...(typed ? { preparsedSchemaName: this.#set, validateRequest: true } : {}),
    });
  }
}

interface Seen {
  readonly principal: object;
  readonly resource: object;
  readonly context: object;
}

/** Only the named attributes of a question, nested as Cedar expects them. */
function project(names: readonly string[], question: Question): Seen {
  const seen = { principal: {}, resource: {}, context: {} };
  for (const name of names) copy(name.split("."), question as unknown as Tree, seen);
  return seen;
}

/** The measures of the kinds a rule looks at, as text. */
function measuresKey(rule: CompiledRule, measures: MeasureSets): string {
  return JSON.stringify(rule.kinds.map((kind) => measures[setOf(kind)]));
}

interface Tree {
  readonly [name: string]: unknown;
}

function copy(path: readonly string[], from: Tree, to: Record<string, unknown>): void {
  const [name, ...rest] = path;
  if (name === undefined || !Object.hasOwn(from, name)) return;
  if (rest.length === 0) {
    to[name] = from[name];
    return;
  }
  const inner = (to[name] ?? {}) as Record<string, unknown>;
  to[name] = inner;
  copy(rest, from[name] as Tree, inner);
}

function heads(action: string) {
  return { principal: PARTNER, action: { type: "Action", id: action }, resource: ITEM };
}

function entitiesOf(attributes: { readonly principal: object; readonly resource: object }) {
  return [
    { uid: PARTNER, attrs: attributes.principal as never, parents: [] },
    { uid: ITEM, attrs: attributes.resource as never, parents: [] },
  ];
}

function toAnswer(answer: AuthorizationAnswer): EngineAnswer {
  if (answer.type !== "success") {
    return { allow: false, errors: answer.errors.map((error) => `Cedar: ${error.message}`) };
  }
  const errors = answer.response.diagnostics.errors.map(
    ({ policyId, error }) => `Cedar, rule ${policyId}: ${error.message}`,
  );
  return { allow: answer.response.decision === "allow" && errors.length === 0, errors };
}
