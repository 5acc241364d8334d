import { quantile } from "../measure/time.ts";

/** One thing after the other by several at once: how many a second, and how long one took. */
export interface Round {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/**
 * Has every item handled by one of several hands, each of which takes the next when it is done with
 * one. Timed is each from when it was taken to when it was done.
 */
export async function handleAll<Item, Hand>(
  items: readonly Item[],
  hands: readonly Hand[],
  handle: (item: Item, hand: Hand) => Promise<unknown>,
): Promise<Round> {
  const times: number[] = [];
  let next = 0;
  const start = performance.now();
  const work = async (hand: Hand): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) {
      const taken = performance.now();
      await handle(item, hand);
      times.push(performance.now() - taken);
    }
  };
  await Promise.all(hands.map(work));
  const perSecond = (items.length / (performance.now() - start)) * 1000;
  return { perSecond, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

/** Of several rounds the one with the most a second: others on the machine can only make it slower. */
export function bestRound(rounds: readonly Round[]): Round {
  return rounds.reduce((best, one) => (one.perSecond > best.perSecond ? one : best));
}
