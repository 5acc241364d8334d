import type { Day } from "../../core/day.ts";
import type { Standing } from "../../core/partner.ts";
import { carriedOut } from "../../core/release/carried-out.ts";
import type { Copy } from "../../core/release/copy.ts";
import type { SanitisePlan } from "../../core/release/plan.ts";
import type { OwnService } from "../../core/request.ts";
import { equivalencesFor } from "../equivalences.ts";
import { gatherFacts } from "../gather.ts";
import type { ReleasePorts } from "./ports.ts";

/**
 * What a plan carried out in a copy, as measures `sanitise:*` name it: the copy is read as anybody's item
 * would be, and held against what is known of the partner that day. `named`: ids under which we stand in
 * the copy, beside our own.
 */
export async function aspectsOf(
  copy: Pick<Copy, "bytes" | "fileName">,
  about: {
    readonly plan: SanitisePlan;
    readonly partner: Standing;
    readonly own: OwnService;
    readonly named: readonly string[];
    readonly now: Day;
  },
  { readItem }: Pick<ReleasePorts, "readItem">,
): Promise<readonly string[]> {
  const { plan, partner, own, named, now } = about;
  const { sheet } = gatherFacts(await readItem(copy.bytes, copy.fileName), [], []);
  return carriedOut(plan, {
    facts: sheet,
    partner,
    own: [own.id, ...own.ids, ...named],
    equivalences: equivalencesFor(sheet),
    now,
  });
}
