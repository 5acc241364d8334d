import type { Act } from "../../core/casework/act.ts";
import { bindCase } from "../../core/casework/case-grounds.ts";
import type { Pack } from "../../core/pack.ts";
import type { Standing } from "../../core/partner.ts";
import { caveatName } from "../../core/release/caveat-texts.ts";
import type { Copy, CopyFor } from "../../core/release/copy.ts";
import { toCaseMatter } from "../cases/deciding/decision.ts";
import type { Moment } from "../cases/records.ts";
import type { WholeCase } from "../cases/whole-case.ts";
import { Denied } from "../people/denied.ts";
import { aspectsOf } from "./aspects-of.ts";
import { toCopyFor } from "./copy-for.ts";
import type { CopyToKeep, ReleasePorts } from "./ports.ts";
import { requireClean } from "./require-clean.ts";

type Prepare = Extract<Act, { readonly kind: "prepare" }>;
type PrepareStep = Omit<Prepare, "id" | "by" | "at" | "machine">;

/** A copy, and the step that says so. */
export interface Made {
  readonly copy: Copy;
  readonly step: PrepareStep;
}

/** When it is made, and under which rules. */
interface Making {
  readonly at: Moment;
  readonly packs: readonly Pack[];
}

/**
 * Makes the copy of a case's item for one partner, with the caveats that the manifest names for the
 * recipient, and says what was carried out in it. Throws a Refusal "residue", those of `makeCopy`, and
 * Denied "not-found" where the item was erased.
 */
export async function makeForCase(
  whole: WholeCase,
  partner: Standing,
  draft: Omit<PrepareStep, "sha256">,
  making: Making,
  ports: ReleasePorts,
): Promise<Made> {
  const { matter } = whole;
  const { content } = matter.item;
  const original = await ports.items.bytes(matter.item.id);
  if (original === undefined || content === undefined) throw erased(matter.item.id);
  const copyFor = await copyForCase(whole, partner, draft, making, ports);
  const { plan } = draft;
  const copy = await makeNext(original, content.name, draft, copyFor, ports);
  const { recipients } = matter;
  await requireClean(copy, { original, partner: partner.id, recipients, copyFor }, ports);
  const named = [copyFor.own.stixIdentity, copyFor.own.organisation, matter.own.name];
  const about = { plan, partner, own: matter.own, named, now: making.at.slice(0, 10) };
  const shown = await ports.carriedOut(original, plan, copy, copyFor);
  const done = await aspectsOf(copy, about, ports);
  const aspects = done.filter((aspect) => shown.includes(aspect));
  const sha256 = Buffer.from(ports.sha256(copy.bytes)).toString("hex");
  const caveats = copyFor.caveats.map(caveatName);
  return {
    copy: { ...copy, caveats: copyFor.caveats },
    step: { ...draft, sha256, aspects, caveats },
  };
}

/** The copy; where the place shows objects of it already, as their next versions. */
async function makeNext(
  original: Uint8Array,
  name: string,
  { partner, collection, medium, plan }: Omit<PrepareStep, "sha256">,
  copyFor: CopyFor,
  { makeCopy, releases }: ReleasePorts,
): Promise<Copy> {
  const first = await makeCopy(original, name, medium, plan, copyFor);
  if (medium !== "taxii") return first;
  const ids = first.objects.map(({ id }) => id);
  const createdOf = await releases.createdAt(partner, collection, ids);
  if (createdOf.size === 0) return first;
  return makeCopy(original, name, medium, plan, { ...copyFor, createdOf });
}

/** What is kept of it beside its step. */
export function toKeptCopy(copy: Copy, { partner, medium, sha256 }: PrepareStep): CopyToKeep {
  const { bytes, ...about } = copy;
  return { partner, medium, sha256, bytes, about };
}

async function copyForCase(
  { state, matter }: WholeCase,
  { id }: Standing,
  { recipient, plan }: Omit<PrepareStep, "sha256">,
  { at, packs }: Making,
  ports: ReleasePorts,
): Promise<CopyFor> {
  const now = toCaseMatter(matter, at.slice(0, 10));
  const { manifest } = bindCase(state, matter.recipients, now, packs, ports.digest);
  const caveats = manifest.recipients.find((one) => one.id === recipient)?.caveats ?? [];
  const { own, item } = matter;
  return toCopyFor({ partner: id, own, facts: item.facts, caveats, at, packs, plan }, ports);
}

function erased(item: string): Denied {
  const what = "what was held of it was erased";
  return new Denied("not-found", `item ${item}`, what, "submit it anew, if it may be kept");
}
