import type { ManifestRecipient } from "../../core/casework/manifest.ts";
import type { Pack } from "../../core/pack.ts";
import { caveatsFor } from "../../core/release/caveat-texts.ts";
import type { CopyFor } from "../../core/release/copy.ts";
import type { SanitisePlan } from "../../core/release/plan.ts";
import type { OwnService } from "../../core/request.ts";
import type { FactsSheet } from "../../core/facts/sheet.ts";
import type { Moment } from "../cases/records.ts";
import type { ReleasePorts } from "./ports.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const IDENTITY = "identity--";

/** What a copy for a partner is made for. */
export interface CopyAbout {
  readonly partner: string;
  readonly own: OwnService;
  readonly facts: FactsSheet;
  readonly caveats: ManifestRecipient["caveats"];
  readonly at: Moment;
  readonly packs: readonly Pack[];
  /** By which it is made; absent: nothing is taken out. */
  readonly plan?: SanitisePlan;
}

const NO_PLAN: SanitisePlan = { name: "", steps: [] };

/**
 * Everything a copy is made from beside bytes and plan. Where the own service has no identity of its own
 * for a format, it is given one for this partner, the same each time.
 */
export async function toCopyFor(
  { partner, own, facts, caveats, at, packs, plan = NO_PLAN }: CopyAbout,
  { releases }: Pick<ReleasePorts, "releases">,
): Promise<CopyFor> {
  const uuidFor = await releases.namesFor(partner);
  const identity = own.ids.find((id) => id.startsWith(IDENTITY) && isUuid(id, IDENTITY));
  const organisation = own.ids.find((id) => isUuid(id, ""));
  return {
    partner,
    own: {
      stixIdentity: identity ?? `${IDENTITY}${uuidFor("own identity")}`,
      organisation: organisation ?? uuidFor("own organisation"),
      name: own.name,
      aliases: own.ids,
      country: own.country,
    },
    at,
    caveats: caveatsFor(caveats, { facts, packs, plan }),
    uuidFor,
  };
}

function isUuid(id: string, before: string): boolean {
  return UUID.test(id.slice(before.length));
}
