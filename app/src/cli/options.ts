import { InvalidArgumentError } from "commander";
import { isDay } from "../core/day.ts";

/** A day on the command line. */
export function readDay(text: string): string {
  if (!isDay(text))
    throw new InvalidArgumentError("it is not a day that exists, written YYYY-MM-DD.");
  return text;
}

/** A whole number on the command line, from `least` to `most`. */
export function readWhole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^[0-9]{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`it is not a whole number from ${least} to ${most}.`);
  };
}

/** One example under a command's help. */
export function exampleOf(line: string): string {
  return `\nExample:\n  caveat ${line}`;
}
