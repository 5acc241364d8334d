import { allAnswered } from "./commit.ts";
import type { Session } from "../connection/session.ts";
import type { Reader } from "./transaction.ts";

/** Runs the work and takes its rights back when it is done. */
export async function during<R extends Reader, T>(
  right: R,
  work: (right: R) => Promise<T>,
): Promise<T> {
  try {
    return await work(right);
  } finally {
    right.end();
  }
}

/**
 * Waits for the work, and for the BEGIN, which its first statement takes along. Where the BEGIN failed
 * that is what went wrong, whatever became of the work; where an assumption failed, that. Work that left
 * something unanswered has its BEGIN waited for with the COMMIT.
 */
export async function worked<T>(
  session: Session,
  begun: Promise<void>,
  working: Promise<T>,
  assumed: readonly Promise<unknown>[],
): Promise<T> {
  const [outcome] = await Promise.allSettled([working]);
  if (outcome.status === "fulfilled" && assumed.length > 0) return outcome.value;
  try {
    await allAnswered([begun, ...assumed]);
    return await working;
  } catch (error) {
    session.abandon();
    throw error;
  }
}
