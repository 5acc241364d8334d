import { UNREADABLE } from "../facts/fact.ts";

/**
 * The most restrictive of several values of one level vocabulary.
 *
 * In: the vocabulary, least restrictive first, and the values found. Out: the one that binds;
 * "unreadable" as soon as one value is that or is not in the vocabulary; undefined for no values.
 * STIX 2.1 leaves open how several markings combine; this is our rule, the strictest per family.
 */
export function strictest(levels: readonly string[], values: Iterable<string>): string | undefined {
  let binding: string | undefined;
  for (const value of values) {
    if (!levels.includes(value)) return UNREADABLE;
    if (binding === undefined || levels.indexOf(value) > levels.indexOf(binding)) binding = value;
  }
  return binding;
}
