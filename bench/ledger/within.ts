import { setTimeout as pause } from "node:timers/promises";

/** What has not come after this long never will. */
const PATIENCE_MS = 120_000;

/** What `work` resolves to; rejects with the problem where that takes longer than two minutes. */
export async function within<T>(work: Promise<T>, problem: string): Promise<T> {
  const over = new AbortController();
  const late = pause(PATIENCE_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${problem} within ${PATIENCE_MS / 1000} s`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
