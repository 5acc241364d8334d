import type { LeavingCopy } from "../../core/casework/act.ts";
import type { Moment } from "../cases/records.ts";
import type { WholeCase } from "../cases/whole-case.ts";
import { Denied } from "../people/denied.ts";
import { aspectsOf } from "./aspects-of.ts";
import { toCopyFor } from "./copy-for.ts";
import type { ReleasePorts } from "./ports.ts";
import { requireCopy } from "./preview-copy.ts";

/**
 * Throws "not-allowed" where a copy does not show any more what it was prepared to show: the partner may
 * hold less than it did that day, and what counted as taken out is then in it.
 */
export async function requireStillDone(
  copies: readonly LeavingCopy[],
  whole: WholeCase,
  at: Moment,
  ports: ReleasePorts,
): Promise<void> {
  for (const copy of copies) {
    const found = await missingIn(copy, whole, at, ports);
    if (found === undefined) continue;
    const what = `since the copy for ${copy.partner} was prepared, sanitise:${found} is not done in it any more`;
    throw new Denied("not-allowed", `copy ${copy.act}`, what, "prepare the copy anew");
  }
}

async function missingIn(
  { recipient, partner: id, act }: LeavingCopy,
  { state, matter }: WholeCase,
  at: Moment,
  ports: ReleasePorts,
): Promise<string | undefined> {
  const prepared = state.copies.find((one) => one.id === act);
  const members = matter.recipients.find((one) => one.id === recipient)?.members;
  const partner = members?.find((one) => one.id === id);
  if (prepared === undefined || partner === undefined || prepared.aspects.length === 0) {
    return undefined;
  }
  const { own, item } = matter;
  const { bytes, about } = await requireCopy(state.id, act, ports);
  const { plan } = prepared;
  const named = { partner: id, own, facts: item.facts, caveats: [], at, packs: [], plan };
  const copyFor = await toCopyFor(named, ports);
  const ours = [copyFor.own.stixIdentity, copyFor.own.organisation, own.name];
  const now = at.slice(0, 10);
  const shown = { bytes, fileName: about.fileName };
  const done = await aspectsOf(shown, { plan, partner, own, named: ours, now }, ports);
  return prepared.aspects.find((aspect) => !done.includes(aspect));
}
