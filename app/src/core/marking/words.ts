import { toCapitals } from "./fold.ts";

/** One word of a text: letters and digits in capitals without accents, and where it stands. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The first words of a folded text, at most `limit`. Punctuation parts words and is dropped, so
 * "VS-Nur für" is VS, NUR, FUR; positions are those of the text as given.
 */
export function wordsOf(text: string, limit: number): Word[] {
  const words: Word[] = [];
  const pattern = /[\p{L}\p{M}\p{N}]+/gu;
  while (words.length < limit) {
    const found = pattern.exec(text);
    if (found === null) break;
    const [word] = found;
    words.push({ text: toCapitals(word), start: found.index, end: found.index + word.length });
  }
  return words;
}

/** The key under which a phrase is looked up: its words joined by one space. */
export function phraseKey(phrase: string): string {
  return wordsOf(phrase, 64)
    .map((word) => word.text)
    .join(" ");
}

/** Phrases by their key, and the words with which one starts. */
export interface PhraseTable<T> {
  readonly phrases: ReadonlyMap<string, T>;
  readonly starts: ReadonlySet<string>;
}

export function phraseTable<T>(phrases: ReadonlyMap<string, T>): PhraseTable<T> {
  return { phrases, starts: new Set([...phrases.keys()].map((key) => key.split(" ", 1)[0] ?? "")) };
}

/**
 * The longest phrase of a table that starts at a word, with the number of words it takes. Looks at
 * eight words at most.
 */
export function longestPhrase<T>(
  table: PhraseTable<T>,
  words: readonly Word[],
  from: number,
): { readonly found: T; readonly length: number } | undefined {
  let key = words[from]?.text ?? "";
  if (!table.starts.has(key)) return undefined;
  let longest: { readonly found: T; readonly length: number } | undefined;
  for (let length = 1; ; length++) {
    const found = table.phrases.get(key);
    if (found !== undefined) longest = { found, length };
    const next = words[from + length];
    if (next === undefined || length === 8) return longest;
    key += ` ${next.text}`;
  }
}
