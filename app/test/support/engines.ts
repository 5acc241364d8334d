import fc from "fast-check";
import type { CompiledPack } from "../../src/policy/compile-pack.ts";
import { respond } from "../../src/policy/evaluator.ts";
import type { RecordValue } from "../../src/policy/expression.ts";

/** A request as the engines see it, typed or not. */
export interface Whole {
  readonly principal: object;
  readonly resource: object;
  readonly context: object;
}

/**
 * Puts one request to both engines, without the schema's request validation, and compares the
 * decision, the rules that determined it and the rules that failed. Out: the differences.
 */
export function compareEngines(
  pack: CompiledPack,
  action: string,
  entities: { readonly principal: object; readonly resource: object },
  context: object,
): readonly string[] {
  const cedar = pack.gate.ask(action, entities, context, false);
  if (cedar.type !== "success") return [`Cedar: ${cedar.errors.map((e) => e.message).join("; ")}`];
  const ours = respond(pack.rules, action, {
    principal: entities.principal as RecordValue,
    resource: entities.resource as RecordValue,
    context: context as RecordValue,
  });
  const { decision, diagnostics } = cedar.response;
  const theirs = {
    allow: decision === "allow",
    determining: diagnostics.reason.toSorted(),
    failed: diagnostics.errors.map((error) => error.policyId).toSorted(),
  };
  return JSON.stringify(ours) === JSON.stringify(theirs)
    ? []
    : [`ours ${JSON.stringify(ours)}, Cedar ${JSON.stringify(theirs)}`];
}

type Damage = (whole: Whole) => Whole;

/** Ways to damage a request: leave attributes out, or give them another value or type. */
export const untyped: fc.Arbitrary<Damage> = damages([
  undefined,
  7,
  "text",
  true,
  ["text"],
  { other: 1 },
]);

/** Ways to damage a request by leaving attributes out. */
export const incomplete: fc.Arbitrary<Damage> = damages([undefined]);

function damages(values: readonly unknown[]): fc.Arbitrary<Damage> {
  const one = fc.record({
    side: fc.constantFrom("principal", "resource", "context" as const),
    pick: fc.nat(),
    value: fc.constantFrom(...values),
    deep: fc.boolean(),
  });
  return fc.array(one, { minLength: 1, maxLength: 4 }).map((list) => (whole: Whole): Whole => {
    const copy = structuredClone(whole);
    for (const { side, pick, value, deep } of list) {
      damageAt(copy[side] as Record<string, unknown>, pick, value, deep);
    }
    return copy;
  });
}

function damageAt(
  record: Record<string, unknown>,
  pick: number,
  value: unknown,
  deep: boolean,
): void {
  const keys = Object.keys(record);
  const key = keys[pick % Math.max(keys.length, 1)];
  if (key === undefined) return;
  const inner = record[key];
  if (deep && typeof inner === "object" && inner !== null && !Array.isArray(inner)) {
    damageAt(inner as Record<string, unknown>, pick, value, false);
  } else if (value === undefined) delete record[key];
  else record[key] = structuredClone(value);
}
