import type { ActorTable } from "../../../core/actor.ts";
import type { Claim, Json, Part } from "../../../core/item.ts";
import { protectedProfessions } from "../../../core/profession.ts";
import type { Copy, CopyFor } from "../../../core/release/copy.ts";
import { ASPECTS_OF, type SanitisePlan, type SanitiseStep } from "../../../core/release/plan.ts";
import { parseJson } from "../../json/parse.ts";
import { DEFAULT_LIMITS } from "../../limits.ts";
import { readStix } from "../../stix/read.ts";
import { ceilingOf } from "../ceiling.ts";
import { caveatMarkings } from "./caveat-markings.ts";
import { Claims } from "./claims.ts";
import { isAllCut } from "./steps/cut-originators.ts";
import { takeIn } from "./take-in.ts";
import { idOf } from "./object.ts";

const NOBODY: ActorTable = { byName: () => [], byUuid: () => [] };

/** What reading a copy again shows. */
interface CopyRead {
  readonly parts: readonly Part[];
  /** Of the original's own markings; not those of the caveats. */
  readonly claims: readonly Claim[];
  readonly text: string;
  /** Whether the parts of every other originator went. The copy cannot say: all in it is ours. */
  readonly isAllCut: (step: SanitiseStep) => boolean;
}

/**
 * Which of the measures `sanitise:*` that the plan meant were really carried out in this copy: the copy is
 * read again as anybody's item is, and one of which it still shows something was not. Whose parts went
 * only the original tells. In alphabetical order. Free text may name a person whom nothing in the item says to be one: that a person reads the copy
 * is not replaced by this.
 */
export function carriedOutInStix(
  original: Json,
  plan: SanitisePlan,
  copy: Copy,
  to: CopyFor,
): readonly string[] {
  const draft = takeIn(original, plan, to);
  const json = parseJson(copy.bytes, copy.fileName, DEFAULT_LIMITS);
  const { parts } = readStix(json, { actors: NOBODY, name: copy.fileName, claimsOnly: true });
  const caveats = new Set(caveatMarkings(to).map(idOf));
  const text = Buffer.from(copy.bytes).toString();
  const own = parts.filter(({ isDefinition }) => isDefinition !== true);
  const claims = own.flatMap((part) =>
    part.claims.filter(({ place }) => !isCaveat(place, json, caveats)),
  );
  const read: CopyRead = {
    parts: own,
    claims,
    text,
    isAllCut: (step) => step.step === "cut-originators" && isAllCut(draft, new Claims(draft), step),
  };
  const done = plan.steps.flatMap((step) =>
    ASPECTS_OF[step.step].filter((aspect) => isDone(aspect, step, read)),
  );
  return [...new Set(done)].toSorted();
}

function isDone(aspect: string, step: SanitiseStep, read: CopyRead): boolean {
  const { claims, parts, text } = read;
  const shows = (...facts: readonly Claim["fact"][]): boolean =>
    claims.some(({ fact, value }) => facts.includes(fact) && value !== false);
  switch (aspect) {
    case "classified":
    case "controlled":
    case "split-by-label":
      return step.step === "honour-markings" && !ceilingOf(step.most).isExceededBy(claims);
    case "third-party":
      return read.isAllCut(step);
    case "person":
      return !shows("personal", "identifiesOrLocates");
    case "protected-and-own":
      return !shows("nationalities", "lawyerClient", "journalist", "identifiesOrLocates");
    case "protected-professions":
      return !shows("lawyerClient", "journalist") && protectedProfessions(text).length === 0;
    case "special-categories":
      return step.step === "remove-special-categories"
        ? step.words.length > 0
        : !shows("personal", "identifiesOrLocates");
    case "source":
      return !shows("sourceRevealing") && parts.every(({ type }) => type !== "sighting");
    default:
      return false;
  }
}

/** Was this claim read from a marking that is one of the caveats? */
function isCaveat(place: string, json: unknown, caveats: ReadonlySet<string>): boolean {
  const found = /^\/objects\/(\d+)\/object_marking_refs\/(\d+)$/.exec(place);
  if (found === null) return false;
  const { objects } = json as { readonly objects: readonly Record<string, readonly string[]>[] };
  const ref = objects[Number(found[1])]?.["object_marking_refs"]?.[Number(found[2])];
  return ref !== undefined && caveats.has(ref);
}
