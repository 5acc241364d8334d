/** What a campaign found. */
export interface Outcome {
  /** One line each, with everything needed to see it again. */
  readonly failures: readonly string[];
  /** What was done, in numbers. */
  readonly summary: string;
}
