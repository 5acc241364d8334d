/** Of every 503 for it. */
export const TOO_MANY: { readonly says: string; readonly headers: { "retry-after": string } } = {
  says: "Too many requests of this credential are in hand; wait for one to end.",
  headers: { "retry-after": "1" },
};

/**
 * Runs something that may hold a page in memory, unless too many of the same credential are running: then
 * it is "too-many", which is 503 with `TOO_MANY`. `counts` is changed; what one partner does, no other feels.
 */
export async function inHand<T>(
  counts: Map<string, number>,
  credential: string,
  most: number,
  run: () => T | Promise<T>,
): Promise<T | "too-many"> {
  const before = counts.get(credential) ?? 0;
  if (before >= most) return "too-many";
  counts.set(credential, before + 1);
  try {
    return await run();
  } finally {
    const now = (counts.get(credential) ?? 1) - 1;
    if (now > 0) counts.set(credential, now);
    else counts.delete(credential);
  }
}
