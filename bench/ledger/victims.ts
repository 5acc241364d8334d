import { PROGRAMS, type Program } from "./start-program.ts";

/** What is killed at a random moment. */
export const VICTIMS = [
  "server",
  "sequencer 1",
  "both sequencers",
  "signer",
  "witness",
  "the database's first process",
  "the whole database",
  "all programs but the database",
  "everything",
] as const;
export type Victim = (typeof VICTIMS)[number];

export const SEQUENCERS: readonly Program[] = ["sequencer 1", "sequencer 2"];

/** The programs that have to be restarted by hand: the database is restarted by those that use it. */
export function programsOf(victim: Victim): readonly Program[] {
  switch (victim) {
    case "both sequencers":
      return SEQUENCERS;
    case "the database's first process":
    case "the whole database":
      return [];
    case "all programs but the database":
    case "everything":
      return PROGRAMS;
    default:
      return [victim];
  }
}

/** What of the database is killed. */
export function databaseOf(victim: Victim): "nothing" | "first" | "all" {
  switch (victim) {
    case "the database's first process":
      return "first";
    case "the whole database":
    case "everything":
      return "all";
    default:
      return "nothing";
  }
}
