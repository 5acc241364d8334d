import type { Secret } from "../copy.ts";
import { Automaton } from "./automaton.ts";
import { termOf, termsOf, type Term } from "./term.ts";

/** All secrets, ready to be looked for in any number of texts. */
export interface SecretIndex {
  readonly secrets: readonly Secret[];
  readonly automaton: Automaton;
  /** Of each word of the automaton the terms that read so. */
  readonly terms: readonly (readonly Term[])[];
  /** Letters of the longest term. */
  readonly longest: number;
  /** Most bytes over which a find may stretch. */
  readonly reach: number;
}

/** Marks a term that may stand there: what is found inside it does not count. */
export const ALLOWED = -1;

/** The same text twice counts once, under the first index. */
export function indexSecrets(secrets: readonly Secret[], allowed: readonly string[]): SecretIndex {
  const bySymbols = new Map<string, Term[]>();
  const add = (term: Term): void => {
    const same = bySymbols.get(term.symbols);
    if (same === undefined) bySymbols.set(term.symbols, [term]);
    else same.push(term);
  };
  const seen = new Set<string>();
  secrets.forEach((secret, index) => {
    if (seen.has(secret.text)) return;
    seen.add(secret.text);
    for (const term of termsOf(secret, index)) add(term);
  });
  for (const text of new Set(allowed)) {
    const term = termOf(text, "word", ALLOWED, "itself");
    if (term.symbols !== "") add(term);
  }
  const words = [...bySymbols.keys()].sort();
  const terms = words.map((word) => bySymbols.get(word) ?? []);
  const longest = words.reduce((most, word) => Math.max(most, word.length), 1);
  const bytes = terms.flat().reduce((most, term) => Math.max(most, term.size), 1);
  return { secrets, automaton: new Automaton(words), terms, longest, reach: reachOf(bytes) };
}

/** Most bytes over which a term of so many bytes may be spread: separators, escapes, markup. */
export function reachOf(bytes: number): number {
  return 4 * bytes + 256;
}
