import type { Day } from "../day.ts";
import type { Pack } from "../pack.ts";
import type { Recipient } from "../partner.ts";
import { caveatName, caveatsFor } from "../release/caveat-texts.ts";
import type { Act } from "./act.ts";
import type { CaseState } from "./case-state.ts";
import type { Manifest } from "./manifest.ts";
import { mayBeReleased, type CaseVerdict } from "./may-be-released.ts";

type Release = Extract<Act, { readonly kind: "release" }>;

/** What a release is judged on, all of it as it is at this moment. */
export interface ReleaseGround {
  readonly state: CaseState;
  /** Those of the case, with the members of groups. */
  readonly recipients: readonly Recipient[];
  readonly verdicts: readonly CaseVerdict[];
  readonly manifest: Manifest;
  readonly packs: readonly Pick<Pack, "measure">[];
  readonly now: Day;
}

/**
 * Why these copies may not leave now; undefined where they may. The one place that says so: the case may
 * be released, everybody it is for gets a copy, with every caveat of the manifest in its bytes, and
 * nothing that may hold personal data is sent off by a program (DESIGN §11.11).
 */
export function releaseObjection(act: Release, ground: ReleaseGround): string | undefined {
  const { state, verdicts, now } = ground;
  return (
    mayBeReleased(state, verdicts, now) ??
    programObjection(act, verdicts) ??
    partnerObjection(act, ground) ??
    caveatObjection(act, ground)
  );
}

function programObjection(
  { machine }: Release,
  verdicts: readonly CaseVerdict[],
): string | undefined {
  const isPersonal = verdicts.some(({ grounds }) => grounds.facts.flags.personal !== false);
  if (machine !== true || !isPersonal) return undefined;
  return "it may hold personal data, and a program does not release that; a person does";
}

/** Every partner of every recipient is served by this release or was by an earlier one, and nobody else. */
function partnerObjection(
  { copies }: Release,
  { state, recipients }: ReleaseGround,
): string | undefined {
  const served = [...state.releases.flatMap((one) => one.copies), ...copies];
  for (const { id, members } of recipients) {
    for (const member of members) {
      if (served.some((one) => one.recipient === id && one.partner === member.id)) continue;
      return `no copy for ${member.id} leaves, or has left`;
    }
  }
  const stranger = copies.find(
    ({ recipient, partner }) =>
      !recipients.some(
        ({ id, members }) => id === recipient && members.some((member) => member.id === partner),
      ),
  );
  return stranger === undefined ? undefined : `${stranger.partner} is not among the recipients`;
}

/** Those of the manifest, and the item's own labels as they are known now. */
function caveatObjection(
  { copies }: Release,
  { state, manifest, verdicts, packs }: ReleaseGround,
): string | undefined {
  for (const copy of copies) {
    const { caveats = [] } = manifest.recipients.find(({ id }) => id === copy.recipient) ?? {};
    const facts = verdicts.find(({ partner }) => partner === copy.recipient)?.grounds.facts;
    const prepared = state.copies.find(({ id }) => id === copy.act);
    if (facts === undefined || prepared === undefined) return `${copy.partner} has no such copy`;
    const wanted = caveatsFor(caveats, { facts, packs, plan: prepared.plan }).map(caveatName);
    const missing = wanted.find((caveat) => !prepared.caveats.includes(caveat));
    if (missing === undefined) continue;
    return `the copy for ${copy.partner} over ${copy.medium} does not carry the caveat ${missing}`;
  }
  return undefined;
}
