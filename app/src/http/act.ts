import type { Ask } from "./env.ts";

/**
 * The id of what a request that changes something does, made by whoever sends it: what it makes has that
 * id, and so has its entry in the ledger. Only for methods that change something.
 */
export function actOf(c: Ask): string {
  const act = c.get("act");
  if (act === undefined) throw new Error("this request changes nothing");
  return act;
}
