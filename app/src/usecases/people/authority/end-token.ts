import { insist } from "../denied.ts";
import type { PeoplePorts } from "../ports.ts";
import { authorityObjection } from "./objection.ts";
import { found, readActor } from "./read-actor.ts";

/**
 * Ends a machine's token: whoever answers for it may, and any administrator. `id`: of this act. Rejects
 * with "not-allowed", "not-found", or "conflict" where it was ended.
 */
export async function endToken(
  token: string,
  id: string,
  by: string,
  { store, now, rules }: PeoplePorts,
): Promise<void> {
  const at = now();
  await store.transact(id, async (people) => {
    const actor = await readActor(by, people, at);
    const { person } = found(await people.findToken(token), "token", token);
    insist(authorityObjection({ kind: "end-factor", person }, actor, rules), "token");
    await people.endToken(token, { by, at });
    await people.enter("token-end", id, at, { token, person, by });
  });
}
