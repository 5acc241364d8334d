import type { Check } from "../checks.ts";

/** A violation to put into a copy of the tree, and what must find it. */
export interface Plant {
  /** The rule it breaks, as a person would say it. */
  readonly wall: string;
  readonly check: Check;
  /** Where it goes, from the repository. */
  readonly file: string;
  readonly text: string;
  /** Whether the text is added to a file that is there. */
  readonly added?: true;
  /** What the check must say on a line that names the file: the rule's own name. */
  readonly says: string;
}

/**
 * Whether a check found a plant: it failed, and one line names both the file and the rule. A check
 * that fails for another reason has not bitten.
 */
export function hasBitten(plant: Plant, result: { code: number; output: string }): boolean {
  const lines = result.output.split("\n");
  return (
    result.code !== 0 &&
    lines.some((line) => line.includes(plant.file) && line.includes(plant.says))
  );
}
