import { isRefusal, isSurelyUndone, isThereAlready } from "./failure.ts";
import type { Session } from "../connection/session.ts";
import { CommitUnknown } from "../store-error.ts";

/** What a transaction took for granted did not hold: nothing of it happened, and it is to look now. */
export class WrongAssumption extends Error {}

/**
 * Ends a transaction with COMMIT. `unanswered`: the statements of it that nobody has waited for, its
 * BEGIN first; those not sent yet go to the server with the COMMIT.
 *
 * Rejects with WrongAssumption and with the server's errors where nothing was committed; with
 * CommitUnknown, with `id`, where it is not known whether it was.
 */
export async function commit(
  session: Session,
  id: string,
  unanswered: readonly Promise<unknown>[],
): Promise<void> {
  const committing = session.commit();
  await Promise.allSettled([...unanswered, committing]);
  await allAnswered(unanswered).catch((error: unknown) => {
    throw error instanceof WrongAssumption || isRefusal(error)
      ? error
      : new CommitUnknown(id, error);
  });
  const command = await committing.catch((error: unknown) => {
    throw isSurelyUndone(error) ? error : new CommitUnknown(id, error);
  });
  if (command === "COMMIT") return;
  throw new Error("a statement in this transaction failed and its error was dropped: rolled back");
}

/**
 * Waits for the answers to a BEGIN and to what was assumed after it. Rejects with the first that went
 * wrong by itself: as WrongAssumption where it says that something was there already.
 */
export async function allAnswered([begun, ...assumed]: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled([begun, ...assumed]);
  await begun;
  for (const answer of assumed) {
    await answer.catch((error: unknown) => {
      throw isThereAlready(error) ? new WrongAssumption("it was there", { cause: error }) : error;
    });
  }
}
