import { pino, type DestinationStream, type Logger } from "pino";

export type Log = Pick<Logger, "info" | "warn" | "error">;

/** What is said of a request: never what was in it. */
export interface RequestLine {
  readonly request: string;
  readonly method: string;
  /** The route's pattern, without what stood in its place. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly person?: string;
  /** The machine's token. */
  readonly token?: string;
  /** Why it was refused. */
  readonly code?: string;
}

/** A log of JSON lines. In: where they go; standard output where nothing is given. */
export function makeLog(to?: DestinationStream): Log {
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return to === undefined ? pino(options) : pino(options, to);
}

/** An error as a log may have it: its kind and where it arose; a message can quote what was sent. */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const places = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { error: error.name, code, places: places.slice(0, 12).map((line) => line.trim()) };
}
