import type { Secret } from "../../../core/release/copy.ts";
import { DigestIndex } from "./digests.ts";
import { encodedIn } from "./encoded.ts";
import { TermIndex, type Span } from "./find-terms.ts";
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
  const wanted: Wanted = {
    index: new TermIndex(terms.flat()),
    bare,
    digests: new DigestIndex(all.map(({ text }) => text)),
  };
  const spans = (text: string): Generator<Span> => findAll(text, wanted, 1, false);
  return {
    isIn: (text) => all.length > 0 && spans(text).next().done !== true,
    remove: (text, replacement) => {
      if (all.length === 0) return { text, found: 0 };
      const found = mergeSpans(spans(text));
      return { text: replaceSpans(text, found, replacement), found: found.length };
    },
  };
}

interface Wanted {
  readonly index: TermIndex;
  readonly bare: readonly string[];
  readonly digests: DigestIndex;
}

function* findAll(text: string, wanted: Wanted, depth: number, isJunk: boolean): Generator<Span> {
  yield* wanted.index.find(text, isJunk);
  if (isJunk) return;
  for (const word of wanted.bare) yield* literally(text, word);
  yield* wanted.digests.find(text);
  if (depth > DEEPEST) return;
  const isNothing = (bytes: Uint8Array, size: number): boolean =>
    wanted.index.isNothing(bytes, size);
  for (const { start, end, decoded, isJunk: isBinary } of encodedIn(text, isNothing)) {
    if (findAll(decoded, wanted, depth + 1, isBinary).next().done !== true) yield { start, end };
  }
  const plain = unescaped(text);
  if (plain === undefined || plain.text === text) return;
  for (const span of findAll(plain.text, wanted, depth + 1, false)) yield plain.toSpan(span);
}

function* literally(text: string, word: string): Generator<Span> {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    yield { start: at, end: at + word.length };
  }
}
