import type { Secret } from "./copy.ts";
import { Exploration, type Open } from "./residue/explore.ts";
import { Hashes, type Digests } from "./residue/hashes.ts";
import { indexSecrets } from "./residue/index.ts";
import { Scan, type Found } from "./residue/scan.ts";
import { termsOf } from "./residue/term.ts";
import { utf8 } from "./residue/utf8.ts";
import { VARIANTS, type Variant } from "./residue/variant.ts";

export type { Digests, Open };

/** Something removed that is still there. It never repeats what it is. */
export interface Residue {
  /** Index of the secret; of several with the same text, of the first. */
  readonly secret: number;
  readonly kind: Secret["kind"];
  /** Where the secret stood in the original. */
  readonly place: string;
  /** In what guise it was found, outermost first: ["base64", "case"]. */
  readonly variants: readonly Variant[];
  /** Offset in the bytes; where it is encoded or packed, of the start of that. */
  readonly offset: number;
}

/** Looks through bytes for the secrets it was made for; one residue for each that is found. */
export type ResidueFinder = (bytes: Uint8Array) => readonly Residue[];

const NOTHING_OPENS: Open = () => [];

/**
 * What of `secrets` is in bytes that are about to leave, in any guise of `Variant`, in rising offsets. How
 * short and generic secrets are looked for: see `Rule`.
 *
 * Cost: proportional to the bytes (several passes) and to the secrets' letters together, whatever they
 * are.
 *
 * @param digest   digests of bytes in lower-case hexadecimal
 * @param allowed  texts that may leave although a secret stands in them, such as our own names
 * @param open     opens what is packed; without it packed bytes are looked at as they are
 * @throws Refusal "too-large" or "bomb" when there is more in the bytes than it looks into
 */
export function findResidue(
  bytes: Uint8Array,
  secrets: readonly Secret[],
  digest: Digests,
  allowed: readonly string[] = [],
  open: Open = NOTHING_OPENS,
): readonly Residue[] {
  return residueFinder(secrets, digest, allowed, open)(bytes);
}

/** The same for several bytes; what is prepared for the secrets is prepared once. */
export function residueFinder(
  secrets: readonly Secret[],
  digest: Digests,
  allowed: readonly string[] = [],
  open: Open = NOTHING_OPENS,
): ResidueFinder {
  const index = indexSecrets(secrets, allowed);
  const allowedBytes = allowed.map(utf8);
  return (bytes) => {
    const scan = new Scan(index, allowedBytes);
    const hashes = new Hashes();
    new Exploration(scan, hashes, open).look(bytes);
    const found = new Map<number, Found>(scan.found);
    for (const { secret, variant, variants, offset } of hashes.match(secrets, digest)) {
      if (!found.has(secret)) found.set(secret, { variants: [...variants, variant], offset });
    }
    return [...found].map(([secret, one]) => residueOf(secrets, secret, one)).sort(byOffset);
  };
}

/**
 * The secrets that are too short or too generic to be looked for, by their index: what a person must look
 * for, if it matters.
 */
export function unsought(secrets: readonly Secret[]): readonly number[] {
  return secrets.flatMap((secret, index) => (termsOf(secret, index).length === 0 ? [index] : []));
}

/** One sentence for a person, without the secret itself. */
export function sayResidue({ kind, place, variants, offset }: Residue): string {
  const guise = variants.map((variant) => VARIANTS[variant]).join(", ");
  return `The ${kind} that stood at ${place} is still there at byte ${offset}, ${guise}.`;
}

function residueOf(secrets: readonly Secret[], secret: number, found: Found): Residue {
  const { kind = "text", place = "" } = secrets[secret] ?? {};
  return { secret, kind, place, ...found };
}

function byOffset(a: Residue, b: Residue): number {
  return a.offset - b.offset;
}
