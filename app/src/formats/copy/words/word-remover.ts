import type { Secret } from "../../../core/release/copy.ts";
import { DigestIndex } from "./digests.ts";
import { encodedIn } from "./encoded.ts";
import { TermIndex, type Span, type Take } from "./find-terms.ts";
import { mergeSpans, replaceSpans } from "./spans.ts";
import { termsOf } from "./term.ts";
import { unescaped } from "./unescaped.ts";

/** Finds words in running text in every spelling, and takes them out. */
export interface WordRemover {
  /** Does any of the words stand in the text? */
  isIn(text: string): boolean;
  /** The text with each place replaced, and how many there were. */
  remove(text: string, replacement: string): { readonly text: string; readonly found: number };
}

/** How often a text may be encoded over and over and still be looked into. */
const DEEPEST = 3;

/**
 * A remover of these words. A word is found in any case, with any accents, in compatibility forms, with
 * letters that look alike, with invisible characters or the end of a line in it, defanged ("[.]",
 * " at "), encoded (percent, quoted-printable, character references, escapes, hex, base64), and as its
 * MD5, SHA-1, SHA-256 or SHA-512. A word of up to five letters must stand by itself; a longer one is
 * found inside another word as well, which then goes whole. Words without letters are looked for as
 * they are. Of a "name" its parts are looked for in other orders too.
 */
export function makeWordRemover(
  words: Iterable<string>,
  kind: Secret["kind"] = "word",
): WordRemover {
  return makeSecretRemover([...words].map((text) => ({ text, kind })));
}

/** The same for what was removed elsewhere, each by its kind. */
export function makeSecretRemover(secrets: Iterable<Pick<Secret, "text" | "kind">>): WordRemover {
  const all = [...secrets].filter(({ text }) => text.trim() !== "");
  const terms = all.map(({ text, kind }) => termsOf(text.trim(), kind));
  const bare = all.filter((_, i) => terms[i]?.length === 0).map(({ text }) => text.trim());
  const index = new TermIndex(terms.flat());
  const wanted: Wanted = {
    index,
    isNothing: (bytes, size) => index.isNothing(bytes, size),
    bare,
    digests: new DigestIndex(all.map(({ text }) => text)),
  };
  return {
    isIn: (text) => all.length > 0 && findAll(text, wanted, 1, false, isEnough),
    remove: (text, replacement) => {
      const spans: Span[] = [];
      const keep: Take = (span) => {
        spans.push(span);
        return false;
      };
      if (all.length > 0) findAll(text, wanted, 1, false, keep);
      const found = mergeSpans(spans);
      return { text: replaceSpans(text, found, replacement), found: found.length };
    },
  };
}

interface Wanted {
  readonly index: TermIndex;
  /** Is it sure that nothing is to be found in these decoded bytes? */
  readonly isNothing: (bytes: Uint8Array, size: number) => boolean;
  readonly bare: readonly string[];
  readonly digests: DigestIndex;
}

/** The first that is found. */
const isEnough: Take = () => true;

/** Puts to `take` where any of the words stands, until it gives true; says so. */
function findAll(
  text: string,
  wanted: Wanted,
  depth: number,
  isJunk: boolean,
  take: Take,
): boolean {
  if (wanted.index.find(text, isJunk, take)) return true;
  if (isJunk) return false;
  if (wanted.bare.some((word) => literally(text, word, take))) return true;
  if (wanted.digests.find(text, take)) return true;
  return depth <= DEEPEST && findBelow(text, wanted, depth + 1, take);
}

/** The same in what the text says once decoded, or with its escapes undone. */
function findBelow(text: string, wanted: Wanted, depth: number, take: Take): boolean {
  const { isNothing } = wanted;
  const isFound = encodedIn(text, isNothing, ({ start, end, decoded, isJunk }) => {
    return findAll(decoded, wanted, depth, isJunk, isEnough) && take({ start, end });
  });
  if (isFound) return true;
  const plain = unescaped(text);
  if (plain === undefined || plain.text === text) return false;
  return findAll(plain.text, wanted, depth, false, (span) => take(plain.toSpan(span)));
}

function literally(text: string, word: string, take: Take): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (take({ start: at, end: at + word.length })) return true;
  }
  return false;
}
