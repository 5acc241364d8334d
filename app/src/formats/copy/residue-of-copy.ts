import type { Copy, Secret } from "../../core/release/copy.ts";
import {
  residueFinder,
  sayResidue,
  type Residue,
  type ResidueFinder,
} from "../../core/release/residue.ts";
import { ClaimSet } from "../document/claim-set.ts";
import { readPdfText } from "../document/pdf-text.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { DIGESTS } from "./digests-of-bytes.ts";
import { unpack } from "./unpack.ts";

/** Something that must not leave and is in a copy. It never repeats what it is. */
export interface CopyResidue {
  /** Where in the copy: the id of an object, "line 12", "its file name", "the words of the PDF". */
  readonly place: string;
  /** One sentence: what kind of thing, and in which guise. */
  readonly says: string;
  readonly residue: Residue;
}

/** What else the check goes by. */
export interface ResidueOptions {
  /** Others that must not be in it, such as the other recipients; they are counted behind the removed. */
  readonly more?: readonly Secret[];
  /** Texts that may leave although a secret stands in them: our own names, the copy's own time. */
  readonly allowed?: readonly string[];
  readonly limits?: Limits;
}

/**
 * Looks for everything that was removed in all of a copy: its bytes, its file name, its objects where they
 * are not a piece of the bytes, and the words of a PDF as a reader shows them. Anything found means that
 * the copy must not leave.
 *
 * @throws Refusal "bomb", "too-large" or "broken-document" when it cannot be looked through: then it must
 *   not leave either.
 */
export async function residueOfCopy(
  copy: Copy,
  { more = [], allowed = [], limits = DEFAULT_LIMITS }: ResidueOptions = {},
): Promise<readonly CopyResidue[]> {
  const certain = [...copy.removed, ...more];
  const secrets = [...certain, ...(copy.parted ?? [])];
  const findAny = residueFinder(secrets, DIGESTS, allowed, (bytes) => unpack(bytes, limits));
  const inBytes = findAny(copy.bytes);
  const said = saidByRight(inBytes, certain.length);
  const isResidue = ({ secret }: Residue): boolean => !said.has(secret);
  const find: ResidueFinder = (bytes) => findAny(bytes).filter(isResidue);
  const found = named(inBytes.filter(isResidue), placesIn(copy));
  found.push(...named(find(Buffer.from(copy.fileName)), () => "its file name"));
  for (const { id, bytes } of elsewhere(copy)) found.push(...named(find(bytes), () => id));
  if (copy.mediaType !== "application/pdf") return found;
  const words = await pdfWords(copy, limits);
  return [...found, ...named(find(words), () => "the words of the PDF")];
}

/** Of what only left with a part, from the index `from` on, all that the bytes say outside anything packed. */
function saidByRight(residues: readonly Residue[], from: number): ReadonlySet<number> {
  const said = residues.filter(
    ({ secret, variants }) => secret >= from && !variants.includes("packed"),
  );
  return new Set(said.map(({ secret }) => secret));
}

function named(residues: readonly Residue[], place: (offset: number) => string): CopyResidue[] {
  return residues.map((residue) => ({
    place: place(residue.offset),
    says: sayResidue(residue),
    residue,
  }));
}

/** The object that holds an offset of the bytes, else the line; for bytes of one line the offset. */
function placesIn(copy: Copy): (offset: number) => string {
  const spans = [...spansOf(copy)];
  return (offset) => {
    const span = spans.find(({ from, to }) => from !== undefined && offset >= from && offset < to);
    if (span !== undefined) return span.id;
    let line = 1;
    for (
      let at = copy.bytes.indexOf(LF);
      at >= 0 && at < offset;
      at = copy.bytes.indexOf(LF, at + 1)
    )
      line++;
    return line === 1 ? `byte ${offset}` : `line ${line}`;
  };
}

const LF = 0x0a;

/** Objects that are not a piece of the bytes as they stand. */
function* elsewhere(copy: Copy): Generator<Copy["objects"][number]> {
  const spans = [...spansOf(copy)];
  for (const [nth, object] of copy.objects.entries()) {
    if (spans[nth]?.from === undefined) yield object;
  }
}

interface Span {
  readonly id: string;
  readonly from: number | undefined;
  readonly to: number;
}

/** Where each object stands in the bytes; they mostly follow each other there. */
function* spansOf({ bytes, objects }: Copy): Generator<Span> {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let from = 0;
  let misses = 0;
  for (const object of objects) {
    // Where objects are written otherwise than in the bytes, none is found, and each is looked at.
    const at = misses < MOST_MISSES ? all.indexOf(object.bytes, from) : -1;
    if (at < 0) misses++;
    else from = at + object.bytes.length;
    yield { id: object.id, from: at < 0 ? undefined : at, to: from };
  }
}

const MOST_MISSES = 16;

async function pdfWords(copy: Copy, limits: Limits): Promise<Uint8Array> {
  // A copy of its own: the parser takes over what it is given, and a Buffer's slice is no copy.
  const bytes = Uint8Array.from(copy.bytes);
  const source = { bytes, name: copy.fileName, limits, before: "", set: new ClaimSet() };
  const { pages, properties, outline, attachments } = await readPdfText(source);
  const words = [
    ...pages.flatMap(({ lines, comments }) => [...lines, ...comments]),
    ...properties.flat(),
    ...outline,
    ...attachments,
  ];
  return Buffer.from(words.join("\n"));
}
