import type { Act } from "../../core/casework/act.ts";
import { objectionTo } from "../../core/casework/may.ts";
import type { Pack } from "../../core/pack.ts";
import type { Copy } from "../../core/release/copy.ts";
import type { SanitisePlan } from "../../core/release/plan.ts";
import type { Standing } from "../../core/partner.ts";
import { requireNeed } from "../cases/need.ts";
import type { CaseOutcome } from "../cases/deciding/outcome.ts";
import { packsInForce } from "../cases/deciding/packs.ts";
import type { PersonDescription } from "../cases/redress/person-text.ts";
import { isTakenAlready } from "../cases/steps/repeat.ts";
import { takeAnyStep } from "../cases/steps/take-any-step.ts";
import { requireWhole, type WholeCase } from "../cases/whole-case.ts";
import { Denied, insist as requireAllowed } from "../people/denied.ts";
import { makeForCase, toKeptCopy, type Made } from "./make-for-case.ts";
import type { PartnerCollection, ReleasePorts } from "./ports.ts";

/** A copy somebody has made for a recipient. */
export interface PrepareCopy {
  readonly case: string;
  readonly by: string;
  readonly recipient: string;
  /** Whose copy it is, of a group; the recipient itself where it is absent. */
  readonly partner?: string;
  /** The place at the partner; it says over which medium. */
  readonly collection: string;
  readonly plan: SanitisePlan;
  /** The id of the step, made by whoever takes it, so that it can be sent again. */
  readonly id?: string;
  /** Whom the words of the plan are about. */
  readonly persons?: readonly PersonDescription[];
  readonly machine?: true;
}

export interface CopyPrepared {
  readonly act: string;
  /** Of its bytes, lower-case hex. */
  readonly sha256: string;
  readonly size: number;
  readonly aspects: readonly string[];
  readonly caveats: readonly string[];
  readonly changes: Copy["changes"];
  readonly outcome: CaseOutcome;
}

/**
 * Makes a copy of the case's item for one recipient and keeps exactly these bytes: sanitised by a plan,
 * with every caveat that the rules ask for, and searched for what was removed. Approvals of what the case
 * was before no longer count.
 *
 * Rejects with a Refusal "residue" where something that was removed is in it all the same, with those of
 * `makeCopy`, and as `takeStep` does.
 */
export async function prepareCopy(asked: PrepareCopy, ports: ReleasePorts): Promise<CopyPrepared> {
  const { case: id, by } = asked;
  const act = asked.id ?? ports.newId();
  if ((await isTakenAlready(act, by, ports, id)) !== undefined) {
    throw new Denied("conflict", `step ${act}`, "it was taken already", "look at the case");
  }
  const packs = await packsInForce(ports);
  const made = await make({ ...asked, id: act }, packs, ports);
  const { copy, step } = made;
  const outcome = await takeAnyStep(
    { ...asked, id: act, kind: "prepare", toStep: () => step, packs },
    ports,
    {
      check: (_, { whole }) => void memberOf(asked, whole),
      also: () => ({ copy: toKeptCopy(copy, step) }),
    },
  );
  const { sha256, aspects, caveats } = step;
  return { act, sha256, size: copy.bytes.length, aspects, caveats, changes: copy.changes, outcome };
}

/** The copy, once it was seen that this person may have it made. */
async function make(
  asked: PrepareCopy & { readonly id: string },
  packs: readonly Pack[],
  ports: ReleasePorts,
): Promise<Made> {
  const at = ports.now();
  const day = at.slice(0, 10);
  const { case: id, by, recipient, plan, machine } = asked;
  const found = await ports.cases.gather(id, { reader: by, day });
  const { gathered } = await requireNeed(id, found, { by, kind: "prepare", day }, ports);
  const whole = requireWhole(id, gathered);
  const member = memberOf(asked, whole);
  const place = await placeOf(asked.collection, member.id, ports);
  const about = { recipient, partner: member.id, medium: place.medium, collection: place.id, plan };
  const draft = { kind: "prepare" as const, ...about, aspects: [], caveats: [] };
  const act = { ...draft, sha256: "0".repeat(64), id: asked.id, by, at };
  const people = whole.matter.people.map(({ person }) => person);
  const taken: Act = machine === undefined ? act : { ...act, machine };
  requireAllowed(objectionTo(taken, whole.state, people, ports.settings.rules), `case ${id}`);
  return makeForCase(whole, member, draft, { at, packs }, ports);
}

/** Whose copy it is: the recipient, or a member of it. */
function memberOf(
  { recipient, partner = recipient }: PrepareCopy,
  { matter }: WholeCase,
): Standing {
  const found = matter.recipients.find(({ id }) => id === recipient);
  const member = found?.members.find(({ id }) => id === partner);
  if (member !== undefined) return member;
  const what = "it is no recipient of this case";
  const remedy = "name a recipient, and of a group the member whose copy it is";
  throw new Denied("not-found", `partner ${partner}`, what, remedy);
}

async function placeOf(
  collection: string,
  partner: string,
  { releases }: ReleasePorts,
): Promise<PartnerCollection> {
  const found = await releases.collection(collection);
  if (found?.partner === partner && !found.canWrite) return found;
  const what = "the partner has no such place to fetch from";
  throw new Denied("not-found", `collection ${collection}`, what, "make it, or name another");
}
