import type { Policy, Receipt } from "caveat-verifier";
import { Refusal } from "../../core/refusal.ts";
import { openAge } from "./age-open.ts";
import { SIGNATURE } from "./age-seal.ts";
import type { PackedFile } from "./container.ts";
import { COVER, coverFile } from "./cover.ts";
import type { OwnKeys, TrustedKeys } from "./keys.ts";
import { hashesOf, LABEL, readLabel, sha256Hex, type PackageLabel } from "./label.ts";
import { openOpenPgp } from "./openpgp-open.ts";
import { checkReceipt } from "./receipt.ts";
import type { Unsealed } from "./sealed.ts";

/** With what a package is opened. */
export interface PackageKeys {
  readonly own: OwnKeys;
  readonly trusted: TrustedKeys;
  /** Whom the reader believes about the ledger; without it the receipt is only matched to the content. */
  readonly policy?: Policy;
  /** UTC. */
  readonly now: string;
  /** Most bytes of the package, and of what it opens to. */
  readonly mostBytes: number;
}

/** A package in which everything holds. */
export interface OpenedPackage {
  readonly label: PackageLabel;
  readonly content: PackedFile;
  readonly cover: string;
  /** All of them, these two included. */
  readonly files: readonly PackedFile[];
  /** A fingerprint, or the name and id of a key. */
  readonly signer: string;
  /** Where the release stands in the ledger; undefined where no policy was given to check it by. */
  readonly receipt: Receipt | undefined;
}

/**
 * Opens a package in OpenPGP or age. It gives out everything or nothing: decrypted with one of the keys,
 * signed by one that is trusted, made for the key that opened it, every file as the label says, every
 * caveat on the cover, the receipt for just this content. The bytes are hostile.
 *
 * Rejects with a Refusal: "too-large", "bad-package", "no-key", "untrusted-signer"; or with a
 * VerificationError for a receipt that does not hold.
 */
export async function openPackage(bytes: Uint8Array, keys: PackageKeys): Promise<OpenedPackage> {
  const { own, trusted, policy, now, mostBytes } = keys;
  if (bytes.length > mostBytes) {
    const problem = `it is larger than ${mostBytes} bytes`;
    throw new Refusal("too-large", PLACE, problem, "raise the limit if you trust it");
  }
  const rest = { now, mostBytes };
  const unsealed = isAge(bytes)
    ? await openAge(bytes, { own: own.age, trusted: trusted.notes, ...rest })
    : await openOpenPgp(bytes, { own: own.openpgp, trusted: trusted.openpgp, ...rest });
  const label = labelOf(unsealed);
  const content = fileOf(unsealed, label.content.file);
  const cover = Buffer.from(fileOf(unsealed, COVER).bytes).toString("utf8");
  coverFile(cover, label.caveats);
  const receipt = await checkReceipt(unsealed.files, content.bytes, policy);
  const { files, signer } = unsealed;
  return { label, content, cover, files, signer, receipt };
}

const PLACE = "the package";
const AGE = /^(?:age-encryption\.org\/|\s*-----BEGIN AGE )/;

function isAge(bytes: Uint8Array): boolean {
  return AGE.test(Buffer.from(bytes.subarray(0, 1_000)).toString("latin1"));
}

/** The label, once it says of the package what is so. */
function labelOf(unsealed: Unsealed): PackageLabel {
  const label = readLabel(fileOf(unsealed, LABEL));
  const listed = unsealed.files.filter(({ name }) => name !== LABEL && name !== SIGNATURE);
  if (!isSame(hashesOf(listed), label.files)) {
    throw bad("its files are not those that its label lists", "use nothing of it");
  }
  if (!unsealed.ours.some((key) => label.sealedFor.includes(key))) {
    throw bad("its sender made it for another key than yours", "ask its sender for your own");
  }
  const { head } = label;
  if (head !== undefined && sha256Hex(unsealed.bytes.subarray(0, head.size)) !== head.sha256) {
    throw bad("its first bytes were changed", "ask its sender for it again");
  }
  return label;
}

function isSame(
  some: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>>,
): boolean {
  const names = Object.keys(some);
  const isListed = (name: string): boolean => some[name] === others[name];
  return names.length === Object.keys(others).length && names.every(isListed);
}

function fileOf({ files }: Unsealed, wanted: string): PackedFile {
  const file = files.find(({ name }) => name === wanted);
  if (file !== undefined) return file;
  throw bad(`it has no ${wanted}`, "ask its sender for a whole one");
}

function bad(problem: string, remedy: string): Refusal {
  return new Refusal("bad-package", PLACE, problem, remedy);
}
