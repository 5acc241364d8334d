/** Somebody waits for the answer about `one`. */
interface Waiting<A, R> {
  readonly one: A;
  readonly resolve: (answer: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes of `run`, which answers about many in their order, a function that answers about one. Whoever asks
 * while a run is under way waits for it to end and goes with the next, up to `most` at a time: each run
 * begins after all it is about were asked, so nobody is answered from before the question. One that fails
 * fails for all it was about.
 */
export function batched<A, R>(
  run: (asked: readonly A[]) => Promise<readonly R[]>,
  most: number,
): (one: A) => Promise<R> {
  let waiting: Waiting<A, R>[] = [];
  let isRunning = false;
  const runAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const now = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await answer(now, run);
    }
    isRunning = false;
  };
  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject });
      if (isRunning) return;
      isRunning = true;
      // Those that are asked about at the same time go together.
      queueMicrotask(() => void runAll());
    });
}

async function answer<A, R>(
  waiting: readonly Waiting<A, R>[],
  run: (asked: readonly A[]) => Promise<readonly R[]>,
): Promise<void> {
  try {
    const answers = await run(waiting.map(({ one }) => one));
    if (answers.length !== waiting.length) throw new Error("not all were answered");
    waiting.forEach(({ resolve }, at) => resolve(answers[at] as R));
  } catch (error) {
    for (const { reject } of waiting) reject(error);
  }
}
