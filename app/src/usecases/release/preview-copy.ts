import type { Change } from "../../core/release/copy.ts";
import { requireNeed } from "../cases/need.ts";
import type { GatheredCase } from "../cases/records.ts";
import { Denied } from "../people/denied.ts";
import type { Difference, KeptCopy, ReleasePorts } from "./ports.ts";

/** The exact bytes that would leave, beside what they were made from. */
export interface CopyPreview {
  readonly act: string;
  readonly partner: string;
  readonly medium: KeptCopy["medium"];
  /** Of the bytes, lower-case hex: what the manifest names. */
  readonly sha256: string;
  readonly mediaType: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** What was done, step by step. */
  readonly changes: readonly Change[];
  /** What is otherwise than in the original, as a person reads it. */
  readonly difference: Difference;
}

/**
 * Shows a copy that was prepared in a case to somebody who needs to know the case. The read is noted
 * before anything is handed out. Rejects with Denied "not-found", and raises an alarm, where there is no
 * need.
 */
export async function previewCopy(
  asked: { readonly case: string; readonly copy: string; readonly by: string },
  ports: ReleasePorts,
): Promise<CopyPreview> {
  const { case: id, copy: act, by } = asked;
  const day = ports.now().slice(0, 10);
  const found = await ports.cases.gather(id, { reader: by, day });
  const { gathered } = await requireNeed(id, found, { by, kind: "preview", day }, ports);
  await ports.cases.noteRead(by, "copy", act);
  const kept = await requireCopy(id, act, ports);
  const { bytes, about, sha256, partner, medium } = kept;
  const now = Buffer.from(ports.sha256(bytes)).toString("hex");
  if (now !== sha256) throw new Error(`the copy ${act} is not the bytes that were prepared`);
  const { mediaType, fileName, changes } = about;
  const difference = await differenceOf(gathered, kept, ports);
  return { act, partner, medium, sha256, mediaType, fileName, bytes, changes, difference };
}

/** The copy, of this case. Throws "not-found" for another's, and for one that was erased. */
export async function requireCopy(
  id: string,
  act: string,
  { releases }: Pick<ReleasePorts, "releases">,
): Promise<KeptCopy> {
  const kept = await releases.copy(act);
  if (kept?.case === id) return kept;
  const what = "the case has no such copy, or it was erased";
  throw new Denied("not-found", `copy ${act}`, what, "name the step that prepared it");
}

async function differenceOf(
  { matter }: GatheredCase,
  kept: KeptCopy,
  ports: ReleasePorts,
): Promise<Difference> {
  const original = matter && (await ports.items.bytes(matter.item.id));
  if (original !== undefined) return ports.differenceOf(original, kept);
  const what = "what was held of its item was erased";
  throw new Denied("not-found", `copy ${kept.act}`, what, "there is nothing to compare it with");
}
