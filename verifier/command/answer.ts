import type { VerificationError } from "../src/index.ts";
import { printable } from "./printable.ts";
import { EXIT } from "./terminal.ts";

/** What a check came to: for a person, for a program, and as exit code. */
export interface Answer {
  readonly exit: number;
  /** Lines without the last newline. Safe for a terminal. */
  readonly text: string;
  /** The same as a JSON object, `answer` first. To be printed with `printableJson`. */
  readonly json: object;
}

/** One line under the answer: what, and what is said of it. */
export type Row = readonly [label: string, says: string];

/** A headline, and rows under it in two columns. */
export function layOut(headline: string, rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([label]) => label.length));
  return [headline, ...rows.map(([label, says]) => `  ${label.padEnd(width)}  ${says}`)].join("\n");
}

/** The answer to a receipt, a checkpoint or a value that was refused. */
export function refusedAnswer({ code, message }: VerificationError): Answer {
  return {
    exit: EXIT.bad,
    text: `bad: ${printable(message)}`,
    json: { answer: "bad", code, message },
  };
}

/** A number and what it counts: "1 entry", "2 entries". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
