import type { Act, Step } from "../../core/casework/act.ts";
import { releaseObjection } from "../../core/casework/release-objection.ts";
import type { Pack } from "../../core/pack.ts";
import type { Recipient } from "../../core/partner.ts";
import type { CaseOutcome } from "../cases/deciding/outcome.ts";
import { askedAnew } from "../cases/deciding/packs.ts";
import type { CaseWrite } from "../cases/ports.ts";
import { takeAnyStep, type Taken } from "../cases/steps/take-any-step.ts";
import type { WholeCase } from "../cases/whole-case.ts";
import { Denied } from "../people/denied.ts";
import type { VerdictRecord } from "../record.ts";
import { leavingCopies } from "./leaving-copies.ts";
import type { ReleasePorts, ReleaseToKeep } from "./ports.ts";
import { requireStillDone } from "./require-still-done.ts";
import { requireUnrevoked } from "./require-unrevoked.ts";

/** That copies leave. */
export interface ReleaseCase {
  readonly case: string;
  readonly by: string;
  /** The steps that prepared them; all that were prepared and have not left, where it is absent. */
  readonly copies?: readonly string[];
  /** The id of the step, made by whoever takes it, so that it can be sent again. */
  readonly id?: string;
  readonly machine?: true;
}

/**
 * Releases what was prepared: decides the case again at this moment, with engines that are asked anew,
 * and writes the step, the release on its clearance and its entry in the ledger, or nothing. The partners
 * see it once a checkpoint covers the entry.
 *
 * Rejects with Denied "not-allowed" where it may not be released now, as `leavingCopies` throws, and as
 * `takeStep` does.
 */
export async function releaseCase(asked: ReleaseCase, ports: ReleasePorts): Promise<CaseOutcome> {
  const packs = await askedAnew(ports);
  const toStep = ({ state }: WholeCase): Step => ({
    kind: "release",
    copies: leavingCopies(asked.copies, state),
  });
  return takeAnyStep({ ...asked, kind: "release", toStep, packs }, ports, {
    keepAll: true,
    check: async (act, taken) => {
      if (act.kind !== "release") return;
      requireReleasable(act, taken, packs);
      await requireUnrevoked(act.copies, taken.whole.state.id, ports);
      await requireStillDone(act.copies, taken.whole, act.at, ports);
    },
    also: (act, write, taken) => ({ release: toKeep(act, write, taken) }),
  });
}

function requireReleasable(
  act: Extract<Act, { readonly kind: "release" }>,
  { whole, state, decision }: Taken,
  packs: readonly Pack[],
): void {
  const { recipients } = whole.matter;
  const { records, bound } = decision;
  const now = act.at.slice(0, 10);
  // The case as it was before the step: what leaves with it has not left yet.
  const before = { ...state, releases: whole.state.releases };
  const ground = { recipients, verdicts: records, manifest: bound.manifest, packs, now };
  const why = releaseObjection(act, { ...ground, state: before });
  if (why === undefined) return;
  const remedy = groupRemedy(recipients, records) ?? "see what the case still needs";
  throw new Denied("not-allowed", `case ${state.id}`, `it may not be released: ${why}`, remedy);
}

const GOES: readonly string[] = ["release", "release-with-caveats"];

/** The weakest member decides for a group: what is left is each member for itself, or less of the item. */
function groupRemedy(
  recipients: readonly Recipient[],
  records: readonly VerdictRecord[],
): string | undefined {
  const group = recipients.find(
    ({ id, members }) =>
      members.length > 1 &&
      records.some(({ partner, outcome }) => partner === id && !GOES.includes(outcome)),
  );
  const reasons = records.find(({ partner }) => partner === group?.id)?.reasons ?? [];
  const weak = reasons.flatMap(({ effect, met, member }) =>
    effect === "forbid" && !met && member !== undefined ? [member] : [],
  );
  if (group === undefined) return undefined;
  const whom = [...new Set(weak)].join(", ");
  return `${whom === "" ? "" : `it stands against ${whom}: `}open a case for each member alone, or make a tear line`;
}

function toKeep(act: Act, write: CaseWrite, { whole, decision }: Taken): ReleaseToKeep {
  const { clearance } = write;
  const id = typeof clearance === "string" ? whole.clearance?.id : clearance.id;
  if (act.kind !== "release" || clearance === "none" || id === undefined) {
    throw new Error(`the case ${write.id} may be released and is not cleared`);
  }
  return {
    clearance: id,
    manifest: decision.bound.hash,
    copies: act.copies.map(({ collection, partner, medium, act: copy, sha256 }) => ({
      collection,
      partner,
      medium,
      copy,
      sha256,
    })),
  };
}
