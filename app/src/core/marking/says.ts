import { UNREADABLE, type FactName } from "../facts/fact.ts";
import { shown } from "./fold.ts";

/** One thing a marking says: a claim without its place, which the reader of the format adds. */
export interface MarkingSays {
  readonly fact: FactName;
  /** In the shape `FACTS` gives for this fact; never a boolean, no marking states a flag. */
  readonly value: string;
  /** How the marking was understood, in one short phrase. */
  readonly says: string;
}

/**
 * What something says that looks like a marking and was not understood: it is named in
 * `unreadableMarkings`, cut to 80 characters, and every level it would have set is "unreadable".
 */
export function sayUnreadable(
  text: string,
  because: string,
  ...levels: readonly FactName[]
): MarkingSays[] {
  return [
    { fact: "unreadableMarkings", value: shown(text), says: because },
    ...levels.map((fact) => ({ fact, value: UNREADABLE, says: because })),
  ];
}

/** The same claims without those said twice; the first stays. */
export function sayOnce(all: readonly MarkingSays[]): MarkingSays[] {
  const first = new Map<string, MarkingSays>();
  for (const one of all) {
    const key = `${one.fact} ${one.value}`;
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()];
}
