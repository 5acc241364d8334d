import {
  getCedarVersion,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
  validate,
  type AuthorizationAnswer,
} from "@cedar-policy/cedar-wasm/nodejs";
import type { EngineAnswer } from "../core/pack.ts";
import { setOf, type MeasureSets } from "../core/measure.ts";
import type { Question } from "../core/question/question.ts";
import { narrowSchema, type NamedAttributes } from "./narrow-schema.ts";
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
  readonly #named: NamedAttributes;
  /** Answers about single rules, by rule, the values it names and the measures it asks for. */
  readonly #known = new Map<string, boolean | string>();

  /**
   * Prepares a set of policies by rule id, which look at the named attributes and at no other. `name`
   * must be unique to the pack's hash. Throws where Cedar refuses any of it.
   */
  constructor(
    name: string,
    policies: Readonly<Record<string, string>>,
    schema: string,
    named: NamedAttributes,
  ) {
    this.#set = name;
    this.#named = named;
    const narrow = narrowSchema(schema, named);
    const schemaAnswer = preparseSchema(name, narrow);
    if (schemaAnswer.type !== "success") throw new Error(`Cedar refuses the schema of ${name}`);
    const validation = validate({
      schema: narrow,
      policies: { staticPolicies: { ...policies } },
      validationSettings: { mode: "strict" },
    });
    if (validation.type !== "success" || validation.validationErrors.length > 0) {
      throw new Error(`the rules of ${name} look at more than was found in them`);
    }
    const answer = preparsePolicySet(name, { staticPolicies: { ...policies } });
    if (answer.type !== "success") throw new Error(`Cedar refuses the policies of ${name}`);
    for (const [rule, policy] of Object.entries(policies)) {
      preparsePolicySet(`${name} ${rule}`, { staticPolicies: { [rule]: policy } });
    }
  }

  /** Allow only when Cedar says so without any error. Never throws. */
  authorize(question: Question, measures: MeasureSets): EngineAnswer {
    try {
      const { principal, resource, context } = this.#narrow(question);
      return toAnswer(this.ask(question.action, { principal, resource }, { ...context, measures }));
    } catch (error) {
      return { allow: false, errors: [`Cedar failed: ${String(error)}`] };
    }
  }

  /**
   * Asks about one rule and one question: is the rule satisfied with these measures, of which only
   * those it asks for may be given? A sentence when Cedar fails. The rule sees what it names and
   * nothing else, so it is a pure function of that, and an answer given once is kept.
   */
  rule(rule: CompiledRule, question: Question): (measures: MeasureSets) => boolean | string {
    const values = rule.names.map((path) => valueAt(question, path));
    const about = JSON.stringify([rule.text.rule, question.action, values]);
    return (measures) => {
      const sets = rule.kinds.map((kind) => [setOf(kind), measures[setOf(kind)]] as const);
      const key = about + JSON.stringify(sets);
      const known = this.#known.get(key);
      if (known !== undefined) return known;
      const answer = this.#askRule(rule, question, Object.fromEntries(sets));
      if (this.#known.size >= MOST_KEPT) this.#known.clear();
      this.#known.set(key, answer);
      return answer;
    };
  }

  /** What the rules of the pack look at, and nothing else: converting values is most of a call. */
  #narrow({ principal, resource, context }: Question): Seen {
    const { principal: ofPartner, resource: ofItem, context: ofContext } = this.#named;
    return {
      principal: pick(principal, ofPartner),
      resource: pick(resource, ofItem),
      context: pick(context, ofContext),
    };
  }

  #askRule(
    rule: CompiledRule,
    question: Question,
    measures: Partial<MeasureSets>,
  ): boolean | string {
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

  /**
   * The raw answer, for comparing engines; not `typed`: without the schema, which takes the named
   * attributes and no other. Throws what Cedar throws.
   */
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

function pick(from: object, names: ReadonlySet<string>): object {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.has(name)));
}

/** Only the named attributes of a question, nested as Cedar expects them. */
function project(names: readonly (readonly string[])[], question: Question): Seen {
  const seen = { principal: {}, resource: {}, context: {} };
  for (const path of names) copy(path, question, seen);
  return seen;
}

function copy(path: readonly string[], from: object, to: Record<string, unknown>): void {
  const [name, ...rest] = path;
  if (name === undefined || !Object.hasOwn(from, name)) return;
  const value = (from as Tree)[name];
  if (rest.length === 0 || typeof value !== "object" || value === null) to[name] = value;
  else copy(rest, value, (to[name] ??= {}) as Record<string, unknown>);
}

function valueAt(question: Question, path: readonly string[]): unknown {
  let value: unknown = question;
  for (const name of path) {
    value = typeof value === "object" && value !== null ? (value as Tree)[name] : undefined;
  }
  return value;
}

interface Tree {
  readonly [name: string]: unknown;
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
