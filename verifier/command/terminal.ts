/** What the command touches of the outside, files apart. */
export interface Terminal {
  readonly output: Sink;
  readonly errors: Sink;
  /** A clock that only goes forward, in milliseconds. */
  now(): number;
}

/** A stream that takes text, and whether a person watches it. */
export interface Sink {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Exit codes; scripts rely on them. */
export const EXIT = {
  /** Good, or good with values erased. */
  good: 0,
  /** Bad: nothing was believed. */
  bad: 1,
  /** Nothing was checked: wrong use, or a file that cannot be read. */
  unchecked: 2,
} as const;
