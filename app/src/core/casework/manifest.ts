import { ask, type Grounds } from "../deciding/decide.ts";
import { MeasureTable } from "../deciding/formula.ts";
import type { Asked, Pack } from "../pack.ts";
import type { Medium } from "../release/copy.ts";
import type { Request } from "../request.ts";
import type { PackReference } from "../deciding/verdict.ts";
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
  readonly recipients: readonly ManifestRecipient[];
  /** All of what is asked, with the risk as it was assessed before mitigation. */
  readonly request: Request;
  readonly packs: readonly PackReference[];
}

export interface ManifestRecipient {
  readonly id: string;
  /** Every caveat that a rule asks for, whichever path is taken. */
  readonly caveats: readonly string[];
  /** The rules that speak about this recipient, "nl-wiv NL-14"; in a group with the member. */
  readonly rules: readonly string[];
  /** What was prepared for it, by partner and medium; absent where nothing was. */
  readonly copies?: readonly ManifestCopy[];
}

/** The exact bytes that would leave for one partner over one medium. */
export interface ManifestCopy {
  readonly partner: string;
  readonly medium: Medium;
  readonly collection: string;
  /** The act that prepared it: made anew, it is another, though its bytes were the same. */
  readonly act: string;
  readonly sha256: string;
}

/** Which rules speak about a recipient, and the caveats they ask for. */
export type Spoken = Pick<ManifestRecipient, "caveats" | "rules">;

/** `spokenIn`, or that of a caller who remembers what it came to on the same grounds. */
export type Speaking = (grounds: Grounds, packs: readonly Pack[]) => Spoken;

const ATTACH = "attach:";

/**
 * The manifest of a case. `grounds`: those of each recipient; what was done so far is not looked at, so
 * that what is approved does not depend on who has approved already. It names the rules that speak,
 * since facts, standing and the day may make other rules speak than the approver saw.
 */
export function manifestOf(
  state: CaseState,
  grounds: readonly Grounds[],
  packs: readonly Pack[],
  speaking: Speaking = spokenIn,
): Manifest {
  return {
    case: state.id,
    item: state.item,
    recipients: grounds
      .map((one) => ({
        id: one.recipient.id,
        ...speaking(one, packs),
        ...copiesFor(one.recipient.id, state),
      }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    request: requestIn(state),
    packs: packs
      .map(({ id, version, hash }) => ({ id, version, hash }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

function copiesFor(
  recipient: string,
  { copies }: CaseState,
): Pick<ManifestRecipient, "copies"> | undefined {
  const own = copies
    .filter((one) => one.recipient === recipient)
    .map(({ partner, medium, collection, id: act, sha256 }) => ({
      partner,
      medium,
      collection,
      act,
      sha256,
    }))
    .toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  return own.length === 0 ? undefined : { copies: own };
}

function placeOf({ partner, medium }: ManifestCopy): string {
  return JSON.stringify([partner, medium]);
}

/**
 * Which rules speak (routes that something can open, and safeguards), and the caveats they ask for. An
 * engine that fails names none: the verdict is then
 * closed with an alarm, and what was signed meanwhile is for another manifest than the one after it.
 */
export function spokenIn(grounds: Grounds, packs: readonly Pack[]): Spoken {
  try {
    const spoken = (ask(grounds, packs) ?? []).map(spokenFor);
    return {
      caveats: sortedOnce(spoken.flatMap(({ caveats }) => caveats)),
      rules: sortedOnce(spoken.flatMap(({ rules }) => rules)),
    };
  } catch {
    return { caveats: [], rules: [] };
  }
}

function spokenFor({ pack, question, member }: Asked): Spoken {
  const table = new MeasureTable();
  const { routes, safeguards } = pack.remainders(question, table);
  const open = routes.filter(({ remains }) => remains.length > 0);
  const speaking = [...open, ...safeguards];
  const measures = speaking.flatMap(({ remains }) => remains.flatMap((way) => table.names(way)));
  const attached = measures.filter((measure) => measure.startsWith(ATTACH));
  const about = member === undefined ? [pack.id] : [member, pack.id];
  return {
    caveats: attached.map((measure) => measure.slice(ATTACH.length)),
    rules: speaking.map(({ rule }) => [...about, rule.rule].join(" ")),
  };
}

function sortedOnce(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
