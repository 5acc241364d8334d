import { insist } from "../denied.ts";
import type { PeoplePorts } from "../ports.ts";
import { authorityObjection } from "./objection.ts";
import { readActor, requirePerson } from "./read-actor.ts";

/**
 * Ends somebody's access: every session and machine's token of theirs is gone with it, and their roles
 * end on this day (ASVS 7.4.2). `id`: of this act. Rejects with "not-allowed" or "not-found".
 */
export async function endPerson(
  person: string,
  id: string,
  by: string,
  { store, now, rules }: PeoplePorts,
): Promise<void> {
  const at = now();
  await store.transact(id, async (people) => {
    const actor = await readActor(by, people, at);
    const about = await requirePerson(person, people);
    insist(authorityObjection({ kind: "end-person", person: about }, actor, rules), "person");
    const mark = { by, at };
    await people.endPerson(person, mark);
    await people.removeSessionsOf(person);
    for (const { id: token, ended } of await people.tokens(person)) {
      if (ended === undefined) await people.endToken(token, mark);
    }
    await people.enter("person-end", id, at, { person, by });
  });
}
