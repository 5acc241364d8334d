import type { Change, Secret } from "../../core/release/copy.ts";
import { skeleton } from "../../core/release/residue/fold.ts";
import { isGeneric } from "../../core/release/residue/generic.ts";
import { utf8 } from "../../core/release/residue/utf8.ts";
import { findResidue } from "../../core/release/residue.ts";
import { DIGESTS } from "./digests-of-bytes.ts";
import { REMOVED } from "./text/text-edit.ts";

/** Shorter than this, or a smaller number, and it stands by chance in anything. */
const LEAST_LETTERS = 4;
const LEAST_DIGITS = 6;

/** What was taken out of an item while a copy of it was made, and what else was done to it. */
export class RemovalLog {
  readonly #secrets = new SecretList();
  readonly #parting = new SecretList();
  readonly changes: Change[] = [];

  /** Must not be anywhere in the copy. */
  secret(kind: Secret["kind"], text: string, place: string): void {
    for (const piece of piecesOf(text)) this.#secrets.add({ kind, text: piece, place });
  }

  /** Left with the part it stood in; it is no secret where another part says the same by right. */
  parting(kind: Secret["kind"], text: string, place: string): void {
    for (const piece of piecesOf(text)) this.#parting.add({ kind, text: piece, place });
  }

  /** A value that went: a secret, unless it is too short to be told from anything else. */
  value(kind: Secret["kind"], text: string, place: string): void {
    for (const piece of piecesOf(text)) {
      if (isTelling(piece)) this.secret(kind, piece, place);
      else this.parting(kind, piece, place);
    }
  }

  change(step: Change["step"], place: string, says: string): void {
    this.changes.push({ step, place, says });
  }

  get secrets(): readonly Secret[] {
    return [...this.#secrets.all];
  }

  /** What left with a part and can be told from anything else. */
  get parted(): readonly Secret[] {
    return this.#parting.all.filter(({ text }) => isTelling(text));
  }

  /** All that must not be found in a copy whose words are these. */
  removed(text: string): readonly Secret[] {
    const { parted } = this;
    if (parted.length === 0) return this.secrets;
    const residues = findResidue(utf8(text), parted, DIGESTS);
    const said = new Set(residues.map(({ secret }) => parted[secret]?.text));
    return [...this.secrets, ...parted.filter((one) => !said.has(one.text))];
  }
}

/** Without what an earlier step put in the place of something. */
function piecesOf(text: string): readonly string[] {
  if (!text.includes(REMOVED)) return [text.trim()];
  return text.split(REMOVED).map((piece) => piece.trim());
}

/** Is it long enough that it stands nowhere by chance? */
function isTelling(text: string): boolean {
  const { symbols } = skeleton(text);
  const least = /^\p{N}*$/u.test(symbols) ? LEAST_DIGITS : LEAST_LETTERS;
  return symbols.length >= least && !isGeneric(symbols);
}

/** Each text once for each kind, under its first place. */
class SecretList {
  readonly all: Secret[] = [];
  readonly #known = new Map<Secret["kind"], Set<string>>();

  add(secret: Secret): void {
    const known = this.#known.get(secret.kind) ?? new Set<string>();
    this.#known.set(secret.kind, known);
    if (secret.text === "" || known.has(secret.text)) return;
    known.add(secret.text);
    this.all.push(secret);
  }
}
