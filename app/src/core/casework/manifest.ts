import type { Request } from "../request.ts";
import type { PackReference, Verdict } from "../verdict.ts";
import type { ItemReference } from "./act.ts";
import type { CaseState } from "./case-state.ts";
import { requestIn } from "./measures.ts";

/**
 * What exactly would leave, to whom, under which rules: what an approval is given for. Any change makes
 * another manifest, and approvals of the old one no longer count (DESIGN §2, ASVS 2.3.5).
 */
export interface Manifest {
  readonly case: string;
  readonly item: ItemReference;
  /** In alphabetical order of their ids. */
  readonly recipients: readonly {
    readonly id: string;
    /** The caveats that will be attached, whichever path is taken. */
    readonly caveats: readonly string[];
    /** The rules that speak about this recipient, "nl-wiv NL-14"; in a group with the member. */
    readonly rules: readonly string[];
  }[];
  /** All of what is asked, with the risk as it was assessed before mitigation. */
  readonly request: Request;
  readonly packs: readonly PackReference[];
}

const ATTACH = "attach:";

/**
 * The manifest of a case. `verdicts`: one for each recipient, reached as if nobody had done anything
 * yet, so that what is approved does not depend on what was done so far. It names the rules that speak,
 * since facts, standing and the day may make other rules speak than the approver saw.
 *
 * Throws where a recipient has no verdict: the caller has forgotten one.
 */
export function manifestOf(state: CaseState, verdicts: readonly Verdict[]): Manifest {
  const packs = verdicts.flatMap((verdict) => verdict.packs);
  return {
    case: state.id,
    item: state.item,
    recipients: sortedOnce(state.recipients).map((id) => {
      const verdict = verdicts.find(({ partner }) => partner === id);
      if (verdict === undefined) throw new Error(`the case ${state.id} has no verdict on ${id}`);
      return { id, caveats: caveatsIn(verdict), rules: rulesIn(verdict) };
    }),
    request: requestIn(state),
    packs: packs
      .filter((one, i) => packs.findIndex(({ hash }) => hash === one.hash) === i)
      .toSorted((a, b) => (a.hash < b.hash ? -1 : 1)),
  };
}

function caveatsIn({ paths }: Verdict): readonly string[] {
  const measures = paths.flatMap((path) => path.measures);
  const attached = measures.filter((one) => one.startsWith(ATTACH));
  return sortedOnce(attached.map((one) => one.slice(ATTACH.length)));
}

function rulesIn({ reasons }: Verdict): readonly string[] {
  const names = reasons.map(({ pack, rule, member }) =>
    [...(member === undefined ? [] : [member]), pack, rule].join(" "),
  );
  return sortedOnce(names);
}

function sortedOnce(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
