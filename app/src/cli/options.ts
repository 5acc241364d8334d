import { InvalidArgumentError } from "commander";
import { isDay } from "../core/day.ts";

/** A day on the command line. */
export function readDay(text: string): string {
  if (!isDay(text))
    throw new InvalidArgumentError("it is not a day that exists, written YYYY-MM-DD.");
  return text;
}

/** One example under a command's help. */
export function exampleOf(line: string): string {
  return `\nExample:\n  caveat ${line}`;
}
