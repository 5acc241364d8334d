/**
 * Waits for statements that were asked for at once, and gives their answers in order. Rejects, once all
 * are answered, with what went wrong: not with what the server says of those it passed over for it.
 */
export async function together<const T extends readonly unknown[]>(
  asked: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const answers = await Promise.allSettled(asked);
  const failed = answers.flatMap((one) =>
    one.status === "rejected" ? [one.reason as unknown] : [],
  );
  if (failed.length === 0) {
    return answers.map((one) => (one as PromiseFulfilledResult<unknown>).value) as never;
  }
  throw failed.find((reason) => !isPassedOver(reason)) ?? failed[0];
}

/** in_failed_sql_transaction */
function isPassedOver(reason: unknown): boolean {
  return reason instanceof Error && "code" in reason && reason.code === "25P02";
}
