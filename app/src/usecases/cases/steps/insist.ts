import { Denied } from "../../people/denied.ts";

/** How often a step is tried; of those who collide one gets through each time. */
const ATTEMPTS = 200;

/**
 * Gathers, decides and writes, and does so again where another write came between: what was decided on is
 * what the write finds. Rejects with "conflict" when that never succeeds; nothing was written then.
 */
export async function untilWritten<T>(
  attempt: () => Promise<T | "changed">,
  place: string,
): Promise<T> {
  for (let tried = 0; tried < ATTEMPTS; tried += 1) {
    const result = await attempt();
    if (result !== "changed") return result;
  }
  const what = "others changed it again and again";
  throw new Denied("conflict", place, what, "nothing was written: try again");
}
