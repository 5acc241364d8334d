/**
 * A place in the code at which a test may stop the process or fail the step. Named for what was just
 * done or is about to be done: "state written", "before reply". The product hands in nothing.
 */
export type Point = (name: string) => void | Promise<void>;

/** The point of the product: goes on. */
export const GO_ON: Point = () => {};
