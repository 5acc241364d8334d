import { InvalidArgumentError } from "commander";
import { isDay } from "../core/day.ts";

/** A day on the command line. */
export function readDay(text: string): string {
  if (!isDay(text))
    throw new InvalidArgumentError("it is not a day that exists, written YYYY-MM-DD.");
  return text;
}
