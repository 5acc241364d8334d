import { insist } from "../denied.ts";
import type { PeoplePorts } from "../ports.ts";
import { authorityObjection } from "./objection.ts";
import { found, readActor } from "./read-actor.ts";

/**
 * Takes a key away from its person, who may do so, as may any administrator; their sessions end with it.
 * `id`: of this act. Rejects with "not-allowed" or "not-found".
 */
export async function endPasskey(
  passkey: string,
  id: string,
  by: string,
  { store, now, rules, alarm }: PeoplePorts,
): Promise<void> {
  const at = now();
  const whose = await store.transact(id, async (people) => {
    const actor = await readActor(by, people, at);
    const { person } = found(await people.findPasskey(passkey), "passkey", passkey);
    insist(authorityObjection({ kind: "end-factor", person }, actor, rules), "passkey");
    await people.endPasskey(passkey, { by, at });
    await people.removeSessionsOf(person);
    await people.enter("passkey-end", id, at, { passkey, person, by });
    return person;
  });
  // Whoever was locked out does not see at sign-in what is done with the account.
  if (whose !== by) alarm("passkey-end", { person: whose, by });
}
