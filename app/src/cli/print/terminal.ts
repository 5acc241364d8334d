import type { Ports } from "../../usecases/ports.ts";

/** What a command may touch of the outside: streams, settings, and the use cases' ports. */
export interface Terminal {
  readonly version: string;
  connect(): Ports;
  readonly output: NodeJS.WriteStream;
  readonly errors: NodeJS.WriteStream;
  readonly input: NodeJS.ReadStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Exit codes of the command line; scripts rely on them. */
export const EXIT = {
  /** A verdict was reached, whatever it is; a check passed. */
  ok: 0,
  /** A check found something: a case fails, a replay differs. */
  found: 1,
  /** Bad input, with file, line and field. */
  badInput: 2,
  /** An engine failed; the verdict then is `withhold`. */
  engine: 3,
} as const;

/** Writes a text; ends quietly when the reader of a pipe has gone. */
export function print(terminal: Terminal, text: string): void {
  terminal.output.write(text.endsWith("\n") ? text : `${text}\n`);
}
