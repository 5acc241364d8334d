import { setTimeout as pause } from "node:timers/promises";

const EVERY_MS = 100;
/** Generous, since machines are slow: a turn of the ledger comes every 200 ms. */
const LONGEST_MS = 60_000;

/**
 * Asks again until there is an answer: what is released shows once a signed checkpoint covers it. `what` is
 * waited for, for the error after a minute.
 */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + LONGEST_MS;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`the demo waited a minute for ${what}`);
    await pause(EVERY_MS);
  }
}
