import { setTimeout as pause } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";
import { failureOf, isAnswer, pauseBefore, type Failure } from "./failure.ts";
import { CommitUnknown, StoreError } from "../store-error.ts";

/** One try; `isLost` tells at any time whether the connection has broken. */
export type Attempt<T> = (client: PoolClient, isLost: () => boolean) => Promise<T>;

/** How often something is tried. Where the server is away the pauses are five seconds in all. */
const ATTEMPTS = 14;

/**
 * Runs one whole transaction on a connection of the pool, again on another one when nothing of it
 * happened and it may succeed then. A connection that broke, or on which the transaction could not be
 * undone, is not used again.
 *
 * Throws what `attempt` throws when repeating does not help, CommitUnknown among them; "busy" or
 * "database-down" after the last attempt.
 */
export async function insist<T>(pool: Pool, attempt: Attempt<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    const outcome = await once(pool, attempt);
    if (!("failure" in outcome)) return outcome.value;
    if (outcome.failure === "final") throw outcome.error;
    if (tried === ATTEMPTS) throw givenUp(outcome.failure, outcome.error);
    await pause(pauseBefore(outcome.failure, tried - 1, Math.random()));
  }
}

type Outcome<T> = { readonly value: T } | { readonly failure: Failure; readonly error: unknown };

async function once<T>(pool: Pool, attempt: Attempt<T>): Promise<Outcome<T>> {
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    return { failure: failureOf(error, !isAnswer(error)), error };
  }
  let isLost = false;
  const lose = (): void => void (isLost = true);
  client.once("error", lose);
  client.once("end", lose);
  try {
    return { value: await attempt(client, () => isLost) };
  } catch (error) {
    const isUnknown = error instanceof CommitUnknown;
    if (isUnknown) lose();
    const failure = isUnknown ? "final" : failureOf(error, isLost);
    if (!isLost) await client.query("rollback").catch(lose);
    return { failure, error };
  } finally {
    client.off("error", lose);
    client.off("end", lose);
    client.release(isLost);
  }
}

function givenUp(failure: Failure, error: unknown): StoreError {
  const said = error instanceof Error ? error.message : String(error);
  return failure === "conflict"
    ? new StoreError(
        "busy",
        "the database",
        `other transactions were in the way ${ATTEMPTS} times in a row (${said})`,
        "nothing was written: try again",
        error,
      )
    : new StoreError(
        "database-down",
        "the database",
        `it cannot be reached (${said})`,
        "nothing was written: try again when it is back",
        error,
      );
}
