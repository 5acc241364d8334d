import { createHash, randomBytes } from "node:crypto";
import { showDifference } from "../core/release/difference.ts";
import { ASPECTS_OF } from "../core/release/plan.ts";
import { takeBytes } from "../formats/bytes.ts";
import { differenceOfCopy } from "../formats/copy/difference-of-copy.ts";
import { insteadOf } from "../formats/copy/instead-of.ts";
import { markCopy } from "../formats/copy/mark-copy.ts";
import { makeCopy } from "../formats/copy/make-copy.ts";
import { residueOfCopy } from "../formats/copy/residue-of-copy.ts";
import { carriedOutInStix } from "../formats/copy/stix/carried-out.ts";
import { parseJson } from "../formats/json/parse.ts";
import { DEFAULT_LIMITS } from "../formats/limits.ts";
import type { Site } from "../site/site.ts";
import type { Ports } from "../usecases/ports.ts";
import type { ReleasePorts } from "../usecases/release/ports.ts";
import { casePorts } from "./case-ports.ts";

/** Lines of a difference in one answer. */
const MOST_LINES = 5_000;

/** What the use cases of release need, filled by an open site and by what reads and writes formats. */
export async function releasePorts(site: Site, ports: Ports): Promise<ReleasePorts> {
  return { ...(await casePorts(site, ports)), ...COPYING };
}

/** How copies are made and looked through, whatever the site. */
const COPYING: Pick<
  ReleasePorts,
  "makeCopy" | "carriedOut" | "residueOf" | "differenceOf" | "insteadOf" | "random" | "sha256"
> = {
  makeCopy: async (original, name, medium, plan, about) => {
    const limits = { limits: DEFAULT_LIMITS };
    if (plan.mark !== true) return makeCopy(original, name, plan, about, medium, limits);
    // A mark is anywhere in the second of `at`, and nothing may be dated ahead.
    const dated = { ...about, at: new Date(Date.parse(about.at) - 1000).toISOString() };
    return markCopy(await makeCopy(original, name, plan, dated, medium, limits), dated);
  },
  carriedOut: async (original, plan, copy, about) => {
    if (!copy.format.startsWith("stix-")) return plan.steps.flatMap(({ step }) => ASPECTS_OF[step]);
    const { bytes } = await takeBytes(original, "the original", DEFAULT_LIMITS);
    const json = parseJson(bytes, "the original", DEFAULT_LIMITS);
    return carriedOutInStix(json, plan, copy, about);
  },
  residueOf: (copy, more, allowed) => residueOfCopy(copy, { more, allowed }),
  differenceOf: async (original, { about, bytes }) =>
    showDifference(
      await differenceOfCopy(original, { ...about, bytes }, DEFAULT_LIMITS),
      MOST_LINES,
    ),
  insteadOf: async ({ about, bytes, medium }, at, by) =>
    insteadOf({ ...about, bytes }, medium, at, by && { ...by.about, bytes: by.bytes }),
  random: (bytes) => new Uint8Array(randomBytes(bytes)),
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
};
