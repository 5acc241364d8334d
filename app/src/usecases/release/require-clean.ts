import type { Recipient } from "../../core/partner.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Copy, CopyFor, Secret } from "../../core/release/copy.ts";
import type { ReleasePorts } from "./ports.ts";

/** Places that one refusal names. */
const MOST_NAMED = 5;

/** Shorter names are found by chance. */
const LEAST_NAME = 4;

/**
 * Throws a Refusal "residue" for a copy in which something is found that must not leave: what its plan
 * removed, or who else receives, unless the item itself speaks of them.
 */
export async function requireClean(
  copy: Copy,
  about: {
    readonly original: Uint8Array;
    readonly partner: string;
    readonly recipients: readonly Recipient[];
    readonly copyFor: CopyFor;
  },
  { residueOf }: Pick<ReleasePorts, "residueOf">,
): Promise<void> {
  const { own, caveats } = about.copyFor;
  const allowed = [
    own.name,
    own.stixIdentity,
    own.organisation,
    ...caveats.map(({ says }) => says),
  ];
  const found = await residueOf(copy, othersIn(about), allowed);
  if (found.length === 0) return;
  const named = found.slice(0, MOST_NAMED).map(({ place, says }) => `${place}: ${says}`);
  const more = found.length > MOST_NAMED ? ` And ${found.length - MOST_NAMED} more.` : "";
  const what = `what must not leave is in it: ${named.join(" ")}${more}`;
  const remedy = "add a step to the plan that removes it there too";
  throw new Refusal("residue", "the copy", what, remedy);
}

/** The other recipients' names and ids, each as it must not be in this copy. */
function othersIn({
  original,
  partner,
  recipients,
}: Parameters<typeof requireClean>[1]): readonly Secret[] {
  const text = new TextDecoder().decode(original).toLowerCase();
  const members = recipients.flatMap((one) => [one, ...one.members]);
  const own = members.filter(({ id }) => id === partner).map(({ name }) => name);
  const names = members.filter(({ id }) => id !== partner).flatMap(({ id, name }) => [id, name]);
  return [...new Set(names)]
    .filter((name) => name.length >= LEAST_NAME && !own.includes(name))
    .filter((name) => !text.includes(name.toLowerCase()))
    .map((name) => ({ text: name, kind: "recipient", place: "the recipients of the case" }));
}
