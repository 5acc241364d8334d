/** What a failed transaction allows. */
export type Failure =
  /** Nothing of it happened, and the same again may succeed: another transaction was in the way. */
  | "conflict"
  /** Nothing of it happened, and the server is away or going. */
  | "connection"
  /** Not ours to repeat: the statement, or the caller's own code, is wrong. */
  | "final";

/** serialization_failure and deadlock_detected: the whole transaction is to be run again. */
const CONFLICTS = new Set(["40001", "40P01"]);

/** The connection itself: PostgreSQL's class 08, its shutdowns, and what the system says. */
const CONNECTION = /^(?:08...|57P0[1-5]|53300|E[A-Z]+)$/;

/** Classes in which a COMMIT that the server answers with an error has surely not happened. */
const UNDONE = /^(?:40(?!003)...|23...|25...|42...)$/;

/**
 * What a failure before COMMIT allows. `isLost` says that the connection broke: pg's own errors for
 * that carry no code.
 */
export function failureOf(error: unknown, isLost: boolean): Failure {
  const code = codeOf(error);
  if (CONFLICTS.has(code)) return "conflict";
  if (isLost || CONNECTION.test(code)) return "connection";
  return "final";
}

/** Whether the answer to COMMIT says for certain that nothing was committed. */
export function isSurelyUndone(error: unknown): boolean {
  return UNDONE.test(codeOf(error));
}

/** Whether the server itself said no: its errors carry a code of five characters. */
export function isAnswer(error: unknown): boolean {
  return /^(?=.*[0-9])[0-9A-Z]{5}$/.test(codeOf(error));
}

/** Whether the server said no to a statement, and the connection lives on: nothing after it was run. */
export function isRefusal(error: unknown): boolean {
  return isAnswer(error) && !CONNECTION.test(codeOf(error));
}

/** What a statement made to fail says (unique_violation, invalid_text_representation): that something is there. */
export function isThereAlready(error: unknown): boolean {
  return isDuplicate(error) || codeOf(error) === "22P02";
}

/** Whether a row with the same key was there already: unique_violation. */
export function isDuplicate(error: unknown): boolean {
  return codeOf(error) === "23505";
}

/**
 * How long to wait before the next attempt, in milliseconds: doubling from 5 to 100 where another
 * transaction was in the way and to 1,000 where the server is away, less a random part of half of it
 * so that those who collided do not collide again. `random` is in [0, 1).
 */
export function pauseBefore(
  failure: Exclude<Failure, "final">,
  attempt: number,
  random: number,
): number {
  const limit = failure === "conflict" ? 100 : 1_000;
  return (Math.min(limit, 5 * 2 ** Math.min(attempt, 10)) * (1 + random)) / 2;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
