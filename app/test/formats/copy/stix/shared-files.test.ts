import { describe, expect, test } from "vitest";
import type { Json } from "../../../../src/core/item.ts";
import { Refusal } from "../../../../src/core/refusal.ts";
import type { Copy } from "../../../../src/core/release/copy.ts";
import type { SanitisePlan } from "../../../../src/core/release/plan.ts";
import { copyStix } from "../../../../src/formats/copy/stix/copy-stix.ts";
import { residueOfCopy } from "../../../../src/formats/copy/residue-of-copy.ts";
import { describeWithData } from "../../../shared-data.ts";
import { copyFor, planOf, textOf } from "../copy-for.ts";
import { objectsOf, referencesIn } from "./support/copying.ts";
import { sharedStix, sharedStixFiles } from "./support/shared-stix.ts";

const PLANS = {
  persons: planOf({ step: "remove-persons" }, { step: "remove-sources", names: [] }),
  coarse: planOf(
    { step: "generalise-time", to: "month" },
    { step: "generalise-place", to: "country" },
  ),
  marked: planOf({ step: "honour-markings", most: "TLP:GREEN" }),
  nothing: planOf(),
} as const;

/** Above this only the first plan is tried, so that the tests stay quick. */
const LARGE = 100;

describeWithData("real STIX files, for two partners", () => {
  const files = sharedStixFiles().map((path) => ({ path, json: sharedStix(path) ?? null }));

  test("there are many of them", () => {
    expect(files.length).toBeGreaterThan(90);
  });

  describe.each(files)("$path", ({ json }) => {
    const isLarge = countOf(json) > LARGE;
    const plans = Object.entries(PLANS).filter(([name]) => !isLarge || name === "persons");

    test.each(plans)(
      "plan %s: no residue, nothing dangles, ids are the partner's own",
      async (_, plan) => {
        const [alder, birch] = ["alder", "birch"].map((one) => copyOrNothing(json, plan, one));
        expect(alder === undefined).toBe(birch === undefined);
        for (const made of [alder, birch]) expect(await problemsOf(made)).toEqual([]);
        expect(sharedIds(alder, birch)).toEqual([]);
      },
    );
  });
});

/** Undefined where nothing is left that may leave. */
function copyOrNothing(json: Json, plan: SanitisePlan, partner: string): Copy | undefined {
  try {
    return copyStix(json, plan, copyFor(partner));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

async function problemsOf(made: Copy | undefined): Promise<readonly string[]> {
  if (made === undefined) return [];
  const residues = await residueOfCopy(made, { allowed: [copyFor().own.name] });
  const ids = new Set(made.objects.map(({ id }) => id));
  const dangling = objectsOf(made)
    .flatMap((object) => referencesIn(object))
    .filter((ref) => !ids.has(ref));
  const custom = /"x_[a-z]/.test(textOf(made)) ? ["a property of a publisher's own"] : [];
  return [...residues.map(({ says }) => says), ...dangling, ...custom];
}

/** Ids of domain and relationship objects that two partners' copies share: only those that identify nobody. */
function sharedIds(a: Copy | undefined, b: Copy | undefined): readonly string[] {
  const ids = new Set(a?.objects.filter(isOurs).map(({ id }) => id));
  return (b?.objects ?? []).filter((one) => isOurs(one) && ids.has(one.id)).map(({ id }) => id);
}

/** Not the own identity, not a standard marking; an observable's id says no more than its value. */
function isOurs({ id, version }: Copy["objects"][number]): boolean {
  return version === copyFor().at && id !== copyFor().own.stixIdentity;
}

function countOf(json: unknown): number {
  if (Array.isArray(json)) return json.length;
  const { objects } = (json ?? {}) as { readonly objects?: readonly unknown[] };
  return objects?.length ?? 1;
}
