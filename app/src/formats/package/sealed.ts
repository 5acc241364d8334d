import type { PackedFile } from "./container.ts";
import type { PackageLabel } from "./label.ts";

/** A label before it is known for whose keys. */
export type LabelDraft = Omit<PackageLabel, "sealedFor" | "head">;

/** A package that was decrypted and whose signature holds. */
export interface Unsealed {
  readonly files: readonly PackedFile[];
  /** Who signed: a fingerprint, or the name and id of a key. */
  readonly signer: string;
  /** Which of our keys fit, as a label names them. */
  readonly ours: readonly string[];
  /** The package without armor. */
  readonly bytes: Uint8Array;
}

/** What opens a package, and whose signature counts. */
export interface Opening<Own, Trusted> {
  readonly own: readonly Own[];
  readonly trusted: readonly Trusted[];
  /** UTC: on which day keys must be valid. */
  readonly now: string;
  /** Most bytes of the package, and of what it opens to. */
  readonly mostBytes: number;
}
