import type { Caveat, Copy } from "../../core/release/copy.ts";
import { sealAge, type AgeSealing } from "./age-seal.ts";
import { isPackedName, type PackedFile } from "./container.ts";
import { coverFile, writeCover } from "./cover.ts";
import { hashesOf, type PackageSender } from "./label.ts";
import { sealOpenPgp, type OpenPgpSealing } from "./openpgp-seal.ts";
import { receiptFiles, type OfflineReceipt } from "./receipt.ts";
import type { LabelDraft } from "./sealed.ts";
import { verifyFile } from "./verify-text.ts";

/** What a package is made of, beside the copy. */
export interface PackageParts {
  readonly from: PackageSender;
  /** UTC: what the label says, and the day on which keys must be valid. */
  readonly at: string;
  readonly caveats: readonly Caveat[];
  /** For people, with every caveat in it; written from the rest where it is absent. */
  readonly cover?: string;
  /** Of the release, from the partner's own log. */
  readonly receipt: OfflineReceipt;
  readonly sealing: OpenPgpSealing | AgeSealing;
}

/**
 * A signed and encrypted package for one partner: the copy's exact bytes, a label for programs, a cover
 * for people, the offline receipt, and how to check all of it.
 *
 * Out: the file, binary. Rejects with a Refusal "bad-package" (a cover without a caveat, a receipt for
 * other bytes) or "bad-key" (a key that is expired, revoked or none).
 */
export async function makePackage(
  copy: Pick<Copy, "fileName" | "mediaType" | "bytes">,
  { from, at, caveats, cover, receipt, sealing }: PackageParts,
): Promise<Uint8Array> {
  const file = isPackedName(copy.fileName) ? copy.fileName : "content.bin";
  const about = { from, at, caveats, content: { file, mediaType: copy.mediaType } };
  const files: readonly PackedFile[] = [
    coverFile(cover ?? writeCover(about), caveats),
    verifyFile(),
    { name: file, bytes: copy.bytes },
    ...receiptFiles(receipt, copy.bytes),
  ];
  const draft: LabelDraft = { format: "caveat-package/1", ...about, files: hashesOf(files) };
  return sealing.kind === "age"
    ? sealAge(draft, files, sealing)
    : sealOpenPgp(draft, files, sealing);
}
