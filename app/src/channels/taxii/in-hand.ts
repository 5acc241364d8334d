import { TaxiiError } from "./taxii-error.ts";

/**
 * Runs something that may hold a page in memory, unless too many of the same credential are running:
 * then a TaxiiError 503 is thrown. `counts` is changed; what one partner does, no other feels.
 */
export async function inHand<T>(
  counts: Map<string, number>,
  credential: string,
  most: number,
  run: () => Promise<T>,
): Promise<T> {
  const before = counts.get(credential) ?? 0;
  if (before >= most) {
    const text = "Too many requests of this credential are in hand; wait for one to end.";
    throw new TaxiiError(503, text, { "retry-after": "1" });
  }
  counts.set(credential, before + 1);
  try {
    return await run();
  } finally {
    const now = (counts.get(credential) ?? 1) - 1;
    if (now > 0) counts.set(credential, now);
    else counts.delete(credential);
  }
}
