import type { Moment } from "../records.ts";

/** A link that was made, with its secret: the only time anybody sees that. */
export interface Link {
  /** The enrolment's id, under which it can be confirmed or stopped. */
  readonly id: string;
  readonly person: string;
  readonly secret: string;
  readonly usableFrom: Moment;
  readonly expires: Moment;
}
