import type { Copy, CopyFor, Medium, Secret } from "../../../core/release/copy.ts";
import { showDifference, type ShownDifference } from "../../../core/release/difference.ts";
import { ASPECTS_OF, type SanitisePlan } from "../../../core/release/plan.ts";
import { takeBytes } from "../../bytes.ts";
import { parseJson } from "../../json/parse.ts";
import { DEFAULT_LIMITS } from "../../limits.ts";
import { differenceOfCopy, type ComparedCopy } from "../difference-of-copy.ts";
import { makeCopy } from "../make-copy.ts";
import { markCopy } from "../mark-copy.ts";
import { residueOfCopy, type CopyResidue } from "../residue-of-copy.ts";
import { carriedOutInStix } from "../stix/carried-out.ts";

/** What a copy is made for, but for what parts of it are called: that is asked for, name by name. */
export type CopyAbout = Omit<CopyFor, "uuidFor">;

/** What takes as long as a copy is large. All of it can go from one thread to another. */
export type CopyWork =
  | {
      readonly kind: "make";
      readonly original: Uint8Array;
      readonly name: string;
      readonly medium: Medium;
      readonly plan: SanitisePlan;
      readonly about: CopyAbout;
    }
  | {
      readonly kind: "look-through";
      readonly copy: Copy;
      readonly more: readonly Secret[];
      readonly allowed: readonly string[];
    }
  | {
      readonly kind: "read-again";
      readonly original: Uint8Array;
      readonly plan: SanitisePlan;
      readonly copy: Copy;
      readonly about: CopyAbout;
    }
  | {
      readonly kind: "compare";
      readonly original: Uint8Array;
      readonly copy: ComparedCopy;
      /** Lines that are shown. */
      readonly most: number;
    };

/** What came of it: of each kind its own. */
export interface CopyDone {
  /** Of "make". */
  readonly copy?: Copy;
  /** Of "look-through": what must not leave and is in it. */
  readonly residues?: readonly CopyResidue[];
  /** Of "read-again": which `sanitise:*` of the plan the copy shows. */
  readonly aspects?: readonly string[];
  /** Of "compare". */
  readonly difference?: ShownDifference;
}

/** Does the work, in whatever thread. Throws a Refusal, as `makeCopy` and `residueOfCopy` do. */
export async function doWork(work: CopyWork, uuidFor: CopyFor["uuidFor"]): Promise<CopyDone> {
  switch (work.kind) {
    case "make":
      return { copy: await make(work, uuidFor) };
    case "look-through": {
      const { copy, more, allowed } = work;
      return { residues: await residueOfCopy(copy, { more, allowed }) };
    }
    case "read-again":
      return { aspects: await readAgain(work, uuidFor) };
    case "compare": {
      const { original, copy, most } = work;
      const parts = await differenceOfCopy(original, copy, DEFAULT_LIMITS);
      return { difference: showDifference(parts, most) };
    }
  }
}

async function make(
  { original, name, medium, plan, about }: CopyWork & { readonly kind: "make" },
  uuidFor: CopyFor["uuidFor"],
): Promise<Copy> {
  const limits = { limits: DEFAULT_LIMITS };
  if (plan.mark !== true) {
    return makeCopy(original, name, plan, { ...about, uuidFor }, medium, limits);
  }
  // A mark is anywhere in the second of `at`, and nothing may be dated ahead.
  const at = new Date(Date.parse(about.at) - 1000).toISOString();
  const dated = { ...about, uuidFor, at };
  return markCopy(await makeCopy(original, name, plan, dated, medium, limits), dated);
}

async function readAgain(
  { original, plan, copy, about }: CopyWork & { readonly kind: "read-again" },
  uuidFor: CopyFor["uuidFor"],
): Promise<readonly string[]> {
  if (!copy.format.startsWith("stix-")) return plan.steps.flatMap(({ step }) => ASPECTS_OF[step]);
  const { bytes } = await takeBytes(original, "the original", DEFAULT_LIMITS);
  const json = parseJson(bytes, "the original", DEFAULT_LIMITS);
  return carriedOutInStix(json, plan, copy, { ...about, uuidFor });
}
