import type { DateFact, FindingFact, FlagFact, LevelFact, ListsFact, SetFact } from "./fact.ts";

/** What is known of one level fact over all parts with content. */
export interface LevelReading {
  /** The most restrictive level found, or "unreadable". */
  readonly value: string;
  /** Every part carries one. */
  readonly everywhere: boolean;
  /** Parts carry different ones. */
  readonly mixed: boolean;
  /** It is printed on the item; false where a person stated what the source means. */
  readonly onItem: boolean;
}

export type Levels = Readonly<Partial<Record<LevelFact, LevelReading>>>;

/**
 * Everything about an item that rules may look at, and nothing else. Written as JSON with its keys
 * in this order it is the item's class: items with the same text are decided alike. A fact that is
 * absent is unknown.
 */
export interface FactsSheet {
  readonly levels: Levels;
  /** The same where a container's markings are read as covering its members; absent when equal. */
  readonly byContainer?: Pick<FactsSheet, "levels" | "sets" | "lists" | "dates">;
  readonly flags: Readonly<Partial<Record<FlagFact, boolean>>>;
  readonly findings: readonly FindingFact[];
  readonly sets: Readonly<Partial<Record<SetFact, readonly string[]>>>;
  readonly lists: Readonly<Partial<Record<ListsFact, readonly string[]>>>;
  readonly dates: Readonly<Partial<Record<DateFact, string>>>;
}
