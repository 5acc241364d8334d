/** One line of the table. */
export interface Row {
  readonly what: string;
  /** What came out, with its unit. */
  readonly measured: string;
  /** The named alternative in the same run, what came out there, and the ratio. */
  readonly beside?: string;
  readonly bound?: string;
  /** Whether the bound holds; undefined where there is none. */
  readonly holds?: boolean;
  /** Why it could not be measured; then it is shown and counts as nothing. */
  readonly skipped?: string;
  /** What the figure is made of, and what it could not go below. */
  readonly boundedBy: string;
}
