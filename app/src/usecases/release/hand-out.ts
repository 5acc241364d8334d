import { deskObjection } from "../../core/casework/case-rules.ts";
import { rolesOn } from "../../core/measure.ts";
import type { Caveat } from "../../core/release/copy.ts";
import { requireNeed } from "../cases/need.ts";
import { requireWhole, type WholeCase } from "../cases/whole-case.ts";
import type { EntryProof } from "../memory.ts";
import { Denied, insist as requireAllowed } from "../people/denied.ts";
import { toCopyFor } from "./copy-for.ts";
import type { KeptCopy, KeptRelease, ReleaseCopy, ReleasePorts } from "./ports.ts";

/** A copy that left, for somebody of the desk to bring to its partner. */
export interface HandedOut {
  readonly release: string;
  readonly collection: string;
  readonly partner: string;
  readonly medium: KeptCopy["medium"];
  /** Of the bytes, lower-case hex. */
  readonly sha256: string;
  readonly mediaType: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly caveats: readonly Caveat[];
  readonly from: { readonly name: string; readonly organisation: string };
  /** Since when it may be handed out. */
  readonly at: string;
  /** From the partner's own log; absent where a copy goes over no channel. */
  readonly receipt?: EntryProof;
}

/**
 * Hands out a copy that was released over a package or as an export: its exact bytes, what it is under, and
 * the partner's receipt. The read is noted before anything is handed out.
 *
 * Rejects with Denied "not-found" (also where there is no need to know, in the same words and with an
 * alarm), "not-allowed" for what its partner fetches itself and for what was called back or replaced, and
 * "conflict" while no checkpoint covers it: then ask again.
 */
export async function handOut(
  asked: { readonly release: string; readonly collection: string; readonly by: string },
  ports: ReleasePorts,
): Promise<HandedOut> {
  const { release: id, collection, by } = asked;
  const release = await ports.releases.release(id);
  if (release === undefined) throw unknown(id);
  const whole = await requireKnown(release, by, ports);
  const copy = release.copies.find((one) => one.collection === collection);
  if (copy === undefined) throw unknown(id);
  requireByHand(id, copy);
  await requireStanding(whole, id, copy, ports);
  await ports.cases.noteRead(by, "release", id);
  const shown = await ports.releases.shown(id, collection);
  if (shown === undefined || shown.receipt === "waiting") throw notYet(id);
  const kept = await ports.releases.copy(copy.copy);
  if (kept === undefined) throw unknown(id);
  const { at, receipt } = shown;
  const from = await senderOf(whole, copy, at, ports);
  const handed = { release: id, collection, at, from, ...toHand(kept, copy, ports) };
  return receipt === "none" ? handed : { ...handed, receipt };
}

/** The own service as it stands in the copy. */
async function senderOf(
  { matter }: WholeCase,
  { partner }: ReleaseCopy,
  at: string,
  ports: ReleasePorts,
): Promise<HandedOut["from"]> {
  const { own, item } = matter;
  const about = { partner, own, facts: item.facts, caveats: [], at, packs: [] };
  const { name, organisation } = (await toCopyFor(about, ports)).own;
  return { name, organisation };
}

/** The case of a release, for who works on it. */
async function requireKnown(
  { id, case: file }: KeptRelease,
  by: string,
  ports: ReleasePorts,
): Promise<WholeCase> {
  const day = ports.now().slice(0, 10);
  const found = await ports.cases.gather(file, { reader: by, day });
  const about = { by, kind: "package", day };
  const { gathered, reader } = await requireNeed(file, found, about, ports).catch(
    (error: unknown) => {
      // In other words than for a release that is none it would say which case it is of.
      throw error instanceof Denied && error.code === "not-found" ? unknown(id) : error;
    },
  );
  const roles = rolesOn(by, [reader.person], day);
  requireAllowed(deskObjection(roles, ports.settings.rules), `release ${id}`);
  return requireWhole(file, gathered);
}

/** It was approved for one medium, and goes over no other. */
function requireByHand(id: string, { medium }: ReleaseCopy): void {
  if (medium === "package" || medium === "export") return;
  const what = "its partner fetches it there itself";
  const remedy = "prepare a copy for a place of the medium package";
  throw new Denied("not-allowed", `release ${id}`, what, remedy);
}

async function requireStanding(
  { matter }: WholeCase,
  id: string,
  { partner, copy, sha256 }: ReleaseCopy,
  { releases }: ReleasePorts,
): Promise<void> {
  const left = await releases.releasedOf([matter.item.id]);
  const gone = left.find(
    (one) =>
      one.release === id &&
      one.partner === partner &&
      one.sha256 === sha256 &&
      one.recalled !== undefined,
  );
  if (gone === undefined) return;
  const what = `the copy ${copy} was called back, or replaced`;
  throw new Denied("not-allowed", `release ${id}`, what, "release what takes its place");
}

function toHand(
  { about, bytes, partner, medium }: KeptCopy,
  { copy, sha256 }: ReleaseCopy,
  ports: ReleasePorts,
): Omit<HandedOut, "release" | "collection" | "from" | "at" | "receipt"> {
  const now = Buffer.from(ports.sha256(bytes)).toString("hex");
  const { mediaType, fileName, caveats } = about;
  if (now !== sha256 || caveats === undefined) {
    throw new Error(`the copy ${copy} is not the bytes that were released, or lacks its caveats`);
  }
  return { partner, medium, sha256, mediaType, fileName, bytes, caveats };
}

function unknown(id: string): Denied {
  const what = "nothing was released with it there, or nothing that you need to know";
  return new Denied("not-found", `release ${id}`, what, "name a release, and a place of it");
}

function notYet(id: string): Denied {
  const what = "no signed checkpoint covers it yet";
  return new Denied("conflict", `release ${id}`, what, "ask again in a moment");
}
